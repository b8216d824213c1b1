using System.Globalization;

namespace CallbackBot.Scoring;

/// <summary>An assessment month: <c>2026-10</c> is 2026-09-19 to 2026-10-18 where months start on the 19th.</summary>
/// <param name="Name"><c>yyyy-MM</c> of the month it ends in.</param>
/// <param name="First">Its first day.</param>
/// <param name="Last">Its last day.</param>
public sealed record Period(string Name, DateOnly First, DateOnly Last)
{
    public const string ZoneId = "Asia/Shanghai";

    /// <summary>00:00 of the first day, local.</summary>
    public DateTimeOffset Start => Midnight(First);

    /// <summary>00:00 of the day after the last, local: the first moment that is no longer in the period.</summary>
    public DateTimeOffset End => Midnight(Last.AddDays(1));

    /// <summary>The period with this name, or null when it is none.</summary>
    public static Period? TryParse(string name, int startsOnDay) =>
        DateOnly.TryParseExact(name, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month) && month.Year > 1
            ? EndingIn(month, startsOnDay)
            : null;

    public static Period Of(DateOnly day, int startsOnDay)
    {
        var month = new DateOnly(day.Year, day.Month, 1);
        return EndingIn(startsOnDay > 1 && day.Day >= startsOnDay ? month.AddMonths(1) : month, startsOnDay);
    }

    /// <summary>Today, where the city is.</summary>
    public static DateOnly Today(TimeProvider time) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(ZoneId)).DateTime);

    public override string ToString() => Name;

    private static Period EndingIn(DateOnly month, int startsOnDay)
    {
        var name = month.ToString("yyyy-MM", CultureInfo.InvariantCulture);
        if (startsOnDay == 1) return new Period(name, month, month.AddMonths(1).AddDays(-1));
        var previous = month.AddMonths(-1);
        return new Period(name, previous.AddDays(startsOnDay - 1), month.AddDays(startsOnDay - 2));
    }

    private static DateTimeOffset Midnight(DateOnly day)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(local, TimeZoneInfo.FindSystemTimeZoneById(ZoneId).GetUtcOffset(local));
    }
}
