using CallbackBot.Calls;
using CallbackBot.Telephony.Sip;

namespace CallbackBot.Tests.Calls;

public class CarrierOutcomeTests
{
    /// <summary>What a real exchange sends for each failure: the code alone would be wrong in half of the rows.</summary>
    [Theory]
    [InlineData(486, 17, Disposition.Busy)]
    [InlineData(486, null, Disposition.Busy)]
    [InlineData(480, 20, Disposition.PoweredOff)]
    [InlineData(480, 19, Disposition.NoAnswer)]
    [InlineData(480, null, Disposition.Unreachable)]
    [InlineData(404, 1, Disposition.EmptyNumber)]
    [InlineData(403, 21, Disposition.RejectedByCallee)]
    [InlineData(603, 41, Disposition.CarrierError)]
    [InlineData(603, null, Disposition.RejectedByCallee)]
    [InlineData(410, null, Disposition.WrongNumber)]
    [InlineData(500, null, Disposition.CarrierError)]
    [InlineData(488, null, Disposition.CarrierError)]
    public void Code_and_cause_together_decide(int code, int? cause, Disposition expected) =>
        Assert.Equal(expected, CarrierOutcome.Of(new InviteResult.Rejected(code, "", cause, Progress(0))).Disposition);

    [Fact]
    public void The_raw_values_are_kept()
    {
        var outcome = CarrierOutcome.Of(new InviteResult.Rejected(480, "Temporarily Unavailable", 20, Progress(180)));
        Assert.Equal((480, "Temporarily Unavailable", 20), (outcome.Code, outcome.Reason, outcome.Q850Cause));
    }

    [Theory]
    [InlineData(503, 0, false)]
    [InlineData(503, 100, false)]
    [InlineData(503, 180, true)]
    [InlineData(486, 0, true)]
    public void An_attempt_counts_unless_nobody_can_have_been_disturbed(int code, int provisional, bool counts) =>
        Assert.Equal(counts, CarrierOutcome.Of(new InviteResult.Rejected(code, "", null, Progress(provisional))).Counts);

    [Theory]
    [InlineData(0, false)]
    [InlineData(180, true)]
    public void An_unreachable_trunk_counts_only_after_it_rang(int provisional, bool counts) =>
        Assert.Equal(counts, CarrierOutcome.Of(new InviteResult.Unreachable("timer B", Progress(provisional))).Counts);

    [Fact]
    public void Our_own_ring_time_out_is_no_answer() =>
        Assert.Equal(Disposition.NoAnswer, CarrierOutcome.Of(new InviteResult.NotAnswered(CancelledByUs: false, Progress(180))).Disposition);

    [Fact]
    public void A_call_that_the_drain_cancelled_was_interrupted() =>
        Assert.Equal(Disposition.Interrupted, CarrierOutcome.Of(new InviteResult.NotAnswered(CancelledByUs: true, Progress(180))).Disposition);

    private static InviteProgress Progress(int highest) => new() { CallId = "a", HighestProvisional = highest };
}
