using CallbackBot.Telephony.Audio;
using CallbackBot.Telephony.Rtp;
using FsCheck;
using FsCheck.Fluent;

namespace CallbackBot.Telephony.Tests.Rtp;

public class JitterBufferTests
{
    private const uint Start = uint.MaxValue - 1000; // Timestamps wrap in every test.
    private const byte Loud = 0xAA;

    private readonly JitterBuffer _buffer = new();
    private readonly byte[] _frame = new byte[160];

    [Fact]
    public void Audio_comes_out_in_order_40_ms_after_it_came_in()
    {
        var heard = new List<(FrameOrigin, byte)>();
        for (var i = 0; i < 6; i++)
        {
            Put(i);
            heard.Add(Read());
        }

        Assert.Equal([Silence, Silence, Received(0), Received(1), Received(2), Received(3)], heard);
    }

    [Fact]
    public void Packets_that_overtake_each_other_are_put_in_order()
    {
        Put(0);
        Put(2);
        Put(1);
        Assert.Equal([Silence, Silence, Received(0), Received(1), Received(2)], Read(5));
    }

    [Fact]
    public void A_lost_packet_is_concealed_and_fades_within_60_ms()
    {
        PutLoud(0);
        PutLoud(5, follows: false);
        Read(2);
        var levels = Enumerable.Range(0, 6).Select(_ => (Read().Item1, Level: Math.Abs((int)G711.DecodeALaw(_frame[159])))).ToArray();
        Assert.Equal(
            [
                FrameOrigin.Received, FrameOrigin.Concealed, FrameOrigin.Concealed, FrameOrigin.Concealed,
                FrameOrigin.Silence, FrameOrigin.Received,
            ],
            levels.Select(level => level.Item1));
        Assert.True(levels[0].Level > levels[1].Level && levels[1].Level > levels[2].Level && levels[2].Level > levels[3].Level);
        Assert.InRange(levels[3].Level, 0, 100);
    }

    [Fact]
    public void A_gap_in_the_timestamps_without_a_lost_packet_is_silence()
    {
        Put(0);
        Put(3, follows: true);
        Assert.Equal([Silence, Silence, Received(0), Silence, Silence, Received(3)], Read(6));
    }

    [Fact]
    public void A_sender_that_announced_a_pause_is_not_concealed()
    {
        Put(0);
        _buffer.Pause();
        Assert.Equal([Silence, Silence, Received(0), Silence, Silence], Read(5));
    }

    [Fact]
    public void A_late_packet_makes_the_delay_longer_and_is_heard()
    {
        Put(0);
        Read(3);
        Read(); // Packet 1 has not come.
        Assert.True(Put(1));
        Put(2);
        Assert.Equal([Received(1), Received(2)], Read(2));
    }

    [Fact]
    public void A_packet_later_than_120_ms_is_dropped()
    {
        Put(0);
        Read(12);
        Assert.False(Put(1));
    }

    [Fact]
    public void Time_to_spare_makes_the_delay_shorter_at_a_quiet_moment_only()
    {
        const int packets = 120;
        for (var i = 0; i < packets; i++)
        {
            PutLoud(i);
            Read();
        }

        Assert.Equal((FrameOrigin.Received, Loud), Read()); // Still loud: nothing is cut.
        for (var i = packets; i < packets + 4; i++) Put(i, quiet: true);
        // Of the five frames waiting, a quiet one is cut.
        var rest = Enumerable.Range(0, 5).Select(_ => Read().Item1).TakeWhile(origin => origin == FrameOrigin.Received).Count();
        Assert.Equal(4, rest);
    }

    [Fact]
    public void A_sender_whose_clock_is_slow_is_followed_without_growing_delay()
    {
        var dropped = 0;
        long sent = 0;
        for (var slot = 0; slot < 100_000; slot++)
        {
            // 0.2 % slow: ten times worse than any telephone.
            while (sent * 1.002 <= slot) dropped += Put((int)sent++) ? 0 : 1;
            Read();
        }

        Assert.Equal(0, dropped);
        PutLoud((int)sent++);
        var delay = 0;
        while (Read().Item2 != Loud) delay++;
        Assert.InRange(delay, 0, 6);
    }

