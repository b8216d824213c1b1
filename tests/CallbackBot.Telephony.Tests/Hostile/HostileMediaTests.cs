using CallbackBot.Telephony.Rtp;
using CallbackBot.Telephony.Tests.Rtp;

namespace CallbackBot.Telephony.Tests.Hostile;

/// <summary>Packets that nobody asked for reach a session that is up: the audio of its own peer goes on, frame by frame.</summary>
public sealed class HostileMediaTests : IDisposable
{
    private readonly RtpCall _call = new();
    private readonly RtpPeer _stranger = new();

    public HostileMediaTests()
    {
        _call.Session.Start();
        _call.Hear(1, 2, 3);
    }

    public void Dispose()
    {
        _stranger.Dispose();
        _call.Dispose();
    }

    [Fact]
    public void Twenty_times_the_packets_of_a_call_from_elsewhere()
    {
        for (byte code = 10; code < 40; code++)
        {
            for (var i = 0; i < 20; i++) _stranger.SendAudio(_call.Here, 99);
            _call.Hear(code);
        }

        AssertHeard();
        Assert.Empty(_stranger.Receive());
    }

    /// <summary>More than a turn reads costs this call's audio while it lasts (no turn of another call waits for it), and nothing afterwards.</summary>
    [Fact]
    public void A_flood_that_no_turn_can_read()
    {
        var turns = _call.Audio.Heard.Count;
        for (var turn = 0; turn < 50; turn++)
        {
            for (var i = 0; i < 200; i++) _stranger.SendAudio(_call.Here, 99);
            _call.Turns(1);
        }

        Assert.Equal(turns + 50, _call.Audio.Heard.Count);
        Assert.DoesNotContain((byte)99, _call.Audio.Received);
        Assert.Empty(_stranger.Receive());
        _call.Turns(100);
        _call.Hear([.. Enumerable.Range(10, 50).Select(i => (byte)i)]);
        Assert.Equal(Enumerable.Range(35, 20).Select(i => (byte)i), _call.Audio.Received.Where(code => code is >= 35 and < 55));
    }

    [Fact]
    public void Rfc_3550_section_A_1_huge_and_truncated_packets_from_the_peers_own_address()
    {
        byte[] huge = new byte[60_000];
        for (byte code = 10; code < 40; code++)
        {
            RtpPacket.WriteHeader(huge, 8, false, (ushort)(_call.Peer.Sequence - 100), 5, 0xBAD);
            _call.Peer.SendRaw(_call.Here, huge);
            _call.Peer.SendRaw(_call.Here, huge[..code]);
            _call.Peer.SendRaw(_call.Here, []);
            _call.Hear(code);
        }

        AssertHeard();
    }

    /// <summary>A new source is believed when two packets follow each other.</summary>
    [Fact]
    public void Rfc_3550_section_A_1_single_packets_with_other_sources_from_the_peers_own_address()
    {
        for (byte code = 10; code < 40; code++)
        {
            var (ssrc, sequence, timestamp) = (_call.Peer.Ssrc, _call.Peer.Sequence, _call.Peer.Timestamp);
            (_call.Peer.Ssrc, _call.Peer.Sequence) = (code, (ushort)(sequence * 7));
            _call.Peer.Send(_call.Here, 8, 77, new byte[160]);
            (_call.Peer.Ssrc, _call.Peer.Sequence, _call.Peer.Timestamp) = (ssrc, sequence, timestamp);
            _call.Hear(code);
        }

        AssertHeard();
    }

    private void AssertHeard() => Assert.Equal(Enumerable.Range(10, 25).Select(i => (byte)i), _call.Audio.Received.Where(code => code is >= 10 and < 35));
}
