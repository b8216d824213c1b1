using CallbackBot.Callbacks;
using CallbackBot.Calls;
using CallbackBot.Storage;

namespace CallbackBot.Tests.Callbacks;

public sealed class DialRulesTests
{
    private static readonly string PolicyText = File.ReadAllText(Repository.Path("deploy/policy/dialing.yaml"));

    private static readonly CallingCalendar Calendar = new(CallingCalendar.ReadFile(Repository.Path("deploy/calendar/cn-2026.csv")));

    private static readonly DialRules Rules = new(DialPolicy.Parse("dialing.yaml", PolicyText), Calendar);

    private static readonly DialHistory Fresh = new([], 0, false);

    [Theory]
    [InlineData("2026-11-20 08:59", false)] // Friday
    [InlineData("2026-11-20 09:00", true)]
    [InlineData("2026-11-20 11:59", true)]
    [InlineData("2026-11-20 12:00", false)]
    [InlineData("2026-11-20 14:00", true)]
    [InlineData("2026-11-20 20:00", false)]
    [InlineData("2026-11-21 09:30", false)] // Saturday
    [InlineData("2026-11-21 10:30", true)]
    [InlineData("2026-11-21 18:59", true)]
    [InlineData("2026-10-01 10:30", false)] // National Day
    [InlineData("2026-10-10 09:30", true)]  // a Saturday that is worked
    [InlineData("2026-10-10 19:30", true)]
    public void Hours_follow_the_kind_of_the_day(string local, bool allowed)
    {
        var verdict = Rules.Judge(At(local), Fresh, testTrunk: false);

        Assert.Equal(allowed, verdict.Allowed);
        Assert.Equal(!allowed, verdict.Has(DialRule.OutsideHours));
    }

    [Fact]
    public void The_machines_own_zone_does_not_matter()
    {
        Assert.True(Rules.Judge(new DateTimeOffset(2026, 11, 20, 1, 30, 0, TimeSpan.Zero), Fresh, false).Allowed);
        Assert.False(Rules.Judge(new DateTimeOffset(2026, 11, 20, 9, 30, 0, TimeSpan.FromHours(-5)), Fresh, false).Allowed);
    }

    [Fact]
    public void A_year_without_calendar_fails_closed()
    {
        var verdict = Rules.Judge(At("2027-03-03 10:00"), Fresh, testTrunk: false);

        Assert.False(verdict.Allowed);
        Assert.Contains("cn-2027.csv", Assert.Single(verdict.Objections).Text, StringComparison.Ordinal);
        Assert.NotNull(verdict.NotBefore);
    }

    [Theory]
    [InlineData("\"9-12\"")]
    [InlineData("\"12:00-09:00\"")]
    [InlineData("\"09:00-25:00\"")]
    [InlineData("")]
    public void An_unreadable_window_fails_closed_but_does_not_stop_a_rehearsal(string window)
    {
        var rules = new DialRules(DialPolicy.Parse("dialing.yaml", PolicyText.Replace("\"09:00-12:00\", \"14:00-20:00\"", window.Length == 0 ? "''" : window, StringComparison.Ordinal)), Calendar);

        Assert.True(rules.Judge(At("2026-11-20 10:00"), Fresh, testTrunk: false).Has(DialRule.UnreadableWindow));
        Assert.False(rules.Judge(At("2026-11-20 10:00"), Fresh, testTrunk: false).Allowed);
        Assert.True(rules.Judge(At("2026-11-20 10:00"), Fresh, testTrunk: true).Allowed);
    }

    [Fact]
    public void An_opt_out_blocks_a_rehearsal_too()
    {
        Assert.False(Rules.Judge(At("2026-11-20 10:00"), Fresh with { Suppressed = true }, testTrunk: true).Allowed);
    }

    [Fact]
    public void Every_objection_is_reported_not_only_the_first()
    {
        var history = new DialHistory([At("2026-11-20 20:30"), At("2026-11-20 21:00")], 4, false);

        Assert.Equal(
            [DialRule.OrderCap, DialRule.DayCap, DialRule.TooSoon, DialRule.OutsideHours],
            Rules.Judge(At("2026-11-20 21:30"), history, testTrunk: true).Objections.Select(o => o.Rule));
    }

    [Fact]
    public void What_is_too_soon_is_put_off_to_the_next_open_moment()
    {
        var verdict = Rules.Judge(At("2026-11-20 11:00"), new DialHistory([At("2026-11-20 10:30")], 1, false), false);

        // 12:30 is the noon break.
        Assert.Equal(At("2026-11-20 14:00"), verdict.NotBefore);
    }

    [Fact]
    public void Holidays_are_skipped_whole()
    {
        Assert.Equal(At("2026-10-08 09:00"), Rules.NextOpen(At("2026-09-30 20:00")));
    }

    [Theory]
    [InlineData(Disposition.Completed, null)]
    [InlineData(Disposition.OptedOut, null)]
    [InlineData(Disposition.EmptyNumber, null)]
    [InlineData(Disposition.Busy, "2026-11-20 16:00")]
    [InlineData(Disposition.NoAnswer, "2026-11-20 17:00")]
    [InlineData(Disposition.RejectedByCallee, "2026-11-21 15:00")]
    public void What_follows_an_outcome_is_policy(Disposition disposition, string? due)
    {
        Assert.Equal(due is null ? null : At(due), Rules.DueAfter(disposition, At("2026-11-20 14:00"), counted: true, askedFor: null));
    }

    [Theory]
    [InlineData("per_day: 2", "per_day: none", "dialing.yaml(9,12): per_day:")]
    [InlineData("Asia/Shanghai", "Asia/Peking", "tzdata")]
    [InlineData("completed:          counts", "completed: maybe", "allowed: counts | retry after 2h")]
    [InlineData("  busy:               retry after 2h\n", "", "'busy' is missing")]
    [InlineData("caps:", "cups:", "'cups' is not known here")]
    public void A_wrong_policy_names_its_line(string from, string to, string message)
    {
        Assert.Contains(from, PolicyText, StringComparison.Ordinal);
        var wrong = Assert.Throws<SettingsException>(() => DialPolicy.Parse("dialing.yaml", PolicyText.Replace(from, to, StringComparison.Ordinal)));
        Assert.Contains(message, wrong.Message, StringComparison.Ordinal);
    }

    private static DateTimeOffset At(string local) =>
        new(DateTime.ParseExact(local, "yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture), TimeSpan.FromHours(8));
}
