using System.Net;
using CallbackBot.Telephony.Audio;
using CallbackBot.Telephony.Rtp;
using CallbackBot.Testing;

namespace CallbackBot.Telephony.Tests.Rtp;

/// <summary>A session under test, on a clock that the test moves, with a far side made by hand.</summary>
internal sealed class RtpCall : IDisposable
{
    public static readonly RtpPortRange Ports = new(IPAddress.Loopback, 41000, 42999);
    private static readonly TimeSpan Slot = TimeSpan.FromMilliseconds(20);

    public RtpCall(byte says = G711.ALawSilence, int seed = 7)
    {
        Clock = new PacingClock(Time);
        Audio = new RecordedAudio(says);
        Session = new RtpSession(Clock, Ports, Audio, Time, new Random(seed));
        Session.Configure(Parameters());
    }

    public ManualTimeProvider Time { get; } = new();

    public PacingClock Clock { get; }

    public RecordedAudio Audio { get; }

    public RtpPeer Peer { get; } = new();

    public RtpSession Session { get; }

    public IPEndPoint Here => Session.LocalEndPoint;

    public RtpParameters Parameters(G711Law law = G711Law.ALaw) =>
        new(Peer.Address, (byte)(law == G711Law.ALaw ? 8 : 0), law, 101, Send: true, Receive: true);

    public void Turns(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Time.Advance(Slot);
            Clock.Tick(Time.GetTimestamp());
        }
    }

    /// <summary>Sends a frame of each code, one per turn.</summary>
    public void Hear(params byte[] codes)
    {
        foreach (var code in codes)
        {
            Peer.SendAudio(Here, code);
            Turns(1);
        }
    }

    public void Dispose()
    {
        Session.Dispose();
        Clock.Dispose();
        Peer.Dispose();
    }

    /// <summary>The peer holds a key down for so many samples; the end packets are up to the test.</summary>
    public void PressKey(char key, int samples)
    {
        var pressedAt = Peer.Timestamp;
        for (var duration = 160; duration <= samples; duration += 160)
        {
            byte[] payload = [(byte)"0123456789*#".IndexOf(key), 10, (byte)(duration >> 8), (byte)duration];
            Peer.Send(Here, 101, pressedAt, payload);
            Peer.Timestamp += 160;
            Turns(1);
        }
    }
}
