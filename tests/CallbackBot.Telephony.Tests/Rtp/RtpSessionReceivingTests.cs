using System.Net;
using CallbackBot.Telephony.Audio;
using CallbackBot.Telephony.Rtp;
using FsCheck;
using FsCheck.Fluent;

namespace CallbackBot.Telephony.Tests.Rtp;

/// <summary>What a session makes of what arrives.</summary>
public sealed class RtpSessionReceivingTests : IDisposable
{
    private readonly RtpCall _call = new(says: 0x11);

    public void Dispose() => _call.Dispose();

    [Fact]
    public void A_MuLaw_peer_is_transcoded_both_ways()
    {
        _call.Session.Configure(_call.Parameters(G711Law.MuLaw));
        _call.Session.Start();
        for (var i = 0; i < 4; i++)
        {
            _call.Peer.SendAudio(_call.Here, 0x80, payloadType: 0);
            _call.Turns(1);
        }

        Assert.Equal(0xAA, _call.Audio.Heard[^1].Last);
        var sent = _call.Peer.Receive()[^1];
        Assert.Equal((0, G711.EncodeMuLaw(G711.DecodeALaw(0x11))), (sent.PayloadType, sent.Payload[0]));
    }

    [Fact]
    public void A_sender_that_changes_between_PCMA_and_PCMU_is_followed()
    {
        _call.Session.Start();
        _call.Hear(0xAA, 0xAA);
        _call.Peer.SendAudio(_call.Here, 0x80, payloadType: 0);
        _call.Turns(3);
        Assert.Equal([0xAA, 0xAA, 0xAA], _call.Audio.Received);
    }

    [Fact]
    public void A_new_source_of_the_same_address_starts_the_buffer_afresh()
    {
        _call.Session.Start();
        _call.Hear(1, 2, 3, 4);
        (_call.Peer.Ssrc, _call.Peer.Sequence, _call.Peer.Timestamp) = (0xBEEF, 5, 77);
        // Section 8.2: the old one has to be silent for 100 ms before.
        _call.Hear(11, 12, 13, 14, 15, 16, 17, 18);
        Assert.Equal([1, 2, 3, 4, 15, 16], _call.Audio.Received);
        Assert.Equal(0, _call.Session.Statistics.Lost);
    }

    [Fact]
    public void A_single_packet_of_a_foreign_source_does_not_disturb_the_audio()
    {
        _call.Session.Start();
        _call.Hear(1, 2, 3);
        var (sequence, timestamp) = (_call.Peer.Sequence, _call.Peer.Timestamp);
        _call.Peer.Ssrc = 0xBAD;
        _call.Peer.Send(_call.Here, 8, 5, new byte[160]);
        (_call.Peer.Ssrc, _call.Peer.Sequence, _call.Peer.Timestamp) = (0xCAFE, sequence, timestamp);
        _call.Hear(4, 5, 6);
        Assert.Equal([1, 2, 3, 4], _call.Audio.Received);
        Assert.Equal(1, _call.Session.Statistics.Ignored);
    }

    [Fact]
    public void Rfc_3550_section_8_2_a_stream_that_is_slipped_in_from_the_same_address_is_never_heard()
    {
        _call.Session.Start();
        _call.Hear(5);
        for (var i = 0; i < 100; i++)
        {
            var (sequence, timestamp) = (_call.Peer.Sequence, _call.Peer.Timestamp);
            (_call.Peer.Ssrc, _call.Peer.Sequence, _call.Peer.Timestamp) = (0xBAD, (ushort)(3 * i), (uint)(480 * i));
            for (var burst = 0; burst < 3; burst++) _call.Peer.SendAudio(_call.Here, 99);
            (_call.Peer.Ssrc, _call.Peer.Sequence, _call.Peer.Timestamp) = (0xCAFE, sequence, timestamp);
            _call.Hear(5);
        }

        Assert.DoesNotContain((byte)99, _call.Audio.Received);
        Assert.Equal(99, _call.Audio.Received.Count());
        Assert.Equal(300, _call.Session.Statistics.Ignored);
    }

    // RFC 3550 section 6.4.1 counts packets, RFC 3551 section 4.2 leaves their length to the sender.
    [Theory]
    [InlineData(10)]
    [InlineData(30)]
    [InlineData(40)]
    [InlineData(60)]
    public void Rfc_3551_section_4_2_packets_of_any_length_are_heard_whole(int milliseconds)
    {
        _call.Session.Start();
        var samples = milliseconds * 8;
        uint sent = 0;
        for (var turn = 1; turn <= 60; turn++)
        {
            for (; sent + samples <= turn * 160; sent += (uint)samples)
                _call.Peer.Send(_call.Here, 8, sent, [.. Enumerable.Repeat((byte)7, samples)]);
            _call.Turns(1);
        }

        Assert.All(_call.Audio.Heard[10..], frame => Assert.Equal((7, FrameOrigin.Received), frame));
        Assert.Equal(0, _call.Session.Statistics.Lost);
    }

