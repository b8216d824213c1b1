using CallbackBot.Telephony.Rtp;
using FsCheck;
using FsCheck.Fluent;

namespace CallbackBot.Telephony.Tests.Rtp;

public class ReceivedSequenceTests
{
    private ReceivedSequence _sequence;

    [Fact]
    public void Numbers_wrap()
    {
        Assert.Equal(SequenceVerdict.New, _sequence.Note(65535));
        Assert.Equal(SequenceVerdict.Next, _sequence.Note(0));
        Assert.Equal((2, 0), (_sequence.Received, _sequence.Lost));
    }

    [Fact]
    public void A_gap_is_lost_until_it_arrives_out_of_order()
    {
        Note(10, 13);
        Assert.Equal(2, _sequence.Lost);
        Assert.Equal(SequenceVerdict.New, _sequence.Note(11));
        Assert.Equal(1, _sequence.Lost);
    }

    [Fact]
    public void A_repeated_packet_is_a_duplicate_and_not_received_twice()
    {
        Note(10, 11, 12);
        Assert.Equal(SequenceVerdict.Duplicate, _sequence.Note(12));
        Assert.Equal(SequenceVerdict.Duplicate, _sequence.Note(10));
        Assert.Equal((3, 0), (_sequence.Received, _sequence.Lost));
    }

    [Fact]
    public void A_packet_from_before_the_first_does_not_make_loss_negative()
    {
        Note(10, 8);
        Assert.Equal(1, _sequence.Lost);
    }

    [Fact]
    public void A_jump_is_believed_at_its_second_packet_as_in_appendix_A_1_of_RFC_3550()
    {
        Note(10);
        Assert.Equal(SequenceVerdict.Jump, _sequence.Note(40000));
        Assert.Equal(SequenceVerdict.Next, _sequence.Note(11));
        Assert.Equal(SequenceVerdict.Jump, _sequence.Note(40000));
        Assert.Equal(SequenceVerdict.Restart, _sequence.Note(40001));
        Assert.Equal(SequenceVerdict.Next, _sequence.Note(40002));
        Assert.Equal((4, 0), (_sequence.Received, _sequence.Lost));
    }

    [Fact]
    public void Whatever_the_order_every_packet_counts_once() =>
        Prop.ForAll(Gen.Choose(0, 65535).Two().ToArbitrary(), pair =>
        {
            var (start, seed) = pair;
            var random = new Random(seed);
            var sequence = new ReceivedSequence();
            // Reordered by up to 20 places, one in ten lost, one in five repeated.
            var sent = Enumerable.Range(0, 500).Where(_ => random.Next(10) > 0).OrderBy(i => i + random.Next(20)).ToArray();
            foreach (var i in sent.SelectMany(i => random.Next(5) == 0 ? new[] { i, i } : [i])) sequence.Note((ushort)(start + i));
            return sequence.Received == sent.Length && sequence.Lost == sent.Max() - sent.Min() + 1 - sent.Length;
        }).QuickCheckThrowOnFailure();

    private void Note(params ushort[] numbers)
    {
        foreach (var number in numbers) _sequence.Note(number);
    }
}
