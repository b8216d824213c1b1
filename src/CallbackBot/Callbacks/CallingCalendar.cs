using System.Globalization;
using CallbackBot.Storage;
using CsvHelper;

namespace CallbackBot.Callbacks;

public enum DayKind
{
    WorkingDay,
    Weekend,
    Holiday,
}

/// <summary>A day that is not what its weekday says.</summary>
/// <param name="Date">The day.</param>
/// <param name="Kind"><c>holiday</c>, or <c>working</c> for a weekend day that is worked (调休).</param>
/// <param name="Name">Of the holiday.</param>
/// <param name="Notice">The announcement it comes from.</param>
public sealed record CalendarDay(DateOnly Date, string Kind, string Name, string Notice);

/// <summary>Public holidays and moved working days. It knows the years that it has rows for and no other.</summary>
public sealed class CallingCalendar(IEnumerable<CalendarDay> days)
{
    private readonly Dictionary<DateOnly, string> _kinds = days.ToDictionary(d => d.Date, d => d.Kind);

    /// <summary>Null for a year without rows: holidays move, so nothing can be said about it.</summary>
    public DayKind? KindOf(DateOnly date)
    {
        if (!Covers(date.Year)) return null;
        if (_kinds.TryGetValue(date, out var kind)) return kind == "holiday" ? DayKind.Holiday : DayKind.WorkingDay;
        return date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? DayKind.Weekend : DayKind.WorkingDay;
    }

    public bool Covers(int year) => _kinds.Keys.Any(d => d.Year == year);

    /// <summary>Reads a file with the columns <c>date,kind,name,notice</c>.</summary>
    /// <exception cref="SettingsException">A line is wrong.</exception>
    public static IReadOnlyList<CalendarDay> ReadFile(string path)
    {
        using var csv = CsvReader.FromFile(path, new CsvReaderOptions { Separator = ',', TrackLineNumbers = true });
        if (!csv.Headers.SequenceEqual(["date", "kind", "name", "notice"]))
            throw new SettingsException(path, 1, 1, "the columns are: date,kind,name,notice");
        var days = new Dictionary<DateOnly, CalendarDay>();
        while (csv.Read())
        {
            if (!DateOnly.TryParseExact(csv.GetString(0), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
                throw new SettingsException(path, csv.LineNumber, 1, "a date such as 2026-10-01 is expected");
            var kind = csv.GetString(1);
            if (kind is not ("holiday" or "working")) throw new SettingsException(path, csv.LineNumber, 2, "allowed: holiday | working");
            if (!days.TryAdd(date, new CalendarDay(date, kind, csv.GetString(2), csv.GetString(3))))
                throw new SettingsException(path, csv.LineNumber, 1, $"{date:yyyy-MM-dd} stands there twice");
        }

        return [.. days.Values];
    }
}
