using System.Net;
using CallbackBot.Telephony.Audio;
using CallbackBot.Telephony.Rtp;
using FsCheck;
using FsCheck.Fluent;

namespace CallbackBot.Telephony.Tests.Rtp;

public sealed class RtpSessionTests : IDisposable
{
    private readonly RtpCall _call = new(says: 0x11);

    public void Dispose() => _call.Dispose();

    [Fact]
    public void An_answered_call_sends_160_samples_every_20_ms_and_marks_the_first()
    {
        _call.Session.Start();
        _call.Turns(50);
        var packets = _call.Peer.Receive();
        Assert.Equal(50, packets.Count);
        Assert.All(packets, packet => Assert.Equal((8, 160), (packet.PayloadType, packet.Payload.Length)));
        Assert.All(packets, packet => Assert.All(packet.Payload, code => Assert.Equal(0x11, code)));
        Assert.All(packets.Zip(packets.Skip(1)), pair =>
        {
            Assert.Equal(1, (ushort)(pair.Second.Sequence - pair.First.Sequence));
            Assert.Equal(160u, pair.Second.Timestamp - pair.First.Timestamp);
            Assert.Equal(pair.First.Ssrc, pair.Second.Ssrc);
            Assert.False(pair.Second.Marker);
        });
        Assert.True(packets[0].Marker);
    }

    [Fact]
    public void Nothing_is_sent_or_heard_before_a_start()
    {
        _call.Hear(1, 2, 3);
        Assert.Empty(_call.Peer.Receive());
        Assert.Empty(_call.Audio.Heard);
        Assert.Empty(_call.Audio.Early);
    }

    [Fact]
    public void Early_media_is_heard_from_its_first_packet_on_and_never_answered()
    {
        _call.Session.StartEarly();
        _call.Turns(5);
        Assert.Empty(_call.Audio.Early);
        _call.Hear(1, 2, 3, 4);
        Assert.Equal([G711.ALawSilence, G711.ALawSilence, 1, 2], _call.Audio.Early);
        Assert.Empty(_call.Peer.Receive());

        _call.Session.Start();
        _call.Hear(5);
        Assert.Equal([(3, FrameOrigin.Received)], _call.Audio.Heard);
        Assert.Equal(4, _call.Audio.Early.Count);
    }

    [Fact]
    public void A_callee_may_speak_before_it_answers()
    {
        _call.Session.StartEarlySending();
        _call.Turns(3);
        Assert.Equal(3, _call.Peer.Receive().Count);
    }

    [Fact]
    public void The_number_of_exchanges_is_the_length_of_the_call_even_if_the_clock_is_late()
    {
        _call.Turns(3);
        _call.Session.Start();
        _call.Turns(10);
        _call.Time.Advance(TimeSpan.FromMilliseconds(3333));
        _call.Clock.Tick(_call.Time.GetTimestamp());
        _call.Turns(10);
        _call.Time.Advance(TimeSpan.FromMilliseconds(777)); // The clock's thread has not come round when the BYE arrives.
        _call.Session.Stop();
        Assert.InRange((_call.Audio.Heard.Count * 20) - (200 + 3333 + 200 + 777), -20, 20);
    }

    [Fact]
    public void Turns_from_before_the_answer_are_not_part_of_the_call()
    {
        _call.Time.Advance(TimeSpan.FromSeconds(2));
        _call.Session.Start();
        _call.Clock.Tick(_call.Time.GetTimestamp());
        _call.Turns(5);
        Assert.InRange(_call.Audio.Heard.Count, 5, 6);
    }

    [Fact]
    public void After_a_stop_the_application_is_not_called()
    {
        _call.Session.Start();
        _call.Hear(1, 2, 3);
        _call.Session.Stop();
        var heard = _call.Audio.Heard.Count;
        PressKey('5', 9000);
        _call.Hear(4, 5);
        Assert.Equal(heard, _call.Audio.Heard.Count);
        Assert.Equal("", _call.Audio.Keys);
    }

