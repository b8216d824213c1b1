using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using CallbackBot.Telephony.Rtp;
using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Sip.Trunks;
using CallbackBot.Testing.Peers;
using CallbackBot.Testing.RealTime;

namespace CallbackBot.Telephony.Tests.Peers;

/// <summary>A trunk registers at kamailio, in real time: a registrar that is not ours (RFC 3261 section 10).</summary>
[Collection(RealTime.Name)]
public sealed class KamailioRegistrarTests : IAsyncLifetime
{
    private const string Name = "registrar.example";
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(20);

    private readonly X509Certificate2 _certificate = TestCertificate.For("registrar", [Name]);
    private readonly X509Certificate2 _ours = TestCertificate.For("robot", ["127.0.0.1"]);
    private readonly ConcurrentQueue<(SipHop From, string Message)> _heard = new();
    private readonly ConcurrentQueue<TrunkEvent> _events = new();
    private readonly SemaphoreSlim _registrations = new(0);
    private readonly TaskCompletionSource<SipCall> _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(60));
    private SipUserAgent _robot = null!;
    private SipUserAgent _other = null!;
    private KamailioProcess? _registrar;

    private KamailioProcess Registrar => _registrar ?? throw new InvalidOperationException("the registrar is not started");

    public async Task InitializeAsync()
    {
        _robot = await StartAsync(47400, async (call, cancellationToken) => _answered.SetResult(await call.AnswerAsync(new Silence(), cancellationToken)), Hear);
        _other = await StartAsync(47600, null, null);
    }

    public async Task DisposeAsync()
    {
        await _robot.DisposeAsync();
        await _other.DisposeAsync();
        if (_registrar is not null) await _registrar.DisposeAsync();
        _certificate.Dispose();
        _ours.Dispose();
        _registrations.Dispose();
        _patience.Dispose();
    }

    [RealTimeTheory]
    [InlineData(SipProtocol.Udp)]
    [InlineData(SipProtocol.Tcp)]
    [InlineData(SipProtocol.Tls)]
    public async Task Section_10_2_2_a_challenged_registration_stands_until_the_trunk_is_disposed(SipProtocol protocol)
    {
        var trunk = await StartRegistrarAsync(protocol);
        Assert.Equal(new RegistrarAnswer(200, "OK", 0), await AskAsync(trunk));
        await using (var trunks = await RegisterAsync(trunk))
        {
            Assert.Equal([401, 200], Answers());
            Assert.True(Assert.Single(trunks.Status).IsRegistered);
            Assert.Equal(new RegistrarAnswer(200, "OK", 1), await AskAsync(trunk));
        }

        Assert.Equal(new RegistrarAnswer(200, "OK", 0), await AskAsync(trunk));
        Assert.All(_heard, m => Assert.Equal(protocol, m.From.Protocol));
        Assert.Equal(["Registered: for 600 s"], _events.Select(e => $"{e.Change}: {e.Why}"));
    }

    [RealTimeTheory]
    [InlineData(SipProtocol.Udp)]
    [InlineData(SipProtocol.Tcp)]
    public async Task Section_10_2_8_a_registration_that_is_too_brief_is_asked_for_as_long_as_the_registrar_wants(SipProtocol protocol)
    {
        var trunk = await StartRegistrarAsync(protocol, expiry: TimeSpan.FromSeconds(20), least: TimeSpan.FromSeconds(90));
        await using var trunks = await RegisterAsync(trunk);
        Assert.Equal([401, 423, 401, 200], Answers());
        Assert.Equal(["Registered: for 90 s"], _events.Select(e => $"{e.Change}: {e.Why}"));
        Assert.Equal(new RegistrarAnswer(200, "OK", 1), await AskAsync(trunk));
    }

    [RealTimeFact]
    public async Task Section_10_2_4_a_registration_is_refreshed_under_its_call_id_before_it_expires()
    {
        var trunk = await StartRegistrarAsync(SipProtocol.Udp, expiry: TimeSpan.FromSeconds(2));
        await using var trunks = await RegisterAsync(trunk);
        await _registrations.WaitAsync(_patience.Token);
        await _registrations.WaitAsync(_patience.Token);
        Assert.Equal(new RegistrarAnswer(200, "OK", 1), await AskAsync(trunk));
        Assert.True(Assert.Single(trunks.Status).IsRegistered);
        Assert.Single(_heard.Select(m => m.Message.Split("\r\n").First(l => l.StartsWith("Call-ID: ", StringComparison.Ordinal))).Distinct());
        Assert.Single(_events);
    }

    [RealTimeFact]
    public async Task Section_22_a_wrong_password_is_told_and_leaves_no_binding()
    {
        var trunk = await StartRegistrarAsync(SipProtocol.Udp);
        var failed = new TaskCompletionSource<TrunkEvent>(TaskCreationOptions.RunContinuationsAsynchronously);
        var wrong = trunk with { Credentials = new SipCredentials("robot", "wrong") };
        await using var trunks = new TrunkGroup(_robot, [wrong], TimeProvider.System, new Random(8), failed.SetResult);
        trunks.Start();
        Assert.Equal(new TrunkEvent("carrier", TrunkChange.RegistrationFailed, "401 Unauthorized"), await failed.Task.WaitAsync(_patience.Token));
        Assert.Equal(0, trunks.Room(TimeSpan.Zero));
        Assert.Equal(new RegistrarAnswer(200, "OK", 0), await AskAsync(trunk));
    }

    [RealTimeTheory]
    [InlineData(SipProtocol.Udp)]
    [InlineData(SipProtocol.Tcp)]
    [InlineData(SipProtocol.Tls)]
    public async Task Section_16_5_a_call_to_the_address_of_record_reaches_the_registered_contact(SipProtocol protocol)
    {
        var trunk = await StartRegistrarAsync(protocol);
        await using var trunks = await RegisterAsync(trunk);
        var request = new InviteRequest
        {
            To = SipUri.At(Registrar.Address, "robot"),
            Audio = new Silence(),
            Credentials = new SipCredentials("citizen", KamailioProcess.Password),
        };
        var call = Assert.IsType<InviteResult.Answered>(await _other.InviteAsync(request, _patience.Token)).Call;
        var ours = await _answered.Task.WaitAsync(_patience.Token);
        await ours.HangUpAsync(_patience.Token);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = call.Ended.Register(ended.SetResult);
        await ended.Task.WaitAsync(_patience.Token);
        Assert.Equal(CallEndedBy.FarSide, call.End!.By);
        Assert.All(_heard, m => Assert.Equal(protocol, m.From.Protocol));
    }

    private async Task<TrunkOptions> StartRegistrarAsync(SipProtocol protocol, TimeSpan? expiry = null, TimeSpan? least = null)
    {
        var setup = new KamailioSetup(null) { MinExpires = least ?? TimeSpan.FromSeconds(1), Certificate = protocol == SipProtocol.Tls ? _certificate : null };
        _registrar = await KamailioProcess.StartAsync(setup, _patience.Token);
        var server = SipUri.At(_registrar.Over(protocol).Address) with { Parameters = $";transport={protocol.ToString().ToLowerInvariant()}" };
        return new TrunkOptions
        {
            Name = "carrier",
            Server = server,
            TlsName = protocol == SipProtocol.Tls ? Name : null,
            Credentials = new SipCredentials("robot", KamailioProcess.Password),
            Registration = new RegistrationOptions { AddressOfRecord = SipUri.Parse($"sip:robot@{Name}"), Expiry = expiry ?? TimeSpan.FromMinutes(10) },
            Health = TrunkHealthOptions.Off,
        };
    }

    /// <summary>The trunk, once the registrar has taken its first registration.</summary>
    private async Task<TrunkGroup> RegisterAsync(TrunkOptions trunk)
    {
        var registered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var trunks = new TrunkGroup(_robot, [trunk], TimeProvider.System, new Random(8), e =>
        {
            _events.Enqueue(e);
            registered.TrySetResult();
        });
        trunks.Start();
        await registered.Task.WaitAsync(_patience.Token);
        await _registrations.WaitAsync(_patience.Token);
        return trunks;
    }

    /// <summary>What another agent with the same password is told.</summary>
    private async Task<RegistrarAnswer?> AskAsync(TrunkOptions trunk) => (await TrunkProbe.AskAsync(_other, trunk, AnswerWithin, _patience.Token)).Registrar;

    /// <summary>The final responses that the robot got; one that comes twice over UDP is one.</summary>
    private IEnumerable<int> Answers() => _heard.Select(m => m.Message).Distinct()
        .Where(m => m.StartsWith("SIP/2.0 ", StringComparison.Ordinal)).Select(m => int.Parse(m.AsSpan(8, 3), System.Globalization.CultureInfo.InvariantCulture)).Where(c => c >= 200);

    private void Hear(bool sent, SipHop peer, ReadOnlySpan<byte> bytes)
    {
        if (sent) return;
        var message = Encoding.UTF8.GetString(bytes);
        _heard.Enqueue((peer, message));
        if (message.StartsWith("SIP/2.0 200 ", StringComparison.Ordinal) && message.Contains(" REGISTER\r\n", StringComparison.Ordinal)) _registrations.Release();
    }

    private async Task<SipUserAgent> StartAsync(int firstPort, Func<IncomingCall, CancellationToken, Task>? onIncomingCall, SipTrace? trace)
    {
        var loopback = new IPEndPoint(IPAddress.Loopback, 0);
        var options = new SipUserAgentOptions
        {
            Local = loopback,
            Tls = new SipTlsOptions { Listen = loopback, Certificate = _ours, TrustedRoots = [_certificate] },
            RtpPorts = (firstPort, firstPort + 198),
            OnIncomingCall = onIncomingCall,
            Trace = trace,
        };
        var agent = new SipUserAgent(options, TimeProvider.System, new Random(firstPort));
        await agent.StartAsync(default);
        return agent;
    }

    private sealed class Silence : ICallAudio
    {
        public void EarlyMedia(ReadOnlySpan<byte> heard, FrameOrigin origin) { }

        public void Exchange(ReadOnlySpan<byte> heard, FrameOrigin origin, Span<byte> toSend) { }

        public void Digit(char key) { }
    }
}
