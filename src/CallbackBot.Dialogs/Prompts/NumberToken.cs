using System.Globalization;

namespace CallbackBot.Dialogs.Prompts;

/// <summary>A number, date, time, percentage or sum of money found in a text.</summary>
internal sealed record NumberToken
{
    private static readonly string[] Units = ["%", "％", "元", "块", "年", "月", "日", "号", "点", "个", "位", "次", "天", "件", "分钟", "小时", "家", "名", "条", "项", "户", "楼"];

    /// <summary>Characters taken from the text.</summary>
    public required int Length { get; init; }

    /// <summary>The digits before a decimal point, as written.</summary>
    public string Digits { get; init; } = "";

    /// <summary>The digits after it, or empty.</summary>
    public string Decimals { get; init; } = "";

    /// <summary>Set for <c>2026-10-03</c> and <c>2026-10-03T18:00</c>.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>Set for <c>18:00</c> and <c>2026-10-03T18:00</c>.</summary>
    public TimeOnly? Time { get; init; }

    /// <summary>The currency sign in front, or null.</summary>
    public char? Currency { get; init; }

    /// <summary>What follows and changes the reading (<c>%</c> is taken, a measure word only looked at), or empty.</summary>
    public string Unit { get; init; } = "";

    /// <summary>What stands at a place, or null.</summary>
    public static NumberToken? TryRead(string text, int at)
    {
        if (at >= text.Length) return null;
        var start = at;
        char? currency = text[at] is '¥' or '￥' or '$' or '€' or '£' ? text[at] : null;
        if (currency is not null) at++;
        if (at >= text.Length || !char.IsAsciiDigit(text[at])) return null;
        if (currency is null && ReadDate(text, at) is { } date) return date;
        if (currency is null && ReadTime(text, at, out var length) is { } time) return new NumberToken { Length = length, Time = time };

        var digits = at;
        var end = at;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || Groups(text, digits, end))) end++;
        var decimals = end;
        if (end + 1 < text.Length && text[end] == '.' && char.IsAsciiDigit(text[end + 1]))
        {
            end++;
            while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
        }
        var unit = Array.Find(Units, u => string.CompareOrdinal(text, end, u, 0, u.Length) == 0) ?? "";
        if (unit is "％") unit = "%";
        return new NumberToken
        {
            Length = end - start + (unit == "%" ? 1 : 0),
            Digits = text[digits..decimals].Replace(",", ""),
            Decimals = end > decimals ? text[(decimals + 1)..end] : "",
            Currency = currency,
            Unit = unit,
        };
    }

    /// <summary>The comma in 1,234 but not in "1, 2".</summary>
    private static bool Groups(string text, int first, int at) =>
        text[at] == ',' && at > first && at - first <= 3 && at + 3 < text.Length && char.IsAsciiDigit(text[at + 1]) && char.IsAsciiDigit(text[at + 2])
        && char.IsAsciiDigit(text[at + 3]) && (at + 4 == text.Length || !char.IsAsciiDigit(text[at + 4]));

    private static NumberToken? ReadDate(string text, int at)
    {
        if (at + 10 > text.Length || (at + 10 < text.Length && char.IsAsciiDigit(text[at + 10]))) return null;
        if (!DateOnly.TryParseExact(text.AsSpan(at, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return null;
        if (at + 11 < text.Length && text[at + 10] is 'T' or ' ' && ReadTime(text, at + 11, out var length) is { } time)
            return new NumberToken { Length = 11 + length, Date = date, Time = time };
        return new NumberToken { Length = 10, Date = date };
    }

    private static TimeOnly? ReadTime(string text, int at, out int length)
    {
        var colon = at;
        while (colon < text.Length && colon < at + 3 && char.IsAsciiDigit(text[colon])) colon++;
        length = colon - at + 3;
        if (colon == at || colon == at + 3 || colon + 3 > text.Length || text[colon] != ':') return null;
        if (!int.TryParse(text.AsSpan(at, colon - at), NumberStyles.None, CultureInfo.InvariantCulture, out var hour) || hour > 23) return null;
        if (!int.TryParse(text.AsSpan(colon + 1, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var minute) || minute > 59) return null;
        if (colon + 3 < text.Length && char.IsAsciiDigit(text[colon + 3])) return null;
        if (colon + 5 < text.Length && text[colon + 3] == ':' && char.IsAsciiDigit(text[colon + 4]) && char.IsAsciiDigit(text[colon + 5])) length += 3;
        return new TimeOnly(hour, minute);
    }
}