    [Fact]
    public void A_call_may_be_stopped_from_inside_its_own_turn()
    {
        _call.Audio.OnExchange = _call.Session.Stop;
        _call.Session.Start();
        _call.Turns(3);
        Assert.Single(_call.Audio.Heard);
    }

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

        Assert.Equal(0xAA, _call.Audio.Heard[^1].First);
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
        _call.Hear(11, 12, 13, 14, 15, 16);
        Assert.Equal([1, 2, 3, 12, 13, 14], _call.Audio.Received);
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

    [Fact]
    public void A_key_is_heard_once_and_the_audio_around_it_stays_in_time()
    {
        _call.Session.Start();
        _call.Hear(1, 2);
        PressKey('7', 1280);
        _call.Hear(11, 12, 13);
        Assert.Equal("7", _call.Audio.Keys);
        Assert.Equal([1, 2, 11], _call.Audio.Received);
        Assert.Equal("__RR________R", string.Concat(_call.Audio.Heard.Select(frame => frame.Origin switch
        {
            FrameOrigin.Received => 'R',
            FrameOrigin.Silence => '_',
            _ => 'C',
        })));
    }

    [Fact]
    public void Keys_with_a_source_of_their_own_leave_the_audio_alone()
    {
        _call.Session.Start();
        _call.Hear(1, 2);
        _call.Peer.Ssrc = 0xD7;
        _call.Peer.Send(_call.Here, 101, 555, 3, 0x8A, 0, 160);
        _call.Peer.Ssrc = 0xCAFE;
        _call.Peer.Sequence--;
        _call.Hear(3, 4);
        Assert.Equal("3", _call.Audio.Keys);
        Assert.Equal([1, 2], _call.Audio.Received);
        Assert.Equal(0, _call.Session.Statistics.Ignored);
    }

    [Fact]
    public void A_pressed_key_has_one_timestamp_and_audio_goes_on_after_it()
    {
        _call.Session.Start();
        _call.Turns(1);
        _call.Session.SendDigits("5");
        _call.Turns(12);
        var packets = _call.Peer.Receive();
        var key = packets.Where(packet => packet.PayloadType == 101).ToArray();
        Assert.Equal(10, key.Length);
        Assert.Equal([packets[0].Timestamp + 160], key.Select(packet => packet.Timestamp).Distinct());
        Assert.Equal([true, .. Enumerable.Repeat(false, 9)], key.Select(packet => packet.Marker));
        Assert.Equal(3, key.Count(packet => (packet.Payload[1] & 0x80) != 0));
        Assert.Equal(packets[0].Timestamp + (11 * 160), packets[11].Timestamp);
        Assert.Equal(Enumerable.Range(0, 13), packets.Select(packet => (int)(ushort)(packet.Sequence - packets[0].Sequence)));
        Assert.Equal(13, _call.Audio.Heard.Count);
    }

    [Fact]
    public void Keys_need_a_far_side_that_takes_them()
    {
        _call.Session.Configure(_call.Parameters() with { TelephoneEventType = null });
        Assert.Throws<InvalidOperationException>(() => _call.Session.SendDigits("1"));
    }

    [Fact]
    public void On_hold_the_exchange_goes_on_and_nothing_is_sent()
    {
        _call.Session.Start();
        _call.Turns(1);
        _call.Session.Configure(_call.Parameters() with { Send = false, Receive = false });
        _call.Hear(1, 2, 3, 4);
        _call.Session.Configure(_call.Parameters());
        _call.Turns(1);
        var packets = _call.Peer.Receive();
        Assert.Equal(2, packets.Count);
        Assert.Equal((true, 5 * 160u), (packets[1].Marker, packets[1].Timestamp - packets[0].Timestamp));
        Assert.Equal(6, _call.Audio.Heard.Count);
        Assert.All(_call.Audio.Heard, frame => Assert.Equal((G711.ALawSilence, FrameOrigin.Silence), frame));
    }

    [Fact]
    public void A_new_address_in_a_re_INVITE_is_used_at_once()
    {
        using var moved = new RtpPeer();
        _call.Session.Start();
        _call.Hear(1);
        _call.Session.Configure(_call.Parameters() with { Remote = moved.Address });
        _call.Turns(2);
        Assert.Single(_call.Peer.Receive());
        Assert.Equal(2, moved.Receive().Count);
    }

