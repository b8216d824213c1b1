using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Sip.Trunks;

namespace CallbackBot.Telephony.Tests.Sip.Trunks;

public class RegistrationTimingTests
{
    [Theory]
    [InlineData(3600, 3240)]
    [InlineData(600, 508)]
    [InlineData(300, 208)]
    [InlineData(120, 60)]
    [InlineData(60, 30)]
    [InlineData(10, 5)]
    public void A_refresh_is_due_before_the_registration_expires(int granted, int due) =>
        // RFC 3261 section 10.2.4
        Assert.Equal(TimeSpan.FromSeconds(due), RegistrationTiming.RefreshAfter(TimeSpan.FromSeconds(granted), SipTimers.Default));

    /// <summary>Below 2 x timer F (64 s) nothing is left after a time-out: half of 60 s and timer F are 62 s.</summary>
    [Theory]
    [InlineData(3600)]
    [InlineData(600)]
    [InlineData(300)]
    [InlineData(120)]
    [InlineData(90)]
    public void A_refresh_that_times_out_is_repeated_before_the_registration_expires(int seconds)
    {
        var granted = TimeSpan.FromSeconds(seconds);
        var failedAt = RegistrationTiming.RefreshAfter(granted, SipTimers.Default) + SipTimers.Default.Timeout;
        var random = new Random(5);
        for (var i = 0; i < 200; i++)
        {
            var wait = RegistrationTiming.RepeatWithin(RegistrationTiming.BackOff(1, random), granted - failedAt, SipTimers.Default);
            Assert.InRange(failedAt + wait, failedAt, granted - TimeSpan.FromSeconds(1));
        }
    }

    [Theory]
    [InlineData(45, 500, 45)]
    [InlineData(45, 60, 28)]
    [InlineData(45, 20, 0)]
    public void A_first_repeat_waits_no_longer_than_leaves_it_time(int backOff, int left, int wait) => Assert.Equal(
        TimeSpan.FromSeconds(wait), RegistrationTiming.RepeatWithin(TimeSpan.FromSeconds(backOff), TimeSpan.FromSeconds(left), SipTimers.Default));

    [Theory]
    [InlineData(100, 3, 3)]
    [InlineData(10, 3, 20)]
    [InlineData(28, 3, 3)]
    [InlineData(299, 3, 1)]
    [InlineData(300, 3, 0)]
    [InlineData(302, 3, 0)]
    public void A_renewal_waits_for_the_least_time_and_not_beyond_what_was_due(int passed, int spread, int wait) => Assert.Equal(
        TimeSpan.FromSeconds(wait),
        RegistrationTiming.RenewAfter(TimeSpan.FromSeconds(passed), TimeSpan.FromSeconds(spread), RegistrationTiming.LeastApart, TimeSpan.FromSeconds(300)));

    [Theory]
    [InlineData(1, 60)]
    [InlineData(2, 120)]
    [InlineData(5, 960)]
    [InlineData(6, 1800)]
    [InlineData(1000, 1800)]
    public void The_wait_after_failures_doubles_up_to_half_an_hour_and_is_spread(int failures, int upper)
    {
        // RFC 5626 section 4.5
        var random = new Random(5);
        double[] waits = [.. Enumerable.Range(0, 200).Select(_ => RegistrationTiming.BackOff(failures, random).TotalSeconds)];
        Assert.All(waits, wait => Assert.InRange(wait, upper / 2.0, upper));
        Assert.True(waits.Max() - waits.Min() > upper * 0.4);
    }
}
