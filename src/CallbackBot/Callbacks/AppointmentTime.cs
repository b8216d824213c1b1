using System.Globalization;
using System.Text.RegularExpressions;

namespace CallbackBot.Callbacks;

/// <summary>Turns "六点", "明天上午", "in an hour" or "tomorrow at half past six" into a moment within calling hours.</summary>
public static partial class AppointmentTime
{
    /// <summary>Milliseconds; replies are short, and a strange one must not hold a line.</summary>
    private const int Patience = 1000;

    private static readonly string[] ChineseDays = ["日", "一", "二", "三", "四", "五", "六"];

    private static readonly string[] EnglishDays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

    private static readonly string[] EnglishNumbers =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

    /// <summary>Null when no time can be made out of the words.</summary>
    /// <param name="words">As said or recognised.</param>
    /// <param name="now">The moment of saying it.</param>
    /// <param name="zone">Where "six o'clock" is.</param>
    /// <param name="nextOpen">The first allowed moment at or after another.</param>
    public static DateTimeOffset? Parse(string words, DateTimeOffset now, TimeZoneInfo zone, Func<DateTimeOffset, DateTimeOffset?> nextOpen)
    {
        var text = words.Replace(" ", words.Any(c => c >= 0x4e00) ? "" : " ", StringComparison.Ordinal).ToLowerInvariant();
        if (Delay(text) is { } delay) return nextOpen(now + delay) ?? now + delay;

        var local = TimeZoneInfo.ConvertTime(now, zone).DateTime;
        var day = Day(text, DateOnly.FromDateTime(local));
        var part = PartOfDay(text);
        var clock = Clock(text);
        if (day is null && part is null && clock is null) return null;

        var date = day ?? DateOnly.FromDateTime(local);
        var candidates = Hours(clock, part)
            .Select(h => date.ToDateTime(TimeOnly.MinValue) + h)
            .SelectMany(t => day is null ? [t, t.AddDays(1)] : new[] { t })
            .Where(t => t > local)
            .Order()
            .Select(t => new DateTimeOffset(t, zone.GetUtcOffset(t)))
            .ToList();
        // "Six" is the next six o'clock at which people may be called, not six in the morning.
        foreach (var candidate in candidates)
            if (nextOpen(candidate) == candidate) return candidate;
        return candidates is [var first, ..] ? nextOpen(first) ?? first : null;
    }

    private static TimeSpan? Delay(string text)
    {
        if (ChineseDelay().Match(text) is { Success: true } zh && ChineseNumber(zh.Groups["n"].Value) is { } count)
            return (zh.Groups["u"].Value.Contains('分', StringComparison.Ordinal) ? TimeSpan.FromMinutes(1) : TimeSpan.FromHours(1)) * count
                + (zh.Groups["half"].Success ? TimeSpan.FromMinutes(30) : TimeSpan.Zero);
        // After the above, which knows "an hour and a half".
        string[] halves = ["半小时", "半个小时", "半个钟头", "half an hour", "half hour"];
        if (halves.Any(h => text.Contains(h, StringComparison.Ordinal))) return TimeSpan.FromMinutes(30);
        if (EnglishDelay().Match(text) is { Success: true } en && EnglishNumber(en.Groups["n"].Value) is { } number)
            return (en.Groups["u"].Value.StartsWith("min", StringComparison.Ordinal) ? TimeSpan.FromMinutes(1) : TimeSpan.FromHours(1)) * number;
        return null;
    }

    private static DateOnly? Day(string text, DateOnly today)
    {
        if (text.Contains("大后天", StringComparison.Ordinal)) return today.AddDays(3);
        if (text.Contains("后天", StringComparison.Ordinal) || text.Contains("day after tomorrow", StringComparison.Ordinal)) return today.AddDays(2);
        if (text.Contains("明", StringComparison.Ordinal) || text.Contains("tomorrow", StringComparison.Ordinal)) return today.AddDays(1);
        if (text.Contains("今", StringComparison.Ordinal) || text.Contains("today", StringComparison.Ordinal)
            || text.Contains("tonight", StringComparison.Ordinal) || text.Contains("this ", StringComparison.Ordinal)) return today;
        var weekday = WeekdayWord().Match(text) is { Success: true } zh
            ? Array.IndexOf(ChineseDays, zh.Groups["d"].Value.Replace('天', '日'))
            : Array.FindIndex(EnglishDays, d => text.Contains(d, StringComparison.Ordinal));
        if (weekday < 0) return null;
        var ahead = (weekday - (int)today.DayOfWeek + 7) % 7;
        return today.AddDays(ahead == 0 ? 7 : ahead);
    }

    /// <summary>First hour, and the hours of the clock that the part of the day can mean.</summary>
    private static (int Start, int From, int To)? PartOfDay(string text)
    {
        bool Says(params string[] words) => words.Any(w => text.Contains(w, StringComparison.Ordinal));
        if (Says("早上", "早晨", "上午", "morning") || EnglishAm().IsMatch(text)) return (9, 0, 12);
        if (Says("中午", "noon", "lunch") && !Says("afternoon")) return (12, 11, 14);
        if (Says("下午", "afternoon")) return (14, 12, 19);
        if (Says("晚上", "今晚", "明晚", "傍晚", "evening", "tonight")) return (18, 17, 24);
        return EnglishPm().IsMatch(text) ? (14, 12, 24) : null;
    }