    [Fact]
    public void Rfc_3264_section_6_1_keys_are_heard_under_our_number_and_under_theirs()
    {
        _call.Session.Configure(_call.Parameters() with { TelephoneEventType = 96, OurTelephoneEventType = 101 });
        _call.Session.Start();
        _call.Hear(1);
        _call.PressKey('5', 800);
        Assert.Equal("5", _call.Audio.Keys);
        _call.Peer.Send(_call.Here, 96, _call.Peer.Timestamp, 7, 10, 0, 160);
        _call.Turns(1);
        Assert.Equal("57", _call.Audio.Keys);
        _call.Peer.Receive();
        _call.Session.SendDigits("1");
        _call.Turns(1);
        Assert.Equal(96, Assert.Single(_call.Peer.Receive()).PayloadType);
    }

    [Fact]
    public void Packets_from_elsewhere_are_ignored_and_counted()
    {
        using var stranger = new RtpPeer();
        _call.Session.Start();
        _call.Hear(1);
        stranger.SendAudio(_call.Here, 99);
        _call.Hear(2, 3, 4);
        Assert.Equal([1, 2], _call.Audio.Received);
        Assert.Equal(1, _call.Session.Statistics.Ignored);
        Assert.Empty(stranger.Receive());
    }

    [Fact]
    public void Audio_goes_where_audio_comes_from()
    {
        using var nat = new RtpPeer();
        _call.Session.Start();
        _call.Turns(2);
        nat.SendAudio(_call.Here, 1);
        nat.SendAudio(_call.Here, 1); // The second shows that the first was no accident.
        _call.Turns(3);
        Assert.Equal(2, _call.Peer.Receive().Count);
        Assert.Equal(3, nat.Receive().Count);
    }

    [Fact]
    public void Loss_reordering_and_duplicates_are_mended_and_counted()
    {
        _call.Session.Start();
        _call.Hear(1, 2);
        _call.Peer.Sequence++; // Lost
        _call.Peer.Timestamp += 160;
        _call.Hear(4);
        _call.Peer.Sequence--; // Sent again
        _call.Peer.Timestamp -= 160;
        _call.Peer.SendAudio(_call.Here, 4);
        _call.Turns(2);
        FrameOrigin[] expected = [FrameOrigin.Received, FrameOrigin.Received, FrameOrigin.Concealed];
        Assert.Equal(expected, _call.Audio.Heard[2..].Select(frame => frame.Origin));
        _call.Turns(1);
        Assert.Equal([1, 2, 4], _call.Audio.Received);
        var statistics = _call.Session.Statistics;
        Assert.Equal((3, 1, 0, 1), (statistics.Received, statistics.Lost, statistics.Late, statistics.Duplicates));
    }

    [Fact]
    public void What_is_not_this_calls_audio_is_ignored_and_breaks_nothing()
    {
        _call.Session.Start();
        _call.Peer.SendRaw(_call.Here);
        _call.Peer.SendRaw(_call.Here, 1);
        _call.Peer.SendRaw(_call.Here, new byte[3000]);
        _call.Peer.SendRaw(_call.Here, new byte[60_000]);
        _call.Peer.Send(_call.Here, 9, 0, new byte[160]);
        _call.Turns(1);
        Assert.Equal(5, _call.Session.Statistics.Ignored);
        _call.Hear(1, 2, 3);
        Assert.Equal([1], _call.Audio.Received);
    }

    [Fact]
    public void No_datagram_breaks_a_session() =>
        Prop.ForAll<byte[], byte>((rest, payloadType) =>
        {
            // A header that passes, then anything.
            _call.Session.Start();
            _call.Peer.SendRaw(_call.Here, [(byte)(0x80 | (payloadType & 0x30)), payloadType, .. rest]);
            _call.Turns(1);
            return _call.Audio.Heard.Count > 0;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_arrives_before_the_SDP_is_not_heard_later()
    {
        using var early = new RtpSession(_call.Clock, RtpCall.Ports, _call.Audio, _call.Time, new Random(9));
        for (var i = 0; i < 30; i++) _call.Peer.SendAudio(early.LocalEndPoint, 99);
        _call.Turns(1);
        early.Configure(_call.Parameters());
        early.Start();
        _call.Peer.SendAudio(early.LocalEndPoint, 1);
        _call.Turns(4);
        Assert.Equal([1], _call.Audio.Received);
    }
}
