using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using CallbackBot.Telephony.Rtp;
using CallbackBot.Telephony.Sip;
using CallbackBot.Testing.Peers;

namespace CallbackBot.Telephony.Tests.Peers;

/// <summary>Two agents of ours, which speak UDP, TCP and TLS and hear every message, and kamailio between them.</summary>
public abstract class ProxiedCallTest : IAsyncLifetime
{
    /// <summary>What the proxy's certificate names. Its Record-Route names its address.</summary>
    protected const string ProxyName = "proxy.example";

    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly X509Certificate2 _certificate = TestCertificate.For("agents", ["127.0.0.1"]);
    private readonly X509Certificate2 _proxyByName = TestCertificate.For("proxy", [ProxyName]);
    private readonly X509Certificate2 _proxyByNameAndAddress = TestCertificate.For("proxy with address", [ProxyName, "127.0.0.1"]);
    private readonly TaskCompletionSource<SipCall> _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _patience = new(Patience);
    private readonly CancellationTokenSource _givesUp = new(Patience);
    private SipUserAgent _caller = null!;
    private SipUserAgent _callee = null!;
    private KamailioProcess? _proxy;

    private X509Certificate2 _proxyCertificate = TestCertificate.For("proxy", [ProxyName]);
    protected ConcurrentQueue<HeardMessage> HeardByCallee { get; } = new();

    protected ConcurrentQueue<HeardMessage> HeardByCaller { get; } = new();

    protected KamailioProcess Proxy => _proxy ?? throw new InvalidOperationException("the proxy is not started");

    /// <summary>Whether the callee answers, or lets it ring; then the caller gives up once it has acknowledged the ringing.</summary>
    protected bool Answers { get; set; } = true;

    /// <summary>The callee's side of the call.</summary>
    protected Task<SipCall> AnsweredAsync => _answered.Task.WaitAsync(_patience.Token);

    /// <summary>The callee was told that the caller gave up.</summary>
    protected Task CancelledAsync => _cancelled.Task.WaitAsync(_patience.Token);

    public async Task InitializeAsync()
    {
        _callee = await StartAsync(HeardByCallee, (47000, 47198), async (call, cancellationToken) =>
        {
            call.Cancelled.Register(() => _cancelled.TrySetResult());
            await call.RingAsync(cancellationToken);
            if (Answers) _answered.SetResult(await call.AnswerAsync(new Silence(), cancellationToken));
            else await _cancelled.Task.WaitAsync(cancellationToken);
        });
        _caller = await StartAsync(HeardByCaller, (47200, 47398), null);
    }

    public async Task DisposeAsync()
    {
        await _caller.DisposeAsync();
        await _callee.DisposeAsync();
        if (_proxy is not null) await _proxy.DisposeAsync();
        _certificate.Dispose();
        _proxyByName.Dispose();
        _proxyByNameAndAddress.Dispose();
        _patience.Dispose();
        _givesUp.Dispose();
    }

    /// <summary>Starts the proxy, which reaches the callee over one protocol, and calls through it over another.</summary>
    protected async Task<InviteResult> InviteAsync(
        SipProtocol near = SipProtocol.Udp, SipProtocol far = SipProtocol.Udp, string algorithm = "MD5", string password = KamailioProcess.Password,
        string tlsName = ProxyName)
    {
        var callee = new SipHop(far, far == SipProtocol.Tls ? _callee.TlsEndPoint! : _callee.LocalEndPoint);

        // The callee knows the proxy by its Record-Route only; the caller has a connection to it, whose name it has checked.
        var certificate = far == SipProtocol.Tls ? _proxyByNameAndAddress : near == SipProtocol.Tls ? _proxyByName : null;
        var setup = new KamailioSetup(callee) { Algorithm = algorithm, Certificate = certificate };
        _proxy = await KamailioProcess.StartAsync(setup, _patience.Token);
        return await _caller.InviteAsync(
            new InviteRequest
            {
                To = SipUri.At(_proxy.Address, "callee"),
                NextHop = _proxy.Over(near, tlsName),
                Audio = new Silence(),
                Credentials = new SipCredentials("robot", password),
            },
            _givesUp.Token);
    }

    protected static async Task EndOf(SipCall call)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = call.Ended.Register(ended.SetResult);
        await ended.Task.WaitAsync(Patience);
    }

    private async Task<SipUserAgent> StartAsync(
        ConcurrentQueue<HeardMessage> heard, (int First, int Last) ports, Func<IncomingCall, CancellationToken, Task>? onIncomingCall)
    {
        var loopback = new IPEndPoint(IPAddress.Loopback, 0);
        var options = new SipUserAgentOptions
        {
            Local = loopback,
            Tls = new SipTlsOptions { Listen = loopback, Certificate = _certificate, TrustedRoots = [_proxyByName, _proxyByNameAndAddress] },
            RtpPorts = ports,
            OnIncomingCall = onIncomingCall,
            Trace = (sent, peer, message) =>
            {
                if (sent) return;
                var one = new HeardMessage(peer, Encoding.UTF8.GetString(message));
                heard.Enqueue(one);
                if (!Answers && one.Is("PRACK")) _ = _givesUp.CancelAsync();
            },
        };
        var agent = new SipUserAgent(options, TimeProvider.System, new Random(ports.First));
        await agent.StartAsync(default);
        return agent;
    }

    /// <summary>A message as an agent heard it.</summary>
    protected sealed record HeardMessage(SipHop From, string Text)
    {
        public bool Is(string start) => Text.StartsWith(start + " ", StringComparison.Ordinal);

        /// <summary>The values of a header, one per line.</summary>
        public IReadOnlyList<string> All(string header) =>
            [.. Text.Split("\r\n").Where(l => l.StartsWith(header + ": ", StringComparison.Ordinal)).Select(l => l[(header.Length + 2)..])];
    }

    private sealed class Silence : ICallAudio
    {
        public void EarlyMedia(ReadOnlySpan<byte> heard, FrameOrigin origin) { }

        public void Exchange(ReadOnlySpan<byte> heard, FrameOrigin origin, Span<byte> toSend) { }

        public void Digit(char key) { }
    }
}
