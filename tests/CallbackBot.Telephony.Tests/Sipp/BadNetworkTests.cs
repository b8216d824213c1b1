using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using CallbackBot.Telephony.Rtp;
using CallbackBot.Telephony.Sip;
using CallbackBot.Testing;
using CallbackBot.Testing.RealTime;
using CallbackBot.Testing.Sip;

namespace CallbackBot.Telephony.Tests.Sipp;

/// <summary>
/// SIPp behind relays that lose 5 % of all SIP and RTP datagrams in both directions, and delay the others by up to 20 ms, so that they
/// overtake each other.
/// </summary>
[Collection(RealTime.Name)]
public sealed class BadNetworkTests
{
    private static readonly BadPath Path = new(Loss: 0.05, Jitter: TimeSpan.FromMilliseconds(20));
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    [RealTimeFact]
    public async Task A_call_is_set_up_every_key_passes_exactly_once_both_ways_and_the_recording_is_as_long_as_the_call()
    {
        const string keys = "1234567890*#";
        await using var network = await Network.StartAsync("bad-network", seed: 1, "-rtp_echo");
        var call = await network.CallAsync();
        call.SendDigits(keys);

        // SIPp echoes our keys: each crosses the network twice.
        await network.HeardAsync(keys.Length);
        await network.Audio.PassAsync(slots: 100).WaitAsync(Patience);
        await call.HangUpAsync();
        await network.Sipp.SucceededAsync();

        Assert.Equal(keys, network.Audio.Keys);
        AssertLength(call, network.Audio);
        Assert.True(network.Audio.Concealed > 0, "nothing was concealed");
        Assert.InRange(network.ShareOfRtpLost, 0.02, 0.08);
    }

    [RealTimeFact]
    public async Task Recorded_keys_of_another_source_than_the_speech_are_heard_exactly_once()
    {
        await using var network = await Network.StartAsync("bad-network-keys", seed: 2);
        var call = await network.CallAsync();

        await network.HeardAsync(4);
        await network.Audio.PassAsync(slots: 250).WaitAsync(Patience);
        await call.HangUpAsync();
        await network.Sipp.SucceededAsync();

        Assert.Equal("511#", network.Audio.Keys);
        AssertLength(call, network.Audio);
        Assert.True(network.Audio.Received > 50, $"{network.Audio.Received} frames of speech");
    }

    private static void AssertLength(SipCall call, Listener audio) =>
        Assert.InRange((call.End!.Duration - TimeSpan.FromMilliseconds(20 * audio.Slots)).Duration().TotalMilliseconds, 0, 40);

    /// <summary>An agent and a SIPp callee that reach each other through two relays only: one for SIP, one for RTP.</summary>
    private sealed class Network : IAsyncDisposable
    {
        private readonly CancellationTokenSource _over = new();
        private readonly SipUserAgent _agent;
        private LossyRelay _sip = null!;
        private LossyRelay _rtp = null!;
        private Task _pumping = Task.CompletedTask;

        private Network(SipUserAgent agent) => _agent = agent;

        public SippProcess Sipp { get; private set; } = null!;

        public Listener Audio { get; } = new();

        public double ShareOfRtpLost => (double)_rtp.Lost / _rtp.Taken;

        public static async Task<Network> StartAsync(string scenario, int seed, params string[] arguments)
        {
            // Our RTP port is the only one of its range, and SIPp is told that it is at another address: there stands the relay.
            var behind = IPAddress.Parse("127.0.0.2");
            var rtpPort = FreeEvenPort();
            var agent = new SipUserAgent(
                new SipUserAgentOptions { Local = new IPEndPoint(IPAddress.Loopback, 0), Advertised = behind, RtpPorts = (rtpPort, rtpPort + 1) },
                TimeProvider.System, new Random(seed));
            await agent.StartAsync(default);
            var network = new Network(agent);
            network.Sipp = await SippProcess.StartAsync(Scenario(scenario), (sip, media) =>
            {
                network._sip = new LossyRelay(agent.LocalEndPoint, sip, Path, TimeProvider.System, seed);
                network._rtp = new LossyRelay(
                    new IPEndPoint(IPAddress.Loopback, rtpPort), media, Path, TimeProvider.System, seed + 100, secondSide: new IPEndPoint(behind, rtpPort));
                return [.. arguments, "-key", "sip_relay", Port(network._sip), "-key", "rtp_relay", Port(network._rtp)];
            });
            network._pumping = Task.WhenAll(network._sip.RunAsync(network._over.Token), network._rtp.RunAsync(network._over.Token));
            return network;
        }

        public async Task<SipCall> CallAsync()
        {
            var result = await _agent.InviteAsync(new InviteRequest { To = SipUri.At(_sip.FirstSide, "callee"), Audio = Audio }, default);
            return Assert.IsType<InviteResult.Answered>(result).Call;
        }

        public async Task HeardAsync(int keys)
        {
            try
            {
                await Audio.HeardAsync(keys).WaitAsync(Patience);
            }
            catch (TimeoutException)
            {
                Assert.Fail(
                    $"heard keys '{Audio.Keys}' in {Audio.Slots} slots, {Audio.Received} of them with audio received; RTP relay: {_rtp.Taken} taken, {_rtp.Lost} lost; {await Sipp.LastWordsAsync()}");
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _agent.DisposeAsync();
            await Sipp.DisposeAsync();
            await _over.CancelAsync();
            await _pumping;
            _sip.Dispose();
            _rtp.Dispose();
            _over.Dispose();
        }

        private static string Port(LossyRelay relay) => relay.FirstSide.Port.ToString(CultureInfo.InvariantCulture);

        private static string Scenario(string name, [CallerFilePath] string here = "") =>
            System.IO.Path.Combine(System.IO.Path.GetDirectoryName(here)!, name + ".xml");

        private static int FreeEvenPort()
        {
            while (true)
            {
                using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
                socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
                if (((IPEndPoint)socket.LocalEndPoint!).Port is var port && port % 2 == 0) return port;
            }
        }
    }

    private sealed class Listener : ICallAudio
    {
        private readonly Lock _gate = new();
        private readonly List<(Func<bool> Done, TaskCompletionSource Source)> _waiting = [];

        public string Keys { get; private set; } = "";

        public int Slots { get; private set; }

        public int Received { get; private set; }

        public int Concealed { get; private set; }

        public Task HeardAsync(int keys) => WhenAsync(() => Keys.Length >= keys);

        public Task PassAsync(int slots)
        {
            var until = Slots + slots;
            return WhenAsync(() => Slots >= until);
        }

        public void EarlyMedia(ReadOnlySpan<byte> heard, FrameOrigin origin) { }

        public void Exchange(ReadOnlySpan<byte> heard, FrameOrigin origin, Span<byte> toSend)
        {
            for (var i = 0; i < toSend.Length; i++) toSend[i] = (byte)(0x20 + (i % 8));
            Slots++;
            if (origin == FrameOrigin.Received) Received++;
            if (origin == FrameOrigin.Concealed) Concealed++;
            lock (_gate)
                foreach (var (done, source) in _waiting)
                    if (done()) source.TrySetResult();
        }

        public void Digit(char key) => Keys += key;

        private Task WhenAsync(Func<bool> done)
        {
            var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_gate) _waiting.Add((done, source));
            return source.Task;
        }
    }
}
