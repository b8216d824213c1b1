using CallbackBot.Calls;
using CallbackBot.Telephony.Audio.Detection;
using CallbackBot.Telephony.Sip;

namespace CallbackBot.Tests.Calls;

public class CarrierOutcomeTests
{
    /// <summary>RFC 3326, RFC 6432, RFC 3398 section 8: what a real exchange sends for each failure; the code alone would be wrong in half of the rows.</summary>
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
    [InlineData(607, null, Disposition.RejectedByCallee)]
    [InlineData(608, null, Disposition.RejectedByCallee)]
    [InlineData(410, null, Disposition.WrongNumber)]
    [InlineData(500, null, Disposition.CarrierError)]
    [InlineData(488, null, Disposition.CarrierError)]
    [InlineData(480, 16, Disposition.Unreachable)]
    [InlineData(480, 31, Disposition.CarrierError)]
    [InlineData(403, 55, Disposition.SuspendedNumber)]
    public void Code_and_cause_together_decide(int code, int? cause, Disposition expected) =>
        Assert.Equal(expected, CarrierOutcome.Of(new InviteResult.Rejected(code, "", cause, Progress(0))).Disposition);

    /// <summary>Exchanges whose code says nothing say it by a tone; where the code or the cause is plain, a tone changes nothing.</summary>
    [Theory]
    [InlineData(480, null, LineSound.Busy, Disposition.Busy)]
    [InlineData(487, 16, LineSound.Busy, Disposition.Busy)]
    [InlineData(500, 31, LineSound.Unobtainable, Disposition.EmptyNumber)]
    [InlineData(480, null, LineSound.SpecialInformation, Disposition.Unreachable)]
    [InlineData(480, null, LineSound.Congestion, Disposition.CarrierError)]
    [InlineData(480, 20, LineSound.Busy, Disposition.PoweredOff)]
    [InlineData(404, 1, LineSound.Announcement, Disposition.EmptyNumber)]
    [InlineData(404, null, LineSound.Busy, Disposition.EmptyNumber)]
    [InlineData(480, null, LineSound.Announcement, Disposition.Unreachable)]
    [InlineData(603, 41, LineSound.Ringback, Disposition.CarrierError)]
    public void A_tone_decides_where_the_code_means_many_things(int code, int? cause, LineSound sound, Disposition expected) =>
        Assert.Equal(expected, CarrierOutcome.Of(new InviteResult.Rejected(code, "", cause, Heard(sound, 0.9))).Disposition);

    [Theory]
    [InlineData(LineSound.Busy, 0.9, Disposition.Busy)]
    [InlineData(LineSound.Unobtainable, 0.9, Disposition.EmptyNumber)]
    [InlineData(LineSound.Busy, 0.5, Disposition.NoAnswer)]
    [InlineData(LineSound.Ringback, 0.9, Disposition.NoAnswer)]
    [InlineData(LineSound.Announcement, 0.9, Disposition.NoAnswer)]
    public void A_tone_that_lasts_until_our_ring_time_out_tells_why_nobody_answered(LineSound sound, double confidence, Disposition expected) =>
        Assert.Equal(expected, CarrierOutcome.Of(new InviteResult.NotAnswered(CancelledByUs: false, Heard(sound, confidence))).Disposition);

    [Theory]
    [InlineData("Subscriber Suspended", null)]
    [InlineData("Temporarily Unavailable", "service suspended")]
    [InlineData("用户停机", null)]
    public void A_suspended_number_is_told_in_words(string phrase, string? text) => Assert.Equal(
        Disposition.SuspendedNumber,
        CarrierOutcome.Of(new InviteResult.Rejected(480, phrase, 21, Progress(183)) { Reasons = [new SipReason("Q.850", 21, text)] }).Disposition);

    [Fact]
    public void The_raw_values_are_kept()
    {
        var outcome = CarrierOutcome.Of(new InviteResult.Rejected(480, "Temporarily Unavailable", 20, Progress(180)));
        Assert.Equal((480, "Temporarily Unavailable", 20), (outcome.Code, outcome.Reason, outcome.Q850Cause));
    }

