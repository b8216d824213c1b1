using CallbackBot.Telephony.Rtp;
using FsCheck;
using FsCheck.Fluent;

namespace CallbackBot.Telephony.Tests.Rtp;

public class TelephoneEventTests
{
    private readonly TelephoneEventReceiver _receiver = new();
    private TelephoneEventSender _sender = new();

    [Fact]
    public void A_payload_is_laid_out_as_in_section_2_3_of_RFC_4733()
    {
        var payload = new byte[4];
        new TelephoneEvent(11, End: true, 1280).Write(payload);
        Assert.Equal([11, 0x8A, 0x05, 0x00], payload);
        Assert.True(TelephoneEvent.TryParse(payload, out var parsed));
        Assert.Equal(new TelephoneEvent(11, true, 1280), parsed);
        Assert.Equal('#', parsed.Key);
        Assert.False(TelephoneEvent.TryParse(payload.AsSpan(0, 3), out _));
    }

    [Fact]
    public void A_press_counts_at_its_first_packet_and_never_again()
    {
        Assert.Equal('5', Accept(1000, 5, 160));
        Assert.Null(Accept(1000, 5, 320));
        Assert.Null(Accept(1000, 5, 320, end: true));
        Assert.Null(Accept(1000, 5, 320, end: true));
    }

    [Fact]
    public void Only_the_end_arrives()
    {
        Assert.Equal('5', Accept(1000, 5, 1280, end: true));
        Assert.Equal('5', Accept(4000, 5, 1280, end: true));
    }

    [Fact]
    public void A_press_without_an_end_is_over_when_the_next_begins()
    {
        Assert.Equal('1', Accept(1000, 1, 160));
        Assert.Equal('1', Accept(3000, 1, 160));
    }

    [Fact]
    public void A_straggler_of_the_last_press_is_not_a_press()
    {
        Accept(1000, 1, 160);
        Assert.Equal('2', Accept(3000, 2, 160));
        Assert.Null(Accept(1000, 1, 1280, end: true));
    }

    [Fact]
    public void A_key_held_for_minutes_is_one_press_as_in_section_2_5_1_3_of_RFC_4733()
    {
        Assert.Equal('0', Accept(1000, 0, 0xFFFF));
        Assert.Null(Accept(1000 + 0xFFFF, 0, 160));
        Assert.Null(Accept(1000 + (2 * 0xFFFF), 0, 160));
    }

    [Fact]
    public void A_press_that_goes_on_after_our_turns_stood_still_is_the_same()
    {
        Assert.Equal('5', Accept(5000, 5, 480, slot: 0));
        Assert.Null(Accept(5000, 5, 640, slot: 60));
        Assert.Null(Accept(5000, 5, 1280, end: true, slot: 120));
    }

    [Fact]
    public void A_recorded_key_that_is_replayed_is_pressed_again()
    {
        Assert.Equal('5', Accept(5000, 5, 160, slot: 0));
        Assert.Null(Accept(5000, 5, 1280, end: true, slot: 20));
        Assert.Equal('5', Accept(5000, 5, 160, slot: 60));
        Assert.Equal('1', Accept(1000, 1, 160, slot: 120));
    }

    [Fact]
    public void A_modem_tone_is_no_key() => Assert.Null(Accept(1000, 36, 160));

    [Fact]
    public void The_sender_repeats_the_end_three_times_and_leaves_a_gap()
    {
        _sender.Press("1#");
        var slots = Enumerable.Range(0, 32).Select(_ => _sender.TryNext(out var next, out var first) ? (next, first) : default).ToArray();

        var press = slots[..10];
        Assert.Equal([160, 320, 480, 640, 800, 960, 1120, 1280, 1280, 1280], press.Select(slot => (int)slot.next.Duration));
        Assert.Equal([7, 8, 9], press.Index().Where(slot => slot.Item.next.End).Select(slot => slot.Index));
        Assert.Equal([0], press.Index().Where(slot => slot.Item.first).Select(slot => slot.Index));
        Assert.All(slots[10..15], slot => Assert.Equal(default, slot));
        Assert.Equal('#', slots[15].next.Key);
        Assert.All(slots[25..], slot => Assert.Equal(default, slot));
    }

    [Theory]
    [InlineData("1x")]
    [InlineData("+")]
    public void What_is_no_key_is_refused_as_a_whole(string keys)
    {
        Assert.Throws<ArgumentException>(() => _sender.Press(keys));
        Assert.False(_sender.TryNext(out _, out _));
    }

    [Fact]
    public void Every_key_is_heard_exactly_once_however_many_packets_are_lost_repeated_or_overtaken() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var keys = new string([.. Enumerable.Range(0, 8).Select(_ => "0123456789*#ABCD"[random.Next(16)])]);
            var sender = new TelephoneEventSender();
            sender.Press(keys);
            var packets = new List<(int Slot, uint Timestamp, TelephoneEvent Event)>();
            uint timestamp = (uint)random.NextInt64(1L << 32), pressedAt = 0;
            for (var slot = 0; slot < 8 * 15; slot++, timestamp += 160)
            {
                if (!sender.TryNext(out var next, out var first)) continue;
                if (first) pressedAt = timestamp;
                packets.Add((slot, pressedAt, next));
            }

            // Half of all packets are lost, but not a whole press; the rest are doubled at times and shuffled by up to 80 ms.
            var arriving = packets.Where((packet, i) => i % 10 == 8 || random.Next(2) == 0)
                .SelectMany(packet => random.Next(3) == 0 ? new[] { packet, packet } : [packet])
                .OrderBy(packet => packet.Slot + random.Next(4));
            var receiver = new TelephoneEventReceiver();
            var heard = string.Concat(arriving.Select(packet => receiver.Accept(1, packet.Timestamp, packet.Event, packet.Slot)));
            return heard == keys;
        }).QuickCheckThrowOnFailure();

    private char? Accept(uint timestamp, byte code, ushort duration, bool end = false, long slot = 0) =>
        _receiver.Accept(1, timestamp, new TelephoneEvent(code, end, duration), slot);
}
