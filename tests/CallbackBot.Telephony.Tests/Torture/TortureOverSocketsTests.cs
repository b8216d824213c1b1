using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Sip.Messages;
using CallbackBot.Telephony.Sip.Transport;
using CallbackBot.Telephony.Tests.Rtp;
using CallbackBot.Telephony.Tests.Sip;
using CallbackBot.Telephony.Tests.Sip.Transport;

namespace CallbackBot.Telephony.Tests.Torture;

/// <summary>
/// The messages of RFC 4475 and RFC 5118 over real sockets, from a stranger, while a call is up: each gets the answer it is due, and the call goes on. An
/// OPTIONS behind each shows that the agent is through with it.
/// </summary>
[Collection(RealTime.Name)]
public sealed partial class TortureOverSocketsTests : IAsyncLifetime
{
    /// <summary>Most messages want their answer at port 5060 of who sent them; at an address of this process alone it is free.</summary>
    private static readonly IPEndPoint s_stranger = new(
        new IPAddress([127, (byte)(1 + (Environment.ProcessId >> 16)), (byte)(Environment.ProcessId >> 8), (byte)Environment.ProcessId]), 5060);

    private readonly RecordedAudio _audio = new();
    private SipUserAgent _agent = null!;
    private ScriptedPeer _callee = null!;

    public static TheoryData<string> Names => [.. TortureAnswers.Udp.Keys];

    public async Task InitializeAsync()
    {
        _agent = new SipUserAgent(
            new SipUserAgentOptions
            {
                Local = new IPEndPoint(IPAddress.Loopback, 0),
                RtpPorts = (47200, 47298),
                OnIncomingCall = (call, cancellationToken) => call.RejectAsync(486, "Busy Here", null, cancellationToken),
            },
            TimeProvider.System, new Random(6));
        await _agent.StartAsync(default);
        _callee = new ScriptedPeer(new UdpTransport(new IPEndPoint(IPAddress.Loopback, 0)), _agent.LocalEndPoint);
    }

    public async Task DisposeAsync()
    {
        await _agent.DisposeAsync();
        await _callee.DisposeAsync();
    }

    [Fact]
    public void Every_message_is_sent() => Assert.Equal(TortureMessages.Rfc4475.Keys.Concat(TortureMessages.Rfc5118.Keys), TortureAnswers.Udp.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_datagram_gets_its_answer_and_leaves_the_call_alone(string name)
    {
        var (invite, call) = await CallAsync();
        using var stranger = new UdpClient(s_stranger);
        await stranger.SendAsync(TortureMessages.AnsweredAt5060(name), _agent.LocalEndPoint);
        await stranger.SendAsync(Encoding.ASCII.GetBytes(RawStream.Options("behind").Replace("TCP 127.0.0.1:9", $"UDP {s_stranger}")), _agent.LocalEndPoint);

        int[] due = TortureAnswers.Udp[name] is > 0 and var code ? [code] : [];
        Assert.Equal(due, await AnswersAsync(due, async () => Encoding.UTF8.GetString((await stranger.ReceiveAsync()).Buffer)));
        await AssertAliveAsync(invite, call);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task In_a_stream_it_gets_its_answer_and_leaves_the_call_alone(string name)
    {
        var (invite, call) = await CallAsync();
        using var stranger = new TcpClient();
        await stranger.ConnectAsync(_agent.LocalEndPoint);
        var stream = stranger.GetStream();
        await stream.WriteAsync(TortureMessages.Named(name));
        var (due, goesOn) = DueInAStream(name);
        if (goesOn) await stream.WriteAsync(Encoding.ASCII.GetBytes(RawStream.Options("behind")));
        else stranger.Client.Shutdown(SocketShutdown.Send);

        using var reader = new StreamReader(stream, Encoding.UTF8);
        Assert.Equal(due, await AnswersAsync(due, () => NextAsync(reader)));
        await AssertAliveAsync(invite, call);
    }

    /// <summary>
    /// A stream has to say where its messages end (RFC 3261 section 18.3). Without a length, or with one that is none or two that differ, that is all that is
    /// answered; a length beyond the body leaves the agent waiting; and what follows a shorter one is the next message.
    /// </summary>
    private static (int[] Due, bool GoesOn) DueInAStream(string name)
    {
        var text = Encoding.Latin1.GetString(TortureMessages.Named(name));
        var body = text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        int[] asADatagram = TortureAnswers.Udp[name] is > 0 and var code ? [code] : [];
        return LengthField().Matches(text[..body]) is [var only] && int.TryParse(only.Groups[1].ValueSpan, out var length) && length >= 0
            ? length == text.Length - body ? (asADatagram, true)
            : length < text.Length - body ? ([.. asADatagram, 486], true)
            : ([], false)
            : ([400], false);
    }

    /// <summary>One answer, none of which has a body; null at the end of the stream.</summary>
    private static async Task<string?> NextAsync(StreamReader reader)
    {
        var answer = new StringBuilder();
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.Length == 0) return answer.ToString();
            answer.Append(line).Append("\r\n");
        }

        return null;
    }

    /// <summary>The final codes up to the answer to the OPTIONS, and beyond it until those that are due have come; or up to the end.</summary>
    private static async Task<int[]> AnswersAsync(int[] due, Func<Task<string?>> next)
    {
        var codes = new SortedSet<int>();
        var through = false;
        while (!(through && codes.IsSupersetOf(due)) && await next().WaitAsync(ScriptedPeer.Patience) is { } answer)
        {
            var code = int.Parse(answer.AsSpan("SIP/2.0 ".Length, 3), CultureInfo.InvariantCulture);
            if (answer.Contains("Call-ID: behind\r\n", StringComparison.Ordinal)) through = true;
            else if (code >= 200) codes.Add(code);
        }

        return [.. codes];
    }

    private async Task<(SipRequest Invite, SipCall Call)> CallAsync()
    {
        var inviting = _agent.InviteAsync(new InviteRequest { To = SipUri.At(_callee.Address, "callee"), Audio = _audio }, default);
        var invite = await _callee.RequestAsync("INVITE");
        _callee.Respond(invite, 200, sdp: ScriptedPeer.Sdp);
        await _callee.RequestAsync("ACK");
        return (invite, Assert.IsType<InviteResult.Answered>(await inviting).Call);
    }

    /// <summary>The call is there, its media goes on, and it ends when its callee says so.</summary>
    private async Task AssertAliveAsync(SipRequest invite, SipCall call)
    {
        Assert.Null(call.End);
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _audio.OnExchange = () => turn.TrySetResult();
        await turn.Task.WaitAsync(ScriptedPeer.Patience);
        Assert.True(_callee.HeardNothing);
        _callee.Send(_callee.NewRequestIn(invite, "BYE"));
        await _callee.ResponseAsync(200);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = call.Ended.Register(ended.SetResult);
        await ended.Task.WaitAsync(ScriptedPeer.Patience);
        Assert.Equal(CallEndedBy.FarSide, call.End!.By);
    }

    [GeneratedRegex(@"^(?:Content-Length|l)[ \t]*:[ \t]*(\S+)", RegexOptions.IgnoreCase | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LengthField();
}