    [Fact]
    public void A_sender_whose_clock_is_fast_is_followed_too()
    {
        var dropped = 0;
        long sent = 0;
        for (var slot = 0; slot < 100_000; slot++)
        {
            while (sent * 0.998 <= slot) dropped += Put((int)sent++) ? 0 : 1;
            Read();
        }

        Assert.Equal(0, dropped);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(-100)]
    public void An_hour_with_a_far_side_whose_clock_is_100_ppm_off_neither_grows_the_delay_nor_starves(int ppm)
    {
        // Speech: 3 s loud, 1 s quiet. Packet n leaves at n x 20 ms by the far side's clock.
        const int slots = 3600 * 50;
        const long unit = 1_000_000;
        var (sent, late, concealed, silent) = (0L, 0, 0, 0);
        for (long slot = 0; slot < slots; slot++)
        {
            while (sent * unit <= slot * (unit + ppm))
            {
                if (!PutCode((int)sent, sent % 200 < 150 ? Loud : G711.ALawSilence, follows: true)) late++;
                sent++;
            }

            var origin = Read().Item1;
            if (origin == FrameOrigin.Concealed) concealed++;
            if (origin == FrameOrigin.Silence) silent++;
        }

        // 100 ppm of an hour is 360 ms: 18 frames, put in or left out where it was quiet. The buffer's first delay is the only silence.
        Assert.Equal(0, late);
        Assert.InRange(concealed, 0, ppm < 0 ? 20 : 1);
        Assert.InRange(silent, 0, 3);
        PutLoud((int)sent);
        var delay = 0;
        while (Read().Item2 != Loud || delay == 0) delay++;
        Assert.InRange(delay, 1, 6);
    }

    [Fact]
    public void Comfort_noise_is_heard_at_the_level_that_was_named()
    {
        // RFC 3389 section 3.1: 60 is -60 dBov; 0 dBov is +6.15 dBm0.
        Put(0);
        _buffer.Pause([60, 1, 2]);
        Read(3);
        double power = 0;
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal(FrameOrigin.Silence, _buffer.Read(_frame));
            power += _frame.Average(code => Math.Pow(G711.DecodeALaw(code), 2)) / 50;
        }

