using System.Globalization;
using System.Text.RegularExpressions;

namespace CallbackBot.Dialogs.Prompts;

/// <summary>Dates and times as fields hold them (<c>2026-10-03</c>, <c>2026-10-03T18:00</c>) and as people write them in figures.</summary>
internal static partial class WrittenDate
{
    /// <summary>Year, month and day, with a time of day if one follows: groups <c>y m d h n</c>.</summary>
    public const string Pattern = @"(?<![\d.])(?<y>\d{4})(?<sep>[-/.])(?<m>\d{1,2})\k<sep>(?<d>\d{1,2})([T ](?<h>\d{1,2}):(?<n>\d{2})(:\d{2}(\.\d{1,7})?)?(Z|[+-]\d{2}:\d{2})?)?(?!\d)";

    /// <summary>A time of day: groups <c>h n s</c>.</summary>
    public const string ClockPattern = @"(?<![\d:])(?<h>\d{1,2}):(?<n>\d{2})(:(?<s>\d{2}))?(?![\d:])";

    /// <summary>The day of a match of <see cref="Pattern"/>; null when there is no such day.</summary>
    public static DateOnly? Day(Match match) =>
        DateOnly.TryParseExact($"{match.Groups["y"].Value}-{match.Groups["m"].Value}-{match.Groups["d"].Value}", "yyyy-M-d", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day : null;

    /// <summary>The hour and minute of a match, 24:00 included; null when it holds none or there is no such time.</summary>
    public static (int Hour, int Minute)? Clock(Match match)
    {
        if (!match.Groups["h"].Success) return null;
        var (hour, minute) = (Number(match.Groups["h"].Value), Number(match.Groups["n"].Value));
        return minute < 60 && (hour < 24 || (hour, minute) == (24, 0)) ? (hour, minute) : null;
    }

    /// <summary>For the eye: 10月3日 18:00, October 3 18:00; anything else as it is.</summary>
    public static string Show(string value, bool english)
    {
        if (Whole().Match(value) is not { Success: true } match || Day(match) is not { } day) return value;
        var shown = english ? day.ToString("MMMM d", CultureInfo.InvariantCulture) : $"{day.Month}月{day.Day}日";
        return Clock(match) is { } time ? string.Create(CultureInfo.InvariantCulture, $"{shown} {time.Hour:00}:{time.Minute:00}") : shown;
    }

    public static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    [GeneratedRegex("^" + Pattern + "$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Whole();
}
