using System.Collections.Concurrent;
using System.Net;
using System.Text;
using CallbackBot.Telephony.Rtp;
using CallbackBot.Telephony.Sip;
using CallbackBot.Testing.Peers;

namespace CallbackBot.Telephony.Tests.Peers;

/// <summary>
/// Two agents of ours with kamailio between them, in real time: a proxy that is not ours challenges (RFC 3261 section 22.3), stays in the path by
/// Record-Route (section 16.6) and passes on what belongs to a call only when its route set is right (section 12.2.1.1).
/// </summary>
[Collection(RealTime.Name)]
public sealed class KamailioTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<(EndPoint From, string Message)> _heardByCallee = new();
    private readonly ConcurrentQueue<(EndPoint From, string Message)> _heardByCaller = new();
    private readonly TaskCompletionSource<SipCall> _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _patience = new(Patience);
    private bool _answers = true;
    private SipUserAgent _caller = null!;
    private SipUserAgent _callee = null!;
    private KamailioProcess? _proxy;

    private KamailioProcess Proxy => _proxy ?? throw new InvalidOperationException("the proxy is not started");

    public async Task InitializeAsync()
    {
        _callee = await StartAsync(_heardByCallee, (47000, 47198), async (call, cancellationToken) =>
        {
            call.Cancelled.Register(() => _cancelled.TrySetResult());
            await call.RingAsync(cancellationToken);
            if (_answers) _answered.SetResult(await call.AnswerAsync(new Silence(), cancellationToken));
            else await _cancelled.Task.WaitAsync(cancellationToken);
        });
        _caller = await StartAsync(_heardByCaller, (47200, 47398), null);
    }

    public async Task DisposeAsync()
    {
        await _caller.DisposeAsync();
        await _callee.DisposeAsync();
        if (_proxy is not null) await _proxy.DisposeAsync();
        _patience.Dispose();
    }

    [Theory]
    [InlineData("MD5")]
    [InlineData("SHA-256")]
    public async Task Section_22_3_a_challenged_call_is_set_up_and_our_bye_follows_the_route_set(string algorithm)
    {
        var call = await CallAsync(algorithm);
        var far = await _answered.Task.WaitAsync(_patience.Token);
        await call.HangUpAsync(_patience.Token);
        await EndOf(far);
        Assert.Equal((CallEndedBy.Us, CallEndedBy.FarSide), (call.End!.By, far.End!.By));
        foreach (var method in (string[])["INVITE", "PRACK", "ACK", "BYE"]) AssertThroughProxy(_heardByCallee, method);
    }

    [Fact]
    public async Task Section_12_1_1_the_callees_bye_follows_the_route_set_too()
    {
        var call = await CallAsync("MD5");
        var far = await _answered.Task.WaitAsync(_patience.Token);
        await far.HangUpAsync(_patience.Token);
        await EndOf(call);
        Assert.Equal(CallEndedBy.FarSide, call.End!.By);
        AssertThroughProxy(_heardByCaller, "BYE");
    }

    [Fact]
    public async Task Section_9_1_a_cancel_passes_the_proxy_and_ends_the_ringing()
    {
        _answers = false;
        var result = await InviteAsync("MD5", ringTimeout: TimeSpan.FromSeconds(1));
        Assert.Equal(180, Assert.IsType<InviteResult.NotAnswered>(result).Progress.HighestProvisional);
        await _cancelled.Task.WaitAsync(_patience.Token);
        AssertThroughProxy(_heardByCallee, "CANCEL");
    }

    [Fact]
    public async Task Section_22_3_a_wrong_password_is_refused_once_and_the_realm_is_named()
    {
        var rejected = Assert.IsType<InviteResult.Rejected>(await InviteAsync("MD5", password: "wrong"));
        Assert.Equal((407, KamailioProcess.Realm), (rejected.Code, rejected.RefusedRealm));
        Assert.False(rejected.MayTryAnotherTrunk);
        Assert.Equal(2, _heardByCaller.Count(m => m.Message.StartsWith("SIP/2.0 407", StringComparison.Ordinal)));
        Assert.Empty(_heardByCallee);
    }

    private static async Task<SipUserAgent> StartAsync(
        ConcurrentQueue<(EndPoint From, string Message)> heard, (int First, int Last) ports, Func<IncomingCall, CancellationToken, Task>? onIncomingCall)
    {
        var options = new SipUserAgentOptions
        {
            Local = new IPEndPoint(IPAddress.Loopback, 0),
            RtpPorts = ports,
            OnIncomingCall = onIncomingCall,
            Trace = (sent, peer, message) =>
            {
                if (!sent) heard.Enqueue((peer.Address, Encoding.UTF8.GetString(message)));
            },
        };
        var agent = new SipUserAgent(options, TimeProvider.System, new Random(6));
        await agent.StartAsync(default);
        return agent;
    }

    private static async Task EndOf(SipCall call)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = call.Ended.Register(ended.SetResult);
        await ended.Task.WaitAsync(Patience);
    }

    /// <summary>What went around the proxy would come from the other agent's own port.</summary>
    private void AssertThroughProxy(ConcurrentQueue<(EndPoint From, string Message)> heard, string method)
    {
        var message = heard.First(m => m.Message.StartsWith(method + " ", StringComparison.Ordinal));
        Assert.Equal(Proxy.Address, message.From);
        Assert.Contains($"Via: SIP/2.0/UDP {Proxy.Address}", message.Message, StringComparison.Ordinal);
    }

    private async Task<SipCall> CallAsync(string algorithm) => Assert.IsType<InviteResult.Answered>(await InviteAsync(algorithm)).Call;

    private async Task<InviteResult> InviteAsync(string algorithm, string password = KamailioProcess.Password, TimeSpan? ringTimeout = null)
    {
        _proxy = await KamailioProcess.StartAsync(SipHop.Udp(_callee.LocalEndPoint), algorithm, _patience.Token);
        return await _caller.InviteAsync(
            new InviteRequest
            {
                To = SipUri.At(Proxy.Address, "callee"),
                Audio = new Silence(),
                Credentials = new SipCredentials("robot", password),
                RingTimeout = ringTimeout ?? TimeSpan.FromSeconds(30),
            },
            _patience.Token);
    }

    private sealed class Silence : ICallAudio
    {
        public void EarlyMedia(ReadOnlySpan<byte> heard) { }

        public void Exchange(ReadOnlySpan<byte> heard, FrameOrigin origin, Span<byte> toSend) { }

        public void Digit(char key) { }
    }
}
