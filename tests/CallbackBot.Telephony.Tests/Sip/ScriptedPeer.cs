using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Threading.Channels;
using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Sip.Messages;
using CallbackBot.Telephony.Sip.Transport;

namespace CallbackBot.Telephony.Tests.Sip;

/// <summary>A far side that says exactly what a test tells it to, and hands over what it hears, one message after the other.</summary>
internal sealed class ScriptedPeer : IAsyncDisposable
{
    public const string Sdp = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 9 RTP/AVP 8 101\r\na=rtpmap:101 telephone-event/8000\r\n";

    /// <summary>In real time: all tests on manual time share one thread, which a long one may hold on a busy machine.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Channel<SipMessage> _heard = Channel.CreateUnbounded<SipMessage>();
    private readonly ISipTransport _transport;
    private readonly IPEndPoint _agent;

    public ScriptedPeer(ISipTransport transport, IPEndPoint agent)
    {
        (_transport, _agent) = (transport, agent);
        transport.Bind();
        transport.Start((bytes, _, _) => Hear(bytes), (_, _) => { });
    }

    /// <summary>What was heard that is no message, e.g. an answer that repeats a malformed header. Each stands as null among the messages.</summary>
    public ConcurrentQueue<string> Unreadable { get; } = new();

    public IPEndPoint Address => _transport.LocalEndPoint;

    public bool HeardNothing => _heard.Reader.Count == 0;

    /// <summary>The next message, which must be this request.</summary>
    public async Task<SipRequest> RequestAsync(string method)
    {
        var request = Assert.IsType<SipRequest>(await NextAsync());
        Assert.Equal(method, request.Method);
        return request;
    }

    /// <summary>The next message, which must be this response.</summary>
    public async Task<SipResponse> ResponseAsync(int code)
    {
        var response = Assert.IsType<SipResponse>(await NextAsync());
        Assert.Equal(code, response.Code);
        return response;
    }

    public async Task<SipMessage> NextAsync() => await _heard.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    public void Send(SipMessage message) => SendRaw(SipWriter.Write(message));

    /// <summary>Bytes that need not be a message.</summary>
    public void SendRaw(ReadOnlySpan<byte> bytes) => _transport.Send(bytes, SipHop.Udp(_agent), null);

    /// <summary>Sends bytes as they are.</summary>
    public void Send(byte[] bytes) => _transport.Send(bytes, SipHop.Udp(_agent), null);

    /// <summary>Everything heard so far that nobody has asked for yet.</summary>
    public IReadOnlyList<SipMessage> Drain()
    {
        var heard = new List<SipMessage>();
        while (_heard.Reader.TryRead(out var message)) heard.Add(message);
        return heard;
    }

    /// <summary>Answers a request of the agent, with a Contact, and with SDP when given.</summary>
    public void Respond(SipRequest request, int code, string phrase = "", string? sdp = null, string tag = "peer", params (string Name, string Value)[] headers)
    {
        var response = request.Respond(code, phrase, code == 100 ? null : tag);
        response.Headers.Add("Contact", $"<sip:peer@{Address}>");
        foreach (var (name, value) in headers) response.Headers.Add(name, value);
        if (sdp is not null) response.SetSdp(Encoding.UTF8.GetBytes(sdp));
        Send(response);
    }

    /// <summary>A request from the peer to the agent.</summary>
    public SipRequest NewRequest(string method, uint number = 1, string? toTag = null, string fromTag = "peer", string callId = "peer-call", string branch = "1", string? sdp = null)
    {
        var headers = new SipHeaders();
        headers.Add("Via", $"SIP/2.0/UDP {Address};branch={Via.Cookie}-{method}-{number}-{branch};rport");
        headers.Add("Max-Forwards", "70");
        headers.Add("From", $"<sip:peer@{Address}>;tag={fromTag}");
        headers.Add("To", $"<sip:agent@{_agent}>" + (toTag is null ? "" : $";tag={toTag}"));
        headers.Add("Call-ID", callId);
        headers.Add("CSeq", $"{number} {method}");
        headers.Add("Contact", $"<sip:peer@{Address}>");
        var request = new SipRequest(method, $"sip:agent@{_agent}", headers, []);
        if (sdp is not null) request.SetSdp(Encoding.UTF8.GetBytes(sdp));
        return request;
    }

    /// <summary>Acknowledges a refusal of a re-INVITE: with its branch, so that the transaction knows it (RFC 3261 section 17.1.1.3).</summary>
    public void Acknowledge(SipRequest refused)
    {
        var headers = refused.Headers.Copy();
        headers.Set("CSeq", $"{refused.CSeq.Number} ACK");
        headers.Remove("Content-Type");
        Send(new SipRequest("ACK", refused.Uri, headers, []));
    }

    /// <summary>A request inside the call that an INVITE of the agent began.</summary>
    public SipRequest NewRequestIn(SipRequest invite, string method, uint number = 1, string tag = "peer", string? sdp = null) =>
        NewRequest(method, number, invite.From.Tag, tag, invite.CallId, "in", sdp);

    private void Hear(ReadOnlySpan<byte> bytes)
    {
        var message = SipParser.Parse(bytes).Message;
        if (message is null) Unreadable.Enqueue(Encoding.UTF8.GetString(bytes));
        _heard.Writer.TryWrite(message!);
    }

    public ValueTask DisposeAsync() => _transport.DisposeAsync();
}