    /// <summary>A carrier that does not know our identity says 403 to every call, at once; a citizen's phone has rung before somebody declines.</summary>
    [Theory]
    [InlineData(0, null, Disposition.CarrierError)]
    [InlineData(100, null, Disposition.CarrierError)]
    [InlineData(100, 16, Disposition.CarrierError)]
    [InlineData(180, null, Disposition.RejectedByCallee)]
    [InlineData(183, null, Disposition.RejectedByCallee)]
    [InlineData(0, 21, Disposition.RejectedByCallee)]
    public void A_plain_403_is_the_callees_only_after_it_rang(int provisional, int? cause, Disposition expected) =>
        Assert.Equal(expected, CarrierOutcome.Of(new InviteResult.Rejected(403, "Forbidden", cause, Progress(provisional))).Disposition);

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

    [Theory]
    [InlineData(100, Disposition.CarrierError, false)]
    [InlineData(180, Disposition.NoAnswer, true)]
    public void Our_own_ring_time_out_is_no_answer_where_anything_rang(int provisional, Disposition expected, bool counts)
    {
        var outcome = CarrierOutcome.Of(new InviteResult.NotAnswered(CancelledByUs: false, Progress(provisional)));
        Assert.Equal((expected, counts), (outcome.Disposition, outcome.Counts));
    }

    /// <summary>RFC 3261 section 9.1: at our CANCEL the callee may just have declined. 487 only says that the CANCEL arrived, whatever cause comes with it.</summary>
    [Theory]
    [InlineData(603, 21, 180, Disposition.RejectedByCallee, true)]
    [InlineData(486, null, 180, Disposition.Busy, true)]
    [InlineData(480, 20, 183, Disposition.PoweredOff, true)]
    [InlineData(487, null, 180, Disposition.NoAnswer, true)]
    [InlineData(487, 21, 180, Disposition.NoAnswer, true)]
    [InlineData(487, 16, 100, Disposition.CarrierError, false)]
    [InlineData(503, null, 100, Disposition.CarrierError, false)]
    [InlineData(503, null, 180, Disposition.CarrierError, true)]
    public void A_refusal_that_crosses_the_CANCEL_of_our_ring_time_out_has_the_word(int code, int? cause, int provisional, Disposition expected, bool counts)
    {
        var outcome = CarrierOutcome.Of(GivenUp(byCaller: false, code, cause, provisional));
        Assert.Equal((expected, code, cause, counts), (outcome.Disposition, outcome.Code, outcome.Q850Cause, outcome.Counts));
    }

    [Fact]
    public void A_refusal_that_crosses_the_CANCEL_of_a_drain_is_kept_beside_the_interruption()
    {
        var outcome = CarrierOutcome.Of(GivenUp(byCaller: true, 603, 21, 180));
        Assert.Equal((Disposition.Interrupted, 603, "Decline", 21), (outcome.Disposition, outcome.Code, outcome.Reason, outcome.Q850Cause));
    }

    [Fact]
    public void A_call_that_the_drain_cancelled_was_interrupted() =>
        Assert.Equal(Disposition.Interrupted, CarrierOutcome.Of(new InviteResult.NotAnswered(CancelledByUs: true, Progress(180))).Disposition);

    private static InviteResult.NotAnswered GivenUp(bool byCaller, int code, int? cause, int provisional) =>
        new(byCaller, Progress(provisional)) { Final = new InviteResult.Rejected(code, "Decline", cause, Progress(provisional)) };

    private static InviteProgress Heard(LineSound sound, double confidence) => Progress(183) with
    {
        EarlyMedia = true,
        EarlyMediaVerdict = new EarlyMediaVerdict([new SoundHeard(sound, TimeSpan.Zero, TimeSpan.FromSeconds(3), confidence, "")]),
    };

    private static InviteProgress Progress(int highest) => new() { CallId = "a", HighestProvisional = highest };
}
