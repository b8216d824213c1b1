using System.Net;
using System.Net.Sockets;
using CallbackBot.Calls;
using CallbackBot.Calls.Machines;
using CallbackBot.Dialogs.Running;
using CallbackBot.Recordings;
using CallbackBot.Speech.Local;
using CallbackBot.Telephony.Audio;
using CallbackBot.Telephony.Rtp;
using CallbackBot.Testing;
using CallbackBot.Tests.Speech;

namespace CallbackBot.Tests.Calls;

/// <summary>
/// Our own machine stands still again and again, and the phone, which returns every packet, on the same machine, for itself: a call's audio over real sockets, on
/// a clock that the test moves. What comes back is late, in bursts, with gaps, and still our own voice.
/// </summary>
public sealed class StalledCallTests : IAsyncLifetime
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(4);

    private readonly TempFolder _folder = new();
    private RecordingWriter _writer = null!;
    private byte[] _greeting = [];

    public async Task InitializeAsync()
    {
        _writer = new RecordingWriter(_folder.Path, new ManualTimeProvider());
        var said = await Sounds.SpeakAsync(
            "Hello, this is the automated line of the city. This call is recorded. It is to follow up on your request, about which the office in charge "
                + "has reported that everything has been done. We would like to ask you whether that is so.",
            new EspeakVoice("en-us", 175, 50));
        _greeting = new byte[said.Length];
        G711.EncodeALaw(said, _greeting);
    }

    public async Task DisposeAsync()
    {
        await _writer.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.67)]
    public void Our_voice_from_a_phone_that_returns_it_is_no_machine_s(double stolen)
    {
        var found = Enumerable.Range(1, 40).Select(seed => Machine(stolen, new Random(seed))).OfType<MachineFinding>();

        Assert.Empty(found);
    }

    private MachineFinding? Machine(double stolen, Random random)
    {
        var time = new ManualTimeProvider();
        using var clock = new PacingClock(time);
        using var phone = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        phone.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var audio = new CallAudio(_writer.Begin(random.Next()));
        using var session = new RtpSession(clock, new RtpPortRange(IPAddress.Loopback, 43000, 44999), audio, time, random);
        session.Configure(new RtpParameters((IPEndPoint)phone.LocalEndPoint!, 8, G711Law.ALaw, TelephoneEventType: null, Send: true, Receive: true));
        session.Start();
        audio.Begin(new TurnAudio(_greeting, Interruption.Never, listening: null, stream: null, audio.EventsTo));
        var (we, it) = (new Stalls(stolen, random), new Stalls(stolen, random));
        var packets = new Queue<byte[]>();
        var buffer = new byte[1500];
        for (var at = TimeSpan.Zero; at < TimeSpan.FromSeconds(14); at += Step)
        {
            time.Advance(Step);
            if (!we.StandStill(at)) clock.Tick(time.GetTimestamp());
            while (phone.Available > 0) packets.Enqueue(buffer[..phone.Receive(buffer)]);
            if (it.StandStill(at)) continue;
            while (packets.TryDequeue(out var packet)) phone.SendTo(packet, session.LocalEndPoint);
        }

        return audio.Machine;
    }

    /// <summary>A processor that is taken away for 2 to 200 ms again and again, for a share of the time.</summary>
    private sealed class Stalls(double stolen, Random random)
    {
        private TimeSpan _from;
        private TimeSpan _to;

        public bool StandStill(TimeSpan now)
        {
            if (now >= _to)
            {
                var length = TimeSpan.FromMilliseconds(2 + (198 * random.NextDouble()));
                _from = now + (length * ((1 - stolen) / stolen * (0.5 + random.NextDouble())));
                _to = _from + length;
            }

            return now >= _from;
        }
    }
}
