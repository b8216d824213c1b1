using CallbackBot.Scoring;
using CallbackBot.Storage;
using CallbackBot.Testing;

namespace CallbackBot.Tests.Scoring;

public sealed class PeriodTests
{
    [Fact]
    public void A_month_begins_on_its_day_at_midnight_in_Beijing()
    {
        var period = Period.TryParse("2026-10", 19)!;

        Assert.Equal((new DateOnly(2026, 9, 19), new DateOnly(2026, 10, 18)), (period.First, period.Last));
        Assert.Equal(new DateTimeOffset(2026, 9, 18, 16, 0, 0, TimeSpan.Zero), period.Start);
        Assert.Equal(new DateTimeOffset(2026, 10, 18, 16, 0, 0, TimeSpan.Zero), period.End);
    }

    [Theory]
    [InlineData("2026-10-18", 19, "2026-10")]
    [InlineData("2026-10-19", 19, "2026-11")]
    [InlineData("2026-12-31", 19, "2027-01")]
    [InlineData("2026-10-31", 1, "2026-10")]
    public void Every_day_lies_in_one_period(string day, int startsOnDay, string name)
    {
        var period = Period.Of(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture), startsOnDay);

        Assert.Equal(name, period.Name);
        Assert.InRange(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture), period.First, period.Last);
        Assert.Equal(period, Period.TryParse(name, startsOnDay));
    }

    [Theory]
    [InlineData("2026-13")]
    [InlineData("October")]
    [InlineData("0001-01")]
    public void What_is_no_period_is_null(string name) => Assert.Null(Period.TryParse(name, 19));

    [Fact]
    public void Today_is_that_of_Beijing()
    {
        Assert.Equal(new DateOnly(2026, 11, 19), Period.Today(new ManualTimeProvider(new DateTimeOffset(2026, 11, 18, 16, 0, 0, TimeSpan.Zero))));
    }

    [Fact]
    public void A_period_uses_the_policy_in_force_on_its_first_day()
    {
        var old = ScorePolicy.Load(Repository.Path("deploy/policy/beijing-2026.yaml"));
        var policies = new ScorePolicies([old with { Name = "new", From = new DateOnly(2026, 10, 1) }, old]);

        Assert.Equal("beijing-2026", policies.InForceOn(Period.TryParse("2026-10", 19)!.First).Name);
        Assert.Equal("new", policies.InForceOn(Period.TryParse("2026-11", 19)!.First).Name);
        Assert.Throws<StorageException>(() => policies.InForceOn(new DateOnly(2001, 1, 1)));
    }
}
