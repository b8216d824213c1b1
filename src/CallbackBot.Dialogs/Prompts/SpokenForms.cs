using System.Globalization;
using System.Text;

namespace CallbackBot.Dialogs.Prompts;

/// <summary>
/// Spells out what a voice would read wrong: numbers, dates, times, percent and money by the language, hotline numbers and other long runs of digits
/// one by one.
/// </summary>
public static class SpokenForms
{
    /// <summary>Runs of at least this many digits are read one by one.</summary>
    private const int LongRun = 5;

    /// <summary>The text with everything spelled out.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="language">BCP 47.</param>
    /// <param name="readings">Readings that go before all rules, the longest first.</param>
    public static string Spell(string text, string language, IReadOnlyDictionary<string, string> readings)
    {
        ISpeller speller = IsEnglish(language) ? EnglishSpeller.Instance : MandarinSpeller.Instance;
        var byLength = ByLength(readings);
        var spoken = new StringBuilder(text.Length * 2);
        for (var at = 0; at < text.Length;)
        {
            var reading = ReadingAt(text, at, byLength);
            if (reading.Key is not null)
            {
                spoken.Append(reading.Value);
                at += reading.Key.Length;
            }
            else if (NumberToken.TryRead(text, at) is { } number)
            {
                spoken.Append(speller.Spell(number));
                at += number.Length;
            }
            else spoken.Append(text[at++]);
        }
        return spoken.ToString();
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

    /// <summary>A value for the eye: an ISO date or time in the language's form, anything else as it is.</summary>
    internal static string Written(string value, string language)
    {
        if (NumberToken.TryRead(value, 0) is not { Date: { } date } number || number.Length != value.Length) return value;
        var day = IsEnglish(language) ? date.ToString("MMMM d", CultureInfo.InvariantCulture) : $"{date.Month}月{date.Day}日";
        return number.Time is { } time ? $"{day} {time:HH\\:mm}" : day;
    }

    /// <summary>True when digits are read one by one: long runs (12345, a phone number) and those that begin with a zero (010).</summary>
    internal static bool ReadsDigitByDigit(string digits) => digits.Length >= LongRun || (digits.Length > 1 && digits[0] == '0');

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

/// <summary>How one language says numbers, dates, times, percent and money.</summary>
internal interface ISpeller
{
    /// <summary>The spoken form.</summary>
    string Spell(NumberToken number);
}
