using System.Globalization;
using CallbackBot.Callbacks;

namespace CallbackBot.Tests.Callbacks;

/// <summary>All said on Friday 2026-11-20 at 10:00, Beijing.</summary>
public sealed class AppointmentTimeTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 10, 0, 0, TimeSpan.FromHours(8));

    private static readonly DialRules Rules = new(
        DialPolicy.Load(Repository.Path("deploy/policy/dialing.yaml")), new CallingCalendar(CallingCalendar.ReadFile(Repository.Path("deploy/calendar/cn-2026.csv"))));

    [Theory]
    [InlineData("六点", "11-20 18:00")]
    [InlineData("晚上七点半吧", "11-20 19:30")]
    [InlineData("下午三点一刻", "11-20 15:15")]
    [InlineData("十一点", "11-20 11:00")]
    [InlineData("九点", "11-21 10:00")]
    [InlineData("明天上午", "11-21 10:00")]
    [InlineData("明天下午四点", "11-21 16:00")]
    [InlineData("后天上午十点", "11-22 10:00")]
    [InlineData("周一下午两点半", "11-23 14:30")]
    [InlineData("半小时以后", "11-20 10:30")]
    [InlineData("过一个半小时", "11-20 11:30")]
    [InlineData("两个小时后", "11-20 14:00")]
    [InlineData("二十分钟后", "11-20 10:20")]
    [InlineData("下午", "11-20 14:00")]
    [InlineData("今晚", "11-20 18:00")]
    [InlineData("16:30", "11-20 16:30")]
    [InlineData("at six", "11-20 18:00")]
    [InlineData("six", "11-20 18:00")]
    [InlineData("call me at 4 pm", "11-20 16:00")]
    [InlineData("half past six", "11-20 18:30")]
    [InlineData("at six thirty", "11-20 18:30")]
    [InlineData("three o'clock in the afternoon", "11-20 15:00")]
    [InlineData("tomorrow morning", "11-21 10:00")]
    [InlineData("tomorrow at four", "11-21 16:00")]
    [InlineData("on monday afternoon", "11-23 14:00")]
    [InlineData("in an hour", "11-20 11:00")]
    [InlineData("in half an hour", "11-20 10:30")]
    [InlineData("in two hours", "11-20 14:00")]
    [InlineData("this evening", "11-20 18:00")]
    public void A_time_as_people_say_it(string words, string expected)
    {
        var due = AppointmentTime.Parse(words, Now, Rules.Policy.Zone, Rules.NextOpen);

        Assert.Equal(expected, due?.ToOffset(TimeSpan.FromHours(8)).ToString("MM-dd HH:mm", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("")]
    [InlineData("以后再说")]
    [InlineData("later please")]
    [InlineData("I have one question")]
    public void No_time_is_no_appointment(string words)
    {
        Assert.Null(AppointmentTime.Parse(words, Now, Rules.Policy.Zone, Rules.NextOpen));
    }

    [Fact]
    public void Without_a_time_the_person_is_called_two_hours_later_within_hours()
    {
        Assert.Equal(
            new DateTimeOffset(2026, 11, 20, 14, 0, 0, TimeSpan.FromHours(8)),
            Rules.DueAfter(CallbackBot.Calls.Disposition.CallLater, Now, counted: true, askedFor: "以后再说"));
    }

    [Fact]
    public void The_interval_is_kept_even_for_an_earlier_wish()
    {
        Assert.Equal(
            new DateTimeOffset(2026, 11, 20, 17, 0, 0, TimeSpan.FromHours(8)),
            Rules.DueAfter(CallbackBot.Calls.Disposition.CallLater, Now.AddHours(5), counted: true, askedFor: "半小时后"));
    }
}
