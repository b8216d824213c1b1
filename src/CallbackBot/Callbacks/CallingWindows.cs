using System.Globalization;

namespace CallbackBot.Callbacks;

/// <summary>Hours of one kind of day, in the policy's zone: from, inclusive, to, exclusive.</summary>
public sealed record CallingWindows(IReadOnlyList<(TimeOnly From, TimeOnly To)> Hours)
{
    public bool Contains(TimeOnly time) => Hours.Any(h => h.From <= time && time < h.To);

    /// <summary>The first moment at or after <paramref name="time"/> inside a window of this day; null when the day has no more.</summary>
    public TimeOnly? Next(TimeOnly time)
    {
        foreach (var (from, to) in Hours)
        {
            if (time < from) return from;
            if (time < to) return time;
        }

        return null;
    }

    /// <summary>
    /// Reads <c>["09:00-12:00", "14:00-20:00"]</c>; null with the reason when any entry cannot be read. Never guesses: a guess could ring at night.
    /// </summary>
    public static CallingWindows? Parse(IEnumerable<string> texts, out string? unreadable)
    {
        var hours = new List<(TimeOnly From, TimeOnly To)>();
        foreach (var text in texts)
        {
            if (text.Split('-') is not [var first, var last] || Time(first) is not { } from || Time(last) is not { } to || from >= to)
            {
                unreadable = $"the window '{text}' cannot be read; write it like \"09:00-12:00\"";
                return null;
            }

            hours.Add((from, to));
        }

        unreadable = null;
        return new CallingWindows([.. hours.Order()]);
    }

    private static TimeOnly? Time(string text) =>
        TimeOnly.TryParseExact(text.Trim(), "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;
}
