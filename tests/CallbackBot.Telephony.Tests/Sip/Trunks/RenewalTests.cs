using System.Net;
using System.Net.Sockets;
using System.Text;
using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Sip.Messages;
using CallbackBot.Telephony.Sip.Trunks;
using CallbackBot.Telephony.Tests.Sip.Transport;
using CallbackBot.Testing;

namespace CallbackBot.Telephony.Tests.Sip.Trunks;

/// <summary>What makes a trunk register before its time, on manual time.</summary>
public sealed class RenewalTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ManualTimeProvider _time = new();
    private readonly CancellationTokenSource _end = new();
    private readonly List<double> _asked = [];
    private readonly DateTimeOffset _start;
    private RegisterAnswer _answer = new RegisterAnswer.Granted(TimeSpan.FromSeconds(3600));
    private Task _running = Task.CompletedTask;

    public RenewalTests() => _start = _time.GetUtcNow();

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    [Fact]
    public async Task A_lost_connection_or_a_trunk_that_is_back_is_followed_by_a_register_within_five_seconds()
    {
        var registration = Start();
        await PassAsync(100);
        registration.FlowLost();
        await PassAsync(6);
        Assert.Equal(2, _asked.Count);
        Assert.InRange(_asked[1], 100, 106);
        await PassAsync(100);
        registration.Renew();
        await PassAsync(6);
        Assert.Equal(3, _asked.Count);
    }

    [Fact]
    public async Task A_registrar_that_drops_every_connection_is_asked_twice_a_minute_at_most()
    {
        var registration = Start();
        for (var second = 0; second < 119; second++)
        {
            await PassAsync(1);
            registration.FlowLost();
        }

        Assert.InRange(_asked.Count, 3, 4);
        Assert.All(_asked.Zip(_asked.Skip(1)), pair => Assert.True(pair.Second - pair.First >= 30));
    }

    [Fact]
    public async Task A_registrar_that_named_the_time_to_come_back_is_left_alone_until_then()
    {
        // RFC 3261 section 20.33
        _answer = new RegisterAnswer.Refused(503, "Service Unavailable", TimeSpan.FromSeconds(300));
        var registration = Start();
        await PassAsync(1);
        registration.Renew();
        await PassAsync(297);
        Assert.Single(_asked);
        await PassAsync(5);
        Assert.Equal(2, _asked.Count);
    }

    [Fact]
    public async Task Without_a_binding_a_lost_connection_does_not_shorten_the_back_off()
    {
        _answer = new RegisterAnswer.Refused(403, "Forbidden", null);
        var registration = Start();
        await PassAsync(300);
        var before = _asked.Count;
        registration.FlowLost();
        await PassAsync(6);
        Assert.Equal(before, _asked.Count);
        registration.Renew();
        await PassAsync(31);
        Assert.Equal(before + 1, _asked.Count);
    }

    [Fact]
    public async Task A_registrar_that_closes_our_tcp_connection_gets_a_register_over_a_new_one()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var loopback = new IPEndPoint(IPAddress.Loopback, 0);
        await using var agent = new SipUserAgent(new SipUserAgentOptions { Local = loopback, RtpPorts = (40900, 40918) }, _time, new Random(1));
        await agent.StartAsync(default);
        var registered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var trunk = new TrunkOptions
        {
            Name = "carrier",
            Server = SipUri.Parse($"sip:{listener.LocalEndpoint};transport=tcp"),
            Registration = new RegistrationOptions { AddressOfRecord = SipUri.Parse("sip:12345@carrier.example") },
            Health = TrunkHealthOptions.Off,
        };
        var trunks = new TrunkGroup(agent, [trunk], _time, new Random(3), _ => registered.TrySetResult());
        trunks.Start();
        using (var peer = new RawStream(await listener.AcceptTcpClientAsync().WaitAsync(Patience)))
        {
            await RegisterAsync(peer);
            await registered.Task.WaitAsync(Patience);
        }

        var again = listener.AcceptTcpClientAsync();
        var waited = 0;
        for (; !again.IsCompleted && waited < 100; waited++)
        {
            // The network's own time: the agent hears of the closed connection meanwhile.
            await Task.WhenAny(again, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        using (var peer = new RawStream(await again.WaitAsync(Patience))) await RegisterAsync(peer);
        Assert.InRange(waited, 1, 60);
        var closing = trunks.DisposeAsync().AsTask();
        while (!closing.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(closing, Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System));
        }

        async Task RegisterAsync(RawStream peer)
        {
            var register = Assert.IsType<SipRequest>(await peer.NextAsync());
            Assert.Equal("REGISTER", register.Method);
            var response = register.Respond(200, "OK", "registrar");
            response.Headers.Add("Expires", "600");
            await peer.WriteAsync(Encoding.ASCII.GetString(SipWriter.Write(response)));
        }
    }

    private TrunkRegistration Start()
    {
        var registration = new TrunkRegistration(
            new RegistrationOptions { AddressOfRecord = SipUri.Parse("sip:12345@carrier.example") },
            _ =>
            {
                _asked.Add((_time.GetUtcNow() - _start).TotalSeconds);
                return Task.FromResult(_answer);
            },
            SipTimers.Default, _time, new Random(7), (_, _) => { });
        _running = registration.RunAsync(_end.Token);
        return registration;
    }

    private async Task PassAsync(int seconds)
    {
        for (var passed = 0; passed < seconds; passed++)
        {
            await Quiescence.SettleAsync();
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        await Quiescence.SettleAsync();
    }
}
