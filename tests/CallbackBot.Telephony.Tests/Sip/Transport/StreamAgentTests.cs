using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using CallbackBot.Telephony.Rtp;
using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Sip.Messages;
using CallbackBot.Telephony.Sip.Tracing;
using CallbackBot.Testing.Peers;

namespace CallbackBot.Telephony.Tests.Sip.Transport;

/// <summary>Agents of ours on loopback sockets, over TCP and TLS (RFC 3261 sections 18 and 26.3.1, RFC 5922).</summary>
[Collection(RealTime.Name)]
public sealed class StreamAgentTests : IAsyncLifetime
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly X509Certificate2 _certificate = TestCertificate.For("test", ["127.0.0.1", "callee.example"]);
    private readonly List<(bool Sent, SipHop Peer, string Line)> _calleeSaw = [];
    private readonly TaskCompletionSource<SipCall> _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SipUserAgent _callee = null!;
    private SipUserAgent? _caller;

    public async Task InitializeAsync() => _callee = await StartAsync(new SipUserAgentOptions
    {
        Local = Loopback,
        RtpPorts = (45000, 45998),
        Tls = new SipTlsOptions { Listen = Loopback, Certificate = _certificate, TrustedRoots = [_certificate] },
        OnIncomingCall = async (call, cancellationToken) =>
        {
            await call.RingAsync(cancellationToken);
            _answered.TrySetResult(await call.AnswerAsync(new Silence(), cancellationToken));
        },
        Trace = (sent, peer, message) =>
        {
            lock (_calleeSaw) _calleeSaw.Add((sent, peer, System.Text.Encoding.UTF8.GetString(message).Split('\r')[0]));
        },
    });

    public async Task DisposeAsync()
    {
        if (_caller is not null) await _caller.DisposeAsync();
        await _callee.DisposeAsync();
        _certificate.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_call_over_tcp_is_set_up_and_ended_by_either_side(bool callerHangsUp)
    {
        var call = await CallAsync($"sip:1001@{_callee.LocalEndPoint};transport=tcp");
        await EndAsync(call, callerHangsUp);
        lock (_calleeSaw) Assert.All(_calleeSaw, m => Assert.Equal(SipProtocol.Tcp, m.Peer.Protocol));
    }

    [Theory]
    [InlineData("sip", true)]
    [InlineData("sip", false)]
    [InlineData("sips", true)]
    [InlineData("sips", false)]
    public async Task A_call_over_tls_is_set_up_and_ended_by_either_side(string scheme, bool callerHangsUp)
    {
        var call = await CallAsync($"{scheme}:1001@{_callee.TlsEndPoint}{(scheme == "sip" ? ";transport=tls" : "")}");
        await EndAsync(call, callerHangsUp);
        lock (_calleeSaw) Assert.All(_calleeSaw, m => Assert.Equal(SipProtocol.Tls, m.Peer.Protocol));
    }

    [Fact]
    public async Task Rfc_5922_section_7_a_domain_that_the_certificate_names_is_called_at_whatever_address()
    {
        var hop = new SipHop(SipProtocol.Tls, _callee.TlsEndPoint!, "callee.example");
        var call = await CallAsync("sip:1001@callee.example", hop);
        await EndAsync(call, callerHangsUp: true);
    }

    [Fact]
    public async Task Rfc_5922_section_7_a_certificate_for_another_name_is_refused()
    {
        _caller = await StartAsync(CallerOptions);
        var result = await InviteAsync("sip:1001@other.example", new SipHop(SipProtocol.Tls, _callee.TlsEndPoint!, "other.example"));
        Assert.Equal("the peer's certificate is refused: it is not for other.example", Assert.IsType<InviteResult.Unreachable>(result).Why);
        lock (_calleeSaw) Assert.Empty(_calleeSaw);
    }

    [Fact]
    public async Task A_certificate_of_an_unknown_root_is_refused_unless_the_check_is_switched_off()
    {
        _caller = await StartAsync(CallerOptions with { Tls = new SipTlsOptions() });
        var uri = $"sip:1001@{_callee.TlsEndPoint};transport=tls";
        Assert.StartsWith("the peer's certificate is refused: ", Assert.IsType<InviteResult.Unreachable>(await InviteAsync(uri)).Why, StringComparison.Ordinal);
        await _caller.DisposeAsync();
        _caller = await StartAsync(CallerOptions with { Tls = new SipTlsOptions { DangerouslyAcceptAnyCertificate = true } });
        await Assert.IsType<InviteResult.Answered>(await InviteAsync(uri)).Call.HangUpAsync();
    }

    [Fact]
    public async Task A_call_leaves_a_trace_that_names_nobody()
    {
        CallTrace? trace = null;
        _caller = await StartAsync(CallerOptions with { OnCallTrace = t => trace = t });
        var result = await InviteAsync($"sip:13800138000@{_callee.LocalEndPoint};transport=tcp", displayName: "Zhang San 01012345678");
        await EndAsync(Assert.IsType<InviteResult.Answered>(result).Call, callerHangsUp: true);
        await _caller.DisposeAsync();
        Assert.NotNull(trace);
        foreach (var expected in (string[])["    0.000   --> tcp:", "INVITE sip:***00@127.0.0.1", "  <-- tcp:", "SIP/2.0 180", "=== answered", "ACK sip:", "BYE sip:", "=== ended by us, ", "    received  "])
            Assert.Contains(expected, trace.Text);
        Assert.DoesNotContain("13800138000", trace.Text);
        Assert.DoesNotContain("12345678", trace.Text);
        Assert.DoesNotContain("Zhang", trace.Text);
    }

    [Fact]
    public async Task Section_18_1_1_a_large_request_goes_over_tcp_and_its_call_stays_there()
    {
        await EndAsync(await CallAsync($"sip:1001@{_callee.LocalEndPoint}", displayName: new string('n', 1300)), callerHangsUp: true);
        Assert.Equal(["INVITE Tcp", "PRACK Tcp", "ACK Tcp", "BYE Tcp"], Requests());
    }

    [Fact]
    public async Task Section_18_1_1_a_large_request_goes_over_udp_where_tcp_is_refused()
    {
        await using var udpOnly = await StartAsync(new SipUserAgentOptions { Local = Loopback, ListenTcp = false });
        _caller = await StartAsync(CallerOptions);
        var result = await InviteAsync($"sip:1001@{udpOnly.LocalEndPoint}", displayName: new string('n', 1300));
        Assert.Equal(403, Assert.IsType<InviteResult.Rejected>(result).Code);
    }

    [Fact]
    public async Task A_large_request_goes_over_udp_at_once_where_the_option_says_so()
    {
        _caller = await StartAsync(CallerOptions with { LargeRequestsOverUdp = true });
        var result = await InviteAsync($"sip:1001@{_callee.LocalEndPoint}", displayName: new string('n', 1300));
        await EndAsync(Assert.IsType<InviteResult.Answered>(result).Call, callerHangsUp: true);
        Assert.Equal(["INVITE Udp", "PRACK Udp", "ACK Udp", "BYE Udp"], Requests());
    }

    [Fact]
    public async Task Rfc_3263_section_4_3_the_next_address_is_tried_when_the_first_takes_no_connection()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var first = new SipHop(SipProtocol.Tcp, (IPEndPoint)closed.LocalEndpoint) { Otherwise = new SipHop(SipProtocol.Tcp, _callee.LocalEndPoint) };
        closed.Stop();
        await EndAsync(await CallAsync("sip:1001@callee.example", first), callerHangsUp: true);
        Assert.Single(Requests(), "INVITE Tcp");
    }

    [Fact]
    public async Task A_peer_that_takes_no_connection_is_unreachable()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var address = (IPEndPoint)closed.LocalEndpoint;
        closed.Stop();
        _caller = await StartAsync(CallerOptions);
        Assert.IsType<InviteResult.Unreachable>(await InviteAsync($"sip:1001@{address};transport=tcp"));
    }

    [Fact]
    public async Task A_connection_lost_before_any_response_makes_the_peer_unreachable()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _caller = await StartAsync(CallerOptions);
        var inviting = InviteAsync($"sip:1001@{listener.LocalEndpoint};transport=tcp");
        using (var peer = new RawStream(await listener.AcceptTcpClientAsync().WaitAsync(s_patience)))
            Assert.Equal("INVITE", Assert.IsType<SipRequest>(await peer.NextAsync()).Method);
        Assert.IsType<InviteResult.Unreachable>(await inviting.WaitAsync(s_patience));
    }

    [Fact]
    public async Task Section_18_3_a_request_without_content_length_is_told_so_and_the_connection_closed()
    {
        using var peer = await RawStream.ConnectAsync(_callee.LocalEndPoint);
        await peer.WriteAsync(RawStream.Options("a", length: ""));
        var refusal = Assert.IsType<SipResponse>(await peer.NextAsync());
        Assert.Equal((400, "Content-Length missing"), (refusal.Code, refusal.Phrase));
        await peer.ClosedAsync();
    }

    [Fact]
    public async Task Section_21_5_7_a_body_beyond_the_limit_is_told_so_and_the_connection_closed()
    {
        using var peer = await RawStream.ConnectAsync(_callee.LocalEndPoint);
        await peer.WriteAsync(RawStream.Options("a", length: "Content-Length: 1000000\r\n"));
        Assert.Equal(513, Assert.IsType<SipResponse>(await peer.NextAsync()).Code);
        await peer.ClosedAsync();
    }

    [Fact]
    public async Task Section_8_2_garbage_before_a_message_spoils_only_that_message()
    {
        using var peer = await RawStream.ConnectAsync(_callee.LocalEndPoint);
        await peer.WriteAsync("\0\u0001garbage " + RawStream.Options("spoiled") + RawStream.Options("good"));
        var response = Assert.IsType<SipResponse>(await peer.NextAsync());
        if (response.CallId == "spoiled") response = Assert.IsType<SipResponse>(await peer.NextAsync());
        Assert.Equal(("good", 200), (response.CallId, response.Code));
    }

    [Fact]
    public async Task Section_18_2_2_a_response_whose_connection_is_gone_goes_to_the_sent_by_address()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var invite = RawStream.Options("late").Replace("OPTIONS", "INVITE").Replace("127.0.0.1:9;", $"{listener.LocalEndpoint};");
        using (var peer = await RawStream.ConnectAsync(_callee.LocalEndPoint))
        {
            await peer.WriteAsync(invite);
            Assert.Equal(100, Assert.IsType<SipResponse>(await peer.NextAsync()).Code);
        }

        using var anew = new RawStream(await listener.AcceptTcpClientAsync().WaitAsync(s_patience));
        Assert.Equal("late", Assert.IsType<SipResponse>(await anew.NextAsync()).CallId);
    }

    private static IPEndPoint Loopback => new(IPAddress.Loopback, 0);

    private SipUserAgentOptions CallerOptions => new()
    {
        Local = Loopback,
        RtpPorts = (46000, 46998),
        Tls = new SipTlsOptions { Listen = Loopback, Certificate = _certificate, TrustedRoots = [_certificate] },
    };

    private static async Task<SipUserAgent> StartAsync(SipUserAgentOptions options)
    {
        var agent = new SipUserAgent(options, TimeProvider.System, new Random(4));
        await agent.StartAsync(default);
        return agent;
    }

    private Task<InviteResult> InviteAsync(string uri, SipHop? hop = null, string? displayName = null) => _caller!.InviteAsync(
        new InviteRequest { To = SipUri.Parse(uri), NextHop = hop, Audio = new Silence(), Identity = displayName is null ? null : new CallerIdentity { DisplayName = displayName } }, default).WaitAsync(s_patience);

    private async Task<SipCall> CallAsync(string uri, SipHop? hop = null, string? displayName = null)
    {
        _caller = await StartAsync(CallerOptions);
        return Assert.IsType<InviteResult.Answered>(await InviteAsync(uri, hop, displayName)).Call;
    }

    private async Task EndAsync(SipCall call, bool callerHangsUp)
    {
        var theirs = await _answered.Task.WaitAsync(s_patience);
        var (ours, others) = callerHangsUp ? (call, theirs) : (theirs, call);
        await ours.HangUpAsync().WaitAsync(s_patience);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = others.Ended.Register(ended.SetResult);
        await ended.Task.WaitAsync(s_patience);
        Assert.Equal(CallEndedBy.FarSide, others.End!.By);
    }

    private List<string> Requests()
    {
        lock (_calleeSaw) return [.. _calleeSaw.Where(m => !m.Sent && !m.Line.StartsWith("SIP/", StringComparison.Ordinal)).Select(m => $"{m.Line.Split(' ')[0]} {m.Peer.Protocol}")];
    }

    private sealed class Silence : ICallAudio
    {
        public void EarlyMedia(ReadOnlySpan<byte> heard, FrameOrigin origin) { }

        public void Exchange(ReadOnlySpan<byte> heard, FrameOrigin origin, Span<byte> toSend) { }

        public void Digit(char key) { }
    }
}
