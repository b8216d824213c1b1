using CallbackBot.Calls;

namespace CallbackBot.Callbacks;

/// <summary>The one place that says whether a number may ring now, and when again. Pure: the clock and the history come in as arguments.</summary>
public sealed class DialRules(DialPolicy policy, CallingCalendar calendar)
{
    /// <summary>How far ahead a free hour is looked for; longer than any holiday.</summary>
    private const int DaysAhead = 30;

    /// <summary>When hours are unknown, a person has to mend something first.</summary>
    private static readonly TimeSpan AskAgain = TimeSpan.FromHours(1);

    public DialPolicy Policy { get; } = policy;

    /// <summary>Everything that speaks against dialling now. On a test trunk, which rings no real telephone, only an opt-out blocks.</summary>
    public DialVerdict Judge(DateTimeOffset now, DialHistory history, bool testTrunk)
    {
        var objections = Objections(now, history).ToList();
        var allowed = objections.Count == 0 || (testTrunk && !history.Suppressed);
        return new DialVerdict(allowed, objections, NotBefore(now, history, objections));
    }

    /// <summary>True when the hour and the day allow calls at all; workers need not lease anything otherwise.</summary>
    public bool IsOpen(DateTimeOffset now) => HoursObjection(now) is null;

    /// <summary>The first moment at or after <paramref name="from"/> within hours; null when hours or calendar are unknown there.</summary>
    public DateTimeOffset? NextOpen(DateTimeOffset from)
    {
        if (Policy.UnreadableWindow is not null) return null;
        var local = TimeZoneInfo.ConvertTime(from, Policy.Zone);
        var date = DateOnly.FromDateTime(local.DateTime);
        var time = TimeOnly.FromDateTime(local.DateTime);
        for (var i = 0; i < DaysAhead; i++, date = date.AddDays(1), time = TimeOnly.MinValue)
        {
            if (calendar.KindOf(date) is not { } kind) return null;
            if (WindowsOf(kind).Next(time) is { } open) return At(date, open);
        }

        return null;
    }

    /// <summary>When a callback is due again after an attempt that ended so; null: never.</summary>
    /// <param name="disposition">How the attempt ended.</param>
    /// <param name="now">When it ended.</param>
    /// <param name="counted">False when nothing rang: then the interval between two dials need not be kept.</param>
    /// <param name="askedFor">The time that the person asked for, in their words.</param>
    public DateTimeOffset? DueAfter(Disposition disposition, DateTimeOffset now, bool counted, string? askedFor)
    {
        if (Policy.After[disposition].RetryAfter is not { } after) return null;
        var appointment = disposition == Disposition.CallLater && askedFor is not null
            ? AppointmentTime.Parse(askedFor, now, Policy.Zone, NextOpen)
            : null;
        var due = appointment ?? now + after;
        // The interval between two dials is kept even when the person asks for less: the caps protect whoever else answers that number.
        if (counted && due < now + Policy.Apart) due = now + Policy.Apart;
        return NextOpen(due) ?? due;
    }

    private IEnumerable<DialObjection> Objections(DateTimeOffset now, DialHistory history)
    {
        if (history.Suppressed) yield return new(DialRule.Suppressed, "this number asked not to be called");
        if (history.DialsForOrder >= Policy.PerOrder)
            yield return new(DialRule.OrderCap, $"an order was dialled for {history.DialsForOrder} times, at most {Policy.PerOrder}");
        var today = history.Dials.Count(d => Day(d) == Day(now));
        if (today >= Policy.PerDay)
            yield return new(DialRule.DayCap, $"this number was dialled {today} times today, at most {Policy.PerDay}");
        if (history.Dials.Any(d => now < d + Policy.Apart))
            yield return new(DialRule.TooSoon, $"the last dial of this number was less than {Policy.Apart.TotalMinutes:0} minutes ago");
        if (HoursObjection(now) is { } hours) yield return hours;
    }

    private DialObjection? HoursObjection(DateTimeOffset now)
    {
        if (Policy.UnreadableWindow is { } unreadable) return new(DialRule.UnreadableWindow, unreadable);
        var local = TimeZoneInfo.ConvertTime(now, Policy.Zone);
        if (calendar.KindOf(DateOnly.FromDateTime(local.DateTime)) is not { } kind)
            return new(DialRule.NoCalendar, $"the calendar has no days for {local.Year}; add deploy/calendar/cn-{local.Year}.csv");
        return WindowsOf(kind).Contains(TimeOnly.FromDateTime(local.DateTime))
            ? null
            : new(DialRule.OutsideHours, $"{local:yyyy-MM-dd HH:mm} ({Policy.Zone.Id}, {kind}) is outside calling hours");
    }

    private DateTimeOffset? NotBefore(DateTimeOffset now, DialHistory history, List<DialObjection> objections)
    {
        if (objections.Count == 0 || objections.Any(o => o.Rule is DialRule.Suppressed or DialRule.OrderCap)) return null;
        if (objections.Any(o => o.Rule is DialRule.UnreadableWindow or DialRule.NoCalendar)) return now + AskAgain;
        var earliest = now;
        foreach (var dial in history.Dials)
            if (dial + Policy.Apart > earliest) earliest = dial + Policy.Apart;
        if (history.Dials.Count(d => Day(d) == Day(earliest)) >= Policy.PerDay) earliest = At(Day(earliest).AddDays(1), TimeOnly.MinValue);
        return NextOpen(earliest) ?? earliest;
    }

    private CallingWindows WindowsOf(DayKind kind) => kind switch
    {
        DayKind.WorkingDay => Policy.WorkingDay!,
        DayKind.Weekend => Policy.Weekend!,
        _ => Policy.Holiday!,
    };

    private DateOnly Day(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, Policy.Zone).DateTime);

    private DateTimeOffset At(DateOnly date, TimeOnly time)
    {
        var local = date.ToDateTime(time);
        return new DateTimeOffset(local, Policy.Zone.GetUtcOffset(local));
    }
}
