using CallbackBot.Testing;
using System.Net;
using CallbackBot.Telephony.Audio;
using CallbackBot.Telephony.Rtp;

namespace CallbackBot.Telephony.Tests.Rtp;

public sealed class RtpSessionTests : IDisposable
{
    private readonly RtpCall _call = new(says: 0x11);

    public void Dispose() => _call.Dispose();

    [Fact]
    public void Rfc_3551_sections_4_1_and_4_2_an_answered_call_sends_160_samples_every_20_ms_and_marks_the_first()
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
    public void Rfc_3551_section_4_1_silence_is_sent_like_speech()
    {
        using var call = new RtpCall();
        call.Session.Start();
        call.Turns(50);
        var packets = call.Peer.Receive();
        Assert.Equal(50, packets.Count);
        Assert.All(packets, packet => Assert.Equal(-1, packet.Payload.AsSpan().IndexOfAnyExcept(G711.ALawSilence)));
    }

    [Fact]
    public void Rfc_3550_section_5_1_source_sequence_and_timestamp_begin_at_random()
    {
        var starts = Enumerable.Range(0, 50).Select(seed =>
        {
            using var call = new RtpCall(seed: seed);
            call.Session.Start();
            call.Turns(1);
            var first = Assert.Single(call.Peer.Receive());
            return (first.Ssrc, first.Sequence, first.Timestamp);
        }).ToList();
        Assert.Equal(50, starts.Select(s => s.Ssrc).Distinct().Count());
        Assert.Equal(50, starts.Select(s => s.Timestamp).Distinct().Count());
        Assert.InRange(starts.Select(s => s.Sequence).Distinct().Count(), 45, 50);
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
    public void Rfc_3264_section_5_1_early_media_is_heard_from_its_first_packet_on_and_never_answered()
    {
        _call.Session.StartEarly();
        _call.Turns(5);
        Assert.Empty(_call.Audio.Early);
        _call.Hear(1, 2, 3, 4);
        Assert.Equal(
            [(G711.ALawSilence, FrameOrigin.Silence), (G711.ALawSilence, FrameOrigin.Silence), (1, FrameOrigin.Received), (2, FrameOrigin.Received)],
            _call.Audio.Early);
        Assert.Empty(_call.Peer.Receive());

        _call.Session.Start();
        _call.Hear(5);
        Assert.Equal([(3, FrameOrigin.Received)], _call.Audio.Heard);
        Assert.Equal(4, _call.Audio.Early.Count);
    }

    [Fact]
    public void Rfc_3264_section_6_1_a_callee_may_speak_before_it_answers()
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
    public void Audio_that_throws_in_the_last_turns_is_told_and_the_stop_goes_on()
    {
        var failures = new List<Exception>();
        _call.Clock.TurnFailed += failures.Add;
        _call.Session.Start();
        _call.Turns(10);
        _call.Audio.OnExchange = () => throw new InvalidOperationException("a bug in the audio");
        _call.Time.Advance(TimeSpan.FromMilliseconds(100));
        _call.Session.Stop();
        Assert.Single(failures);
        Assert.Equal(11, _call.Audio.Heard.Count);
    }

    [Fact]
    public void Audio_that_threw_before_the_answer_is_known_to_have_failed()
    {
        var told = 0;
        _call.Clock.TurnFailed += _ => { };
        _call.Session.AudioFailed += () => told++;
        _call.Audio.OnExchange = () => throw new InvalidOperationException("a bug in the audio");
        _call.Session.StartEarlySending();
        _call.Turns(3);
        _call.Session.Start();
        _call.Turns(3);
        Assert.True(_call.Session.AudioHasFailed);
        Assert.Equal((1, 1), (told, _call.Audio.Heard.Count));
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
        _call.PressKey('5', 9000);
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
    public void Rfc_3264_section_8_4_on_hold_the_exchange_goes_on_and_nothing_is_sent()
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
    public void Rfc_3264_section_8_3_1_a_new_address_in_a_re_INVITE_is_used_at_once()
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

    [Theory]
    [InlineData(19, 0)]
    [InlineData(20, 1)]
    [InlineData(200, 1)]
    public void A_turn_that_was_missed_is_told_to_the_application_once(int lateMs, int told)
    {
        _call.Session.Start();
        _call.Turns(10);
        _call.Time.Advance(TimeSpan.FromMilliseconds(lateMs));
        _call.Turns(10);

        Assert.Equal(told, _call.Audio.Stalls);
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
        Assert.Equal(0, Allocation.WhenSteady(() =>
        {
            for (var i = 0; i < 1000; i++) _call.Clock.Tick(now += TimeSpan.FromMilliseconds(20).Ticks);
        }));
        Assert.True(other.Statistics.Received >= 1000);
    }

    private sealed class SilentAudio : ICallAudio
    {
        public void EarlyMedia(ReadOnlySpan<byte> heard, FrameOrigin origin) { }

        public void Exchange(ReadOnlySpan<byte> heard, FrameOrigin origin, Span<byte> toSend) { }

        public void Digit(char key) { }
    }
}