        Assert.InRange(10 * Math.Log10(power / (32768.0 * 32768.0)), -61.5, -58.5);
        Put(60);
        _buffer.Pause([127]);
        Read(60);
        Assert.Equal(-1, _frame.AsSpan().IndexOfAnyExcept(G711.ALawSilence));
    }

    [Fact]
    public void The_delay_follows_the_network_between_20_and_120_ms_and_every_slot_gives_a_frame() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var buffer = new JitterBuffer();
            var (jitter, loss, ppm) = (random.Next(5), random.NextDouble() * 0.1, random.Next(-200, 201) * 1e-6);
            var arrivals = Enumerable.Range(0, 3000).Where(_ => random.NextDouble() >= loss)
                .ToLookup(i => (int)(i * (1 + ppm)) + random.Next(jitter + 1));
            for (var slot = 0; slot < 3000; slot++)
            {
                foreach (var i in arrivals[slot])
                {
                    // A code that tells when it was sent, in the loud half of every second; twice, now and then.
                    byte[] payload = [.. Enumerable.Repeat(i % 50 < 25 ? (byte)(i & 0x1F) : G711.ALawSilence, 160)];
                    for (var copy = random.Next(20) == 0 ? 2 : 1; copy > 0; copy--) buffer.Put(Start + (uint)(i * 160), payload, G711Law.ALaw, false);
                }

                var origin = buffer.Read(_frame);
                if (slot < 500 || origin != FrameOrigin.Received || _frame[^1] > 0x1F) continue;
                var delay = ((int)(slot / (1 + ppm)) - _frame[^1]) & 0x1F;
                if (delay > 7 + jitter) return false;
            }

            return true;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(10_000)]
    [InlineData(-10_000)]
    [InlineData(-8)] // A sender that went silent for 260 ms and did not count the time.
    public void Timestamps_that_jump_are_followed_at_the_eighth_packet(int jump)
    {
        Put(0);
        Read(5);
        for (var i = 0; i < 7; i++)
        {
            Assert.False(Put(jump + i));
            Read();
        }

        Assert.True(Put(jump + 7));
        Assert.Equal(Received(jump + 7), Read(3)[^1]);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(10)]
    [InlineData(50)]
    public void Who_stood_still_and_catches_up_in_order_loses_no_word(int slots)
    {
        for (var i = 0; i < 10; i++)
        {
            Put(i, follows: true);
            Read();
        }

        Read(slots); // The last two, and then nothing comes.
        for (var i = 10; i < 18; i++) Assert.True(Put(i, follows: true));
        Assert.Equal(Enumerable.Range(10, 8).Select(Received), Read(10).Skip(2));
    }

    [Fact]
    public void A_sender_that_stood_still_and_did_not_count_the_time_loses_no_word()
    {
        Put(0);
        Read(15);
        for (var i = 1; i < 9; i++) Assert.True(Put(i, follows: true));
        Assert.Equal(Enumerable.Range(1, 8).Select(Received), Read(10).Skip(2));
    }

    [Fact]
    public void A_packet_whose_successor_was_heard_is_dropped_and_the_next_one_is_waited_for_longer()
    {
        Put(0);
        Put(2);
        Read(5); // Packet 2 was heard last.
        Assert.False(Put(1));
        Put(3);
        Assert.Equal([FrameOrigin.Concealed, FrameOrigin.Concealed, FrameOrigin.Received], Read(3).Select(frame => frame.Item1));
    }

    [Fact]
    public void One_packet_with_a_wild_timestamp_changes_nothing()
    {
        Put(0);
        Assert.False(Put(1_000_000));
        Put(1);
        Assert.Equal([Silence, Silence, Received(0), Received(1)], Read(4));
    }

    [Theory]
    [InlineData(80)]
    [InlineData(240)]
    [InlineData(320)]
    [InlineData(480)]
    public void Packets_of_any_length_make_seamless_audio(int samples)
    {
        var sent = 0;
        var heard = new List<byte>();
        for (var slot = 0; slot < 60; slot++)
        {
            for (; sent <= slot * 160; sent += samples)
                _buffer.Put(Start + (uint)sent, [.. Enumerable.Range(sent, samples).Select(i => (byte)(i / 100))], G711Law.ALaw, true);
            if (Read().Item1 == FrameOrigin.Received) heard.AddRange(_frame);
        }

        Assert.Equal(Enumerable.Range(0, heard.Count).Select(i => (byte)(i / 100)), heard);
        Assert.True(heard.Count >= 55 * 160);
    }

    [Fact]
    public void MuLaw_comes_out_as_ALaw()
    {
        _buffer.Put(Start, [.. Enumerable.Repeat((byte)0x80, 160)], G711Law.MuLaw, true);
        Read(3);
        Assert.Equal(0xAA, _frame[0]);
    }

    [Fact]
    public void Whatever_the_network_does_frames_never_repeat_and_never_run_backwards() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var buffer = new JitterBuffer();
            // Up to 100 ms of jitter, 5 % loss: packet i arrives in this slot.
            var arrivals = Enumerable.Range(0, 120).Where(_ => random.Next(20) > 0).ToLookup(i => i + random.Next(5));
            var last = -1;
            for (var slot = 0; slot < 140; slot++)
            {
                foreach (var i in arrivals[slot])
                    buffer.Put(Start + (uint)(i * 160), [.. Enumerable.Repeat((byte)i, 160)], G711Law.ALaw, followsNewest: false);
                if (buffer.Read(_frame) != FrameOrigin.Received) continue;
                if (_frame[^1] <= last || _frame.AsSpan(80).IndexOfAnyExcept(_frame[^1]) >= 0) return false;
                last = _frame[^1];
            }

            return last > 100;
        }).QuickCheckThrowOnFailure();

    private static (FrameOrigin, byte) Silence => (FrameOrigin.Silence, G711.ALawSilence);

    private static (FrameOrigin, byte) Received(int packet) => (FrameOrigin.Received, (byte)(packet & 0x7F));

    private bool Put(int packet, bool follows = false, bool quiet = false) =>
        PutCode(packet, quiet ? G711.ALawSilence : (byte)(packet & 0x7F), follows);

    private bool PutLoud(int packet, bool follows = true) => PutCode(packet, Loud, follows);

    private bool PutCode(int packet, byte code, bool follows) =>
        _buffer.Put(Start + (uint)(packet * 160), [.. Enumerable.Repeat(code, 160)], G711Law.ALaw, follows);

    private (FrameOrigin, byte) Read()
    {
        // The beginning of a frame after a lost one is blended with what was made up for that.
        var origin = _buffer.Read(_frame);
        return (origin, _frame[^1]);
    }

    private List<(FrameOrigin, byte)> Read(int count) => [.. Enumerable.Range(0, count).Select(_ => Read())];
}
