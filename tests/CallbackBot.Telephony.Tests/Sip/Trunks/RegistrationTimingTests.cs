using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Sip.Trunks;

namespace CallbackBot.Telephony.Tests.Sip.Trunks;

public class RegistrationTimingTests
{
    [Theory]
    [InlineData(3600, 3240)]
    [InlineData(600, 540)]
    [InlineData(120, 88)]
    [InlineData(60, 30)]
    [InlineData(10, 5)]
    public void A_refresh_is_due_before_the_registration_expires(int granted, int due) =>
        // RFC 3261 section 10.2.4
        Assert.Equal(TimeSpan.FromSeconds(due), RegistrationTiming.RefreshAfter(TimeSpan.FromSeconds(granted), SipTimers.Default));

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