    [Fact]
    public void The_time_of_the_last_packet_counts_from_the_start()
    {
        _call.Turns(5);
        _call.Session.Start();
        var started = _call.Time.GetTimestamp();
        _call.Turns(5);
        Assert.Equal(started, _call.Session.LastPacketAt);
        _call.Hear(1);
        Assert.Equal(_call.Time.GetTimestamp(), _call.Session.LastPacketAt);
    }

    [Fact]
    public void The_longest_send_interval_shows_a_late_clock()
    {
        _call.Session.Start();
        _call.Turns(5);
        Assert.Equal(TimeSpan.FromMilliseconds(20), _call.Session.Statistics.MaxSendInterval);
        _call.Time.Advance(TimeSpan.FromMilliseconds(57));
        _call.Clock.Tick(_call.Time.GetTimestamp());
        Assert.Equal(TimeSpan.FromMilliseconds(57), _call.Session.Statistics.MaxSendInterval);
    }

    [Fact]
    public void An_address_that_cannot_be_reached_is_counted_and_breaks_nothing()
    {
        _call.Session.Configure(_call.Parameters() with { Remote = new IPEndPoint(IPAddress.Loopback, 0) });
        _call.Session.Start();
        _call.Turns(3);
        Assert.Equal((0, 3), (_call.Session.Statistics.Sent, _call.Session.Statistics.SendFailures));
        Assert.Equal(3, _call.Audio.Heard.Count);
    }

    [Fact]
    public void Two_sessions_talk_to_each_other()
    {
        var audio = new RecordedAudio(says: 0x22);
        using var other = new RtpSession(_call.Clock, RtpCall.Ports, audio, _call.Time, new Random(8));
        other.Configure(_call.Parameters(G711Law.MuLaw) with { Remote = _call.Here });
        _call.Session.Configure(_call.Parameters() with { Remote = other.LocalEndPoint });
        _call.Session.Start();
        other.Start();
        _call.Session.SendDigits("12");
        _call.Turns(100);
        Assert.Equal("12", audio.Keys);
        Assert.Equal(100, audio.Heard.Count);
        Assert.All(audio.Heard[40..], frame => Assert.Equal((0x11, FrameOrigin.Received), frame));
        Assert.All(_call.Audio.Heard[5..], frame => Assert.Equal(FrameOrigin.Received, frame.Origin));
        Assert.Equal((0, 0), (other.Statistics.Lost, _call.Session.Statistics.Lost));
    }

    [Fact]
    public void A_packet_costs_no_memory()
    {
        var silent = new SilentAudio();
        using var other = new RtpSession(_call.Clock, RtpCall.Ports, silent, _call.Time, new Random(8));
        _call.Session.Audio = new SilentAudio();
        other.Configure(_call.Parameters(G711Law.MuLaw) with { Remote = _call.Here });
        _call.Session.Configure(_call.Parameters() with { Remote = other.LocalEndPoint });
        _call.Session.Start();
        other.Start();
        _call.Turns(100);

        var now = _call.Time.GetTimestamp();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) _call.Clock.Tick(now += TimeSpan.FromMilliseconds(20).Ticks);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(other.Statistics.Received >= 1000);
    }

    private void PressKey(char key, int samples)
    {
        var pressedAt = _call.Peer.Timestamp;
        for (var duration = 160; duration <= samples; duration += 160)
        {
            byte[] payload = [(byte)"0123456789*#".IndexOf(key), 10, (byte)(duration >> 8), (byte)duration];
            _call.Peer.Send(_call.Here, 101, pressedAt, payload);
            _call.Peer.Timestamp += 160;
            _call.Turns(1);
        }
    }

    private sealed class SilentAudio : ICallAudio
    {
        public void EarlyMedia(ReadOnlySpan<byte> heard) { }

        public void Exchange(ReadOnlySpan<byte> heard, FrameOrigin origin, Span<byte> toSend) { }

        public void Digit(char key) { }
    }
}