    private static (int Hour, int Minute)? Clock(string text)
    {
        if (ChineseClock().Match(text) is { Success: true } zh && ChineseNumber(zh.Groups["h"].Value) is { } hour and < 25)
        {
            var minute = zh.Groups["m"].Value switch
            {
                "" => 0,
                "半" => 30,
                "一刻" => 15,
                "三刻" => 45,
                var m => ChineseNumber(m) ?? 0,
            };
            return (hour, minute);
        }

        if (DigitClock().Match(text) is { Success: true } digits)
            return (Digits(digits.Groups["h"]), Digits(digits.Groups["m"]));
        if (EnglishPast().Match(text) is { Success: true } past && EnglishNumber(past.Groups["h"].Value) is { } pastHour)
            return past.Groups["p"].Value switch { "half past" => (pastHour, 30), "quarter past" => (pastHour, 15), _ => (pastHour - 1, 45) };
        if (EnglishClock().Match(text) is { Success: true } en && EnglishNumber(en.Groups["h"].Value) is { } enHour and < 25)
            return (enHour, en.Groups["m"].Value switch { "thirty" => 30, "fifteen" => 15, "forty five" => 45, _ => 0 });
        return null;
    }

    private static IEnumerable<TimeSpan> Hours((int Hour, int Minute)? clock, (int Start, int From, int To)? part)
    {
        if (clock is not var (hour, minute)) return [TimeSpan.FromHours(part?.Start ?? 9)];
        int[] meant = hour > 12 ? [hour] : [hour % 12, (hour % 12) + 12];
        return meant.Where(h => part is not var (_, from, to) || (h >= from && h < to)).Select(h => new TimeSpan(h, minute, 0));
    }

    private static int Digits(Group digits) => int.Parse(digits.ValueSpan, CultureInfo.InvariantCulture);

    private static int? ChineseNumber(string text)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var digits)) return digits;
        const string Digits = "零一二三四五六七八九";
        var (tens, ones) = text.Split('十') switch
        {
            [var one] => ("0", one),
            [var ten, var one] => (ten.Length == 0 ? "一" : ten, one),
            _ => ("", ""),
        };
        var low = ones.Length == 0 ? 0 : Digits.IndexOf(ones.Replace('两', '二')[0], StringComparison.Ordinal);
        var high = tens == "0" ? 0 : tens.Length == 1 ? Digits.IndexOf(tens, StringComparison.Ordinal) : -1;
        return low < 0 || high < 0 || text.Length == 0 ? null : (high * 10) + low;
    }

    private static int? EnglishNumber(string text) => text switch
    {
        "a" or "an" => 1,
        "a couple of" => 2,
        "fifteen" => 15,
        "twenty" => 20,
        "thirty" => 30,
        "forty" => 40,
        _ when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        _ => Array.IndexOf(EnglishNumbers, text) is >= 0 and var found ? found : null,
    };

    [GeneratedRegex("(?<n>[0-9一二两三四五六七八九十]+)个?(?<half>半)?(?<u>小时|钟头|分钟)", RegexOptions.None, Patience)]
    private static partial Regex ChineseDelay();

    [GeneratedRegex(
        @"\b(?<n>an|a couple of|\d+|one|two|three|four|five|six|ten|fifteen|twenty|thirty|forty) (?<u>hours?|minutes?|mins?)\b",
        RegexOptions.None, Patience)]
    private static partial Regex EnglishDelay();

    [GeneratedRegex("(周|星期|礼拜)(?<d>[一二三四五六日天])", RegexOptions.None, Patience)]
    private static partial Regex WeekdayWord();

    [GeneratedRegex("(?<h>[0-9]{1,2}|[一二两三四五六七八九十]{1,3})[点點](钟|整)?(?<m>半|一刻|三刻|[0-9]{1,2}|[一二三四五六七八九十]{1,3})?", RegexOptions.None, Patience)]
    private static partial Regex ChineseClock();

    [GeneratedRegex(@"(?<![0-9])(?<h>[01]?[0-9]|2[0-3])[:：](?<m>[0-5][0-9])(?![0-9])", RegexOptions.None, Patience)]
    private static partial Regex DigitClock();

    [GeneratedRegex(@"\b(?<p>half past|quarter past|quarter to) (?<h>\w+)\b", RegexOptions.None, Patience)]
    private static partial Regex EnglishPast();

    [GeneratedRegex(
        @"\b(?<h>one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2})( (?<m>thirty|fifteen|forty five))?" +
        @"( ?(o'?clock|[ap]\.?m\b|in the|tomorrow|today|tonight)|$)",
        RegexOptions.None, Patience)]
    private static partial Regex EnglishClock();

    [GeneratedRegex(@"\ba\.?m\b|\dam\b", RegexOptions.None, Patience)]
    private static partial Regex EnglishAm();

    [GeneratedRegex(@"\bp\.?m\b|\dpm\b", RegexOptions.None, Patience)]
    private static partial Regex EnglishPm();
}
