using System.Text;

namespace CallbackBot.Dialogs.Prompts;

/// <summary>
/// Spells out what a voice would read wrong: numbers, dates, times, ranges, money, percent, units and rooms by the language, hotline numbers, codes
/// and other long runs of digits one by one. No digit is left.
/// </summary>
public static class SpokenForms
{
    /// <summary>Runs of at least this many digits are read one by one, unless they are round.</summary>
    private const int LongRun = 5;

    /// <summary>The text with everything spelled out.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="language">BCP 47.</param>
    /// <param name="readings">Readings that go before all rules, the longest first. A reading in pinyin (<c>chang2 chun1 jie1</c>) stays pinyin.</param>
    public static string Spell(string text, string language, IReadOnlyDictionary<string, string> readings)
    {
        var english = IsEnglish(language);
        var byLength = ByLength(readings);
        var spoken = new StringBuilder(text.Length * 2);
        var from = 0;
        for (var at = 0; at < text.Length;)
        {
            var reading = ReadingAt(text, at, byLength);
            if (reading.Key is null)
            {
                at++;
                continue;
            }

            spoken.Append(ByRule(text[from..at], english));
            // Pinyin must not run into the letters around it.
            spoken.Append(!english && Pinyin.IsPinyin(reading.Value) ? $" {reading.Value} " : reading.Value);
            from = at += reading.Key.Length;
        }

        return spoken.Append(ByRule(text[from..], english)).ToString();
    }

    /// <summary>The text with a blank for everything that has a reading: what is left is read by rule.</summary>
    internal static string Unread(string text, IReadOnlyDictionary<string, string> readings)
    {
        var byLength = ByLength(readings);
        var left = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length;)
        {
            var reading = ReadingAt(text, at, byLength);
            left.Append(reading.Key is null ? text[at] : ' ');
            at += reading.Key?.Length ?? 1;
        }
        return left.ToString();
    }

    /// <summary>A value for the eye: an ISO date or time in the language's form, anything else as it is.</summary>
    internal static string Written(string value, string language) => WrittenDate.Show(value, IsEnglish(language));

    /// <summary>
    /// True when digits are read one by one: long runs (12345, a phone number) and those that begin with a zero (010), but not round sums (20000).
    /// </summary>
    internal static bool ReadsDigitByDigit(string digits) =>
        (digits.Length >= LongRun && (digits.Length > 9 || !digits.EndsWith("000", StringComparison.Ordinal))) || (digits.Length > 1 && digits[0] == '0');

    internal static string ByRule(string text, bool english) => (english ? EnglishSpeller.Rules : MandarinSpeller.Rules).Spell(text);

    private static KeyValuePair<string, string>[] ByLength(IReadOnlyDictionary<string, string> readings) =>
        readings.Where(r => r.Key.Length > 0).OrderByDescending(r => r.Key.Length).ToArray();

    // Asked at every character of every prompt: no closure, and the first character decides nearly always.
    private static KeyValuePair<string, string> ReadingAt(string text, int at, KeyValuePair<string, string>[] byLength)
    {
        foreach (var reading in byLength)
        {
            if (reading.Key[0] == text[at] && string.CompareOrdinal(text, at, reading.Key, 0, reading.Key.Length) == 0 && Whole(text, at, reading.Key)) return reading;
        }
        return default;
    }

    private static bool IsEnglish(string language) => language.StartsWith("en", StringComparison.OrdinalIgnoreCase);

    /// <summary>A reading for "12" must not change "2012", one for "SMS" not "SMSC".</summary>
    private static bool Whole(string text, int at, string key)
    {
        var end = at + key.Length;
        return !(Joins(key[0]) && at > 0 && Joins(text[at - 1]) && char.IsDigit(key[0]) == char.IsDigit(text[at - 1]))
            && !(Joins(key[^1]) && end < text.Length && Joins(text[end]) && char.IsDigit(key[^1]) == char.IsDigit(text[end]));
    }

    private static bool Joins(char c) => char.IsAsciiLetterOrDigit(c);
}
