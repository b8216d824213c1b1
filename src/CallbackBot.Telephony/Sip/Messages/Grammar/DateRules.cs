namespace CallbackBot.Telephony.Sip.Messages.Grammar;

/// <summary>SIP-date (RFC 3261 section 20.17): the form of RFC 1123, in GMT only, letters as written there.</summary>
internal static class DateRules
{
    private static readonly string[] Days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    private static readonly string[] Months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    public static string? Date(ref GrammarScanner s)
    {
        int day = 0, month = 0, year = 0, hour = 0, minute = 0, second = 0;
        var why = Word(ref s, Days, out _, "the day of the week") ?? s.Char(',') ?? s.Char(' ')
            ?? s.Digits(2, out day, "the day") ?? s.Char(' ') ?? Word(ref s, Months, out month, "the month") ?? s.Char(' ')
            ?? s.Digits(4, out year, "the year") ?? s.Char(' ')
            ?? s.Digits(2, out hour, "the hour") ?? s.Char(':') ?? s.Digits(2, out minute, "the minute") ?? s.Char(':') ?? s.Digits(2, out second, "the second")
            ?? s.Char(' ') ?? Word(ref s, ["GMT"], out _, "the time zone GMT");
        if (why is not null) return why;
        if (year == 0 || day == 0 || day > DateTime.DaysInMonth(year, month + 1)) return "there is no such day";

        // A leap second is written 60.
        return hour > 23 || minute > 59 || second > 60 ? "there is no such time" : null;
    }

    private static string? Word(ref GrammarScanner s, string[] words, out int index, string what)
    {
        for (index = 0; index < words.Length; index++)
        {
            if (!s.Rest.StartsWith(words[index], StringComparison.Ordinal)) continue;
            s.Skip(words[index].Length);
            return null;
        }

        return $"{what} expected";
    }
}
