using System.Globalization;
using System.Text.RegularExpressions;
using static CallbackBot.Dialogs.Prompts.EnglishNumbers;
using static CallbackBot.Dialogs.Prompts.SpellingRules;

namespace CallbackBot.Dialogs.Prompts;

/// <summary>What is written in digits, in English: October the third, half past six in the evening, ninety-five percent, room five zero one.</summary>
internal static class EnglishSpeller
{
    private const string To = @"\s?(-|~|to)\s?";
    private const string Second = "(" + To + "(?<b>" + Amounts + "))?";
    private const string Minus = @"((?<![\dA-Za-z)\]-])(?<minus>-))?";
    private const string Months = @"(?<month>Jan(uary)?|Feb(ruary)?|Mar(ch)?|Apr(il)?|May|June?|July?|Aug(ust)?|Sept?(ember)?|Oct(ober)?|Nov(ember)?|Dec(ember)?)\.?";
    private const string Half = @"\s?(?<half>[AaPp])\.?[Mm]\b\.?(?![A-Za-z])";
    private const string AfterYear = @"(,?\s+(?<y>(19|20)\d{2})(?!\d))?";

    private static readonly Dictionary<string, (string One, string Many, string Cent)> Currencies = new(StringComparer.OrdinalIgnoreCase)
    {
        ["¥"] = ("yuan", "yuan", ""), ["RMB"] = ("yuan", "yuan", ""), ["CNY"] = ("yuan", "yuan", ""), ["$"] = ("dollar", "dollars", "cents"), ["US$"] = ("US dollar", "US dollars", "cents"),
        ["USD"] = ("US dollar", "US dollars", "cents"), ["HK$"] = ("Hong Kong dollar", "Hong Kong dollars", "cents"), ["€"] = ("euro", "euros", "cents"), ["EUR"] = ("euro", "euros", "cents"),
        ["£"] = ("pound", "pounds", "pence"), ["GBP"] = ("pound", "pounds", "pence"),
    };

    private static readonly Dictionary<string, (string One, string Many)> Units = new(StringComparer.Ordinal)
    {
        ["km/h"] = ("kilometre an hour", "kilometres an hour"), ["m/s"] = ("metre a second", "metres a second"), ["km²"] = ("square kilometre", "square kilometres"),
        ["m²"] = ("square metre", "square metres"), ["m2"] = ("square metre", "square metres"), ["㎡"] = ("square metre", "square metres"), ["sqm"] = ("square metre", "square metres"),
        ["m³"] = ("cubic metre", "cubic metres"), ["m3"] = ("cubic metre", "cubic metres"), ["km"] = ("kilometre", "kilometres"), ["cm"] = ("centimetre", "centimetres"),
        ["mm"] = ("millimetre", "millimetres"), ["m"] = ("metre", "metres"), ["kg"] = ("kilogram", "kilograms"), ["mg"] = ("milligram", "milligrams"), ["g"] = ("gram", "grams"),
        ["ml"] = ("millilitre", "millilitres"), ["kWh"] = ("kilowatt hour", "kilowatt hours"), ["kW"] = ("kilowatt", "kilowatts"), ["W"] = ("watt", "watts"), ["V"] = ("volt", "volts"),
        ["dB"] = ("decibel", "decibels"), ["min"] = ("minute", "minutes"), ["mins"] = ("minute", "minutes"), ["h"] = ("hour", "hours"), ["hr"] = ("hour", "hours"), ["hrs"] = ("hour", "hours"),
        ["s"] = ("second", "seconds"),
    };

    /// <summary>The rules, in order.</summary>
    public static SpellingRules Rules { get; } = new(AddDates, AddTelephones, AddQuantities, AddNumbers);

    private static void AddDates(SpellingRules rules)
    {
        rules.Add(@"(?<=\d)\s?~\s?(?=" + WrittenDate.Pattern + ")", _ => " to ");
        rules.Add(WrittenDate.Pattern, m => WrittenDate.Day(m) is { } day
            ? Day(day.ToString("MMMM", CultureInfo.InvariantCulture), $"{day.Day}", null) + (WrittenDate.Clock(m) is { } at ? " at " + Clock(at, null) : "") : m.Value);
        rules.Add(@"(?<![\d/])(?<a>\d{1,2})/(?<b>\d{1,2})/(?<y>(19|20)\d{2})(?![\d/])", m =>
        {
            var (month, day) = WrittenDate.Number(m.Groups["a"].Value) > 12 ? (m.Groups["b"].Value, m.Groups["a"].Value) : (m.Groups["a"].Value, m.Groups["b"].Value);
            return WrittenDate.Number(month) is >= 1 and <= 12 and var number && WrittenDate.Number(day) is >= 1 and <= 31
                ? Day(CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(number), day, m.Groups["y"].Value) : m.Value;
        });
        rules.Add(@"(?<=\bthe\s)(?<d>\d{1,2})(st|nd|rd|th)\sof\s" + Months + "(?![A-Za-z])", m => $"{Ordinal(m.Groups["d"].Value)} of {MonthOf(m)}");
        rules.Add(@"(?<!\d)(?<d>\d{1,2})(st|nd|rd|th)?(\sof)?[ -]" + Months + @"(?![A-Za-z])" + AfterYear, m => Day(MonthOf(m), m.Groups["d"].Value, Value(m, "y")));
        rules.Add(@"\b" + Months + @"(?![A-Za-z])\s(?<d>\d{1,2})(st|nd|rd|th)?(?![\d:.]\d|\d)(" + To + @"(?<d2>\d{1,2})(st|nd|rd|th)?(?!\d))?" + AfterYear,
            m => Day(MonthOf(m), m.Groups["d"].Value, null) + (Value(m, "d2") is { } to ? " to the " + Ordinal(to) : "") + (Value(m, "y") is { } year ? ", " + Year(year) : ""));
        rules.Add(@"(?<=\b(?i:in|since|by|until|till|from|of|year|January|February|March|April|May|June|July|August|September|October|November|December),?\s)(?<y>(19|20)\d{2})(?![\d,.]\d|\d)", m => Year(m.Value));
        rules.Add(@"(?<!\d)24/7(?!\d)", _ => "twenty-four seven");
        rules.Add(@"(?<![\d:])(?<h>\d{1,2})(:(?<n>\d{2}))?" + Half, m => HalfDay(m) is { } time ? Clock(time, null) : m.Value);
        var clock = WrittenDate.ClockPattern;
        rules.Add(clock + To + clock.Replace("?<h>", "?<h2>", StringComparison.Ordinal).Replace("?<n>", "?<n2>", StringComparison.Ordinal).Replace("?<s>", "?<s2>", StringComparison.Ordinal), m =>
        {
            var to = (Hour: WrittenDate.Number(m.Groups["h2"].Value), Minute: WrittenDate.Number(m.Groups["n2"].Value));
            if (WrittenDate.Clock(m) is not { } from || to.Hour > 24 || to.Minute > 59) return m.Value;
            return $"{Clock(from, PartOfDay(from.Hour) == PartOfDay(to.Hour) && to is not (12, 0) ? "" : null)} to {Clock(to, null)}";
        });
        rules.Add(clock, m => WrittenDate.Clock(m) is { } time ? Clock(time, null) + (Value(m, "s") is { } s && s != "00" ? $" and {Cardinal(s)} seconds" : "") : m.Value);
    }

    private static void AddTelephones(SpellingRules rules)
    {
        static string Groups(Match m) => string.Join(", ", m.Value.Split(['-', ' ', '(', ')'], StringSplitOptions.RemoveEmptyEntries).Select(g => g[0] == '+' ? "plus " + OneByOne(g) : OneByOne(g)));
        rules.Add(@"(?<![\w.])\+\d{1,3}[ -]?\d{1,4}([ -]\d{2,8}){1,4}(?![\d-])", Groups);
        rules.Add(@"(?<![\w.+-])\(?(0\d{2,3}|400|800)[-) ]{1,2}\d{3,8}([- ]\d{3,5})?(?![\d-])|(?<![\w.+-])1[3-9]\d[- ]\d{4}[- ]\d{4}(?!\d)", Groups);
        rules.Add(@"(?<![\w.+-])\d{3}-\d{3}-\d{4}(?![\d-])", Groups);
        rules.Add(@"(?<=\b(?i:call|dial|ring|phone|hotline|text|extension|ext\.|code|number|ending)( (is|at|in|on|the police on))?\s)(?<!\d)\d{3,8}(?!\d|[.,]\d|\s?(%|times|people|days|hours|minutes|orders|calls|cases))", m => OneByOne(m.Value));
        rules.Add(@"(?<![\d.,:-])(110|119|120|122|911|999)(?=$|\s?([,.;!?]|or|and)(\s|$)|\s(hotline|line)\b)", m => OneByOne(m.Value));
    }

    private static void AddQuantities(SpellingRules rules)
    {
        var currency = string.Join('|', Currencies.Keys.OrderByDescending(c => c.Length).Select(Regex.Escape));
        const string Multiple = @"(\s(?<x>thousand|million|billion)\b)?";
        rules.Add($@"(?<![A-Za-z])(?<minus>-)?(?<c>(?i:{currency}))\s?(?<minus>-)?(?<a>{Amounts}){Multiple}({To}((?i:{currency})\s?)?(?<b>{Amounts}){Multiple.Replace("?<x>", "?<z>", StringComparison.Ordinal)})?(?!\d)", m =>
            Sign(m) + (Value(m, "b") is { } b ? $"{Amount(m.Groups["a"].Value)}{Multiplied(m, "x")} to {Money(b, Multiplied(m, "z"), m)}" : Money(m.Groups["a"].Value, Multiplied(m, "x"), m)));
        rules.Add(Minus + First + Multiple + @"\s?(?<c>(?i:RMB|CNY|USD|EUR|GBP))\b", m => Sign(m) + Money(m.Groups["a"].Value, Multiplied(m, "x"), m));
        rules.Add(Minus + First + "%?" + Second + "(?<sign>[%‰])", m => Sign(m) + Pair(m, Amount) + (m.Groups["sign"].Value == "%" ? " percent" : " per thousand"));
        rules.Add(Minus + First + @"(" + To + "(?<below>-)?(?<b>" + Amounts + @"))?\s?(?<u>℃|°C|℉|°F|°)", m =>
            Sign(m) + Amount(m.Groups["a"].Value) + (Value(m, "b") is { } b ? " to " + (m.Groups["below"].Success ? "minus " : "") + Amount(b) : "")
            + (m.Groups["a"].Value == "1" && !m.Groups["b"].Success ? " degree" : " degrees") + (m.Groups["u"].Value switch { "℃" or "°C" => " Celsius", "°" => "", _ => " Fahrenheit" }));
        var units = string.Join('|', Units.Keys.OrderByDescending(u => u.Length).Select(Regex.Escape));
        rules.Add(Minus + First + Second + $@"\s?(?<u>{units})(?![A-Za-z\d²³])", m =>
            Sign(m) + Pair(m, Amount) + " " + (m.Groups["a"].Value == "1" && !m.Groups["b"].Success ? Units[m.Groups["u"].Value].One : Units[m.Groups["u"].Value].Many));
        rules.Add("㎡", _ => "square metre");
        rules.Add(@"(?<![\d.,])(?<a>\d{1,3}(,\d{3}){1,3}|\d{1,9})(st|nd|rd|th)\b", m => Ordinal(m.Groups["a"].Value.Replace(",", "", StringComparison.Ordinal)));
        rules.Add(@"\b(?i:no)\.\s?(?=\d)|#(?=\d)", _ => "number ");
    }

    private static void AddNumbers(SpellingRules rules)
    {
        rules.Add(@"(?<=\b(?i:room|flat|suite|apartment|apt|unit|bus|flight)\.?\s)\d{3,4}(?!\d)", m => OneByOne(m.Value));
        // BJ20261122001, GD-2026-00123: a code. B2, 5G, PM2.5: a name with a number in it.
        rules.Add(@"(?<![A-Za-z\d])[A-Za-z]{1,8}(-?[A-Za-z\d]{1,20}){1,4}(?![A-Za-z\d])", m => m.Value.Count(char.IsAsciiDigit) < 3 ? m.Value
            : string.Join(' ', m.Value.Select(c => char.IsAsciiDigit(c) ? OneByOne($"{c}") : c == '-' ? "dash" : $"{c}")));
        rules.Add(@"(?<![\dA-Za-z.-])\d{1,4}(-\d{1,4}){2,4}(?![\d-])", m => string.Join(" dash ", m.Value.Split('-').Select(g => g.Length < 3 && g[0] != '0' ? Cardinal(g) : OneByOne(g))));
        rules.Add(First + To + "(?<b>" + Amounts + @")(?![\d-])", m => Pair(m, Amount));
        rules.Add(@"(?<!\d)\d{1,9}(\.\d{1,9}){2,5}(?!\d)", m => string.Join(" point ", m.Value.Split('.').Select(p => p.Length < 3 ? Cardinal(p) : OneByOne(p))));
        rules.Add(@"(?<!\d)(?<a>\d{1,9})\s?:\s?(?<b>\d{1,9})(?!\d)", m => Cardinal(m.Groups["a"].Value) + " to " + Cardinal(m.Groups["b"].Value));
        rules.Add(@"(?<![\d/])(?<a>\d{1,9})[/⁄](?<b>\d{1,9})(?![\d/])", m => Fraction(m.Groups["a"].Value, m.Groups["b"].Value));
        rules.Add(Minus + First + @"(?<=[.,]\d{1,10})(?!\d)", m => Sign(m) + Amount(m.Groups["a"].Value));
        // 5B, 4G: the letter stands apart, or a voice reads both as one word.
        rules.Add(@"(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])", _ => " ");
        rules.Add(Minus + @"(?<a>\d{1,64})", m => Sign(m) + (SpokenForms.ReadsDigitByDigit(m.Groups["a"].Value) ? OneByOne(m.Groups["a"].Value) : Cardinal(m.Groups["a"].Value)));
    }

    private static string Day(string month, string day, string? year) => $"{month} the {Ordinal(day)}" + (year is null ? "" : ", " + Year(year));

    private static string MonthOf(Match m) => CultureInfo.InvariantCulture.DateTimeFormat.MonthNames.First(name => name.StartsWith(m.Groups["month"].Value[..3], StringComparison.Ordinal));

    private static string PartOfDay(int hour) => hour switch { < 12 => "in the morning", < 18 => "in the afternoon", _ => "in the evening" };

    private static string Clock((int Hour, int Minute) time, string? part)
    {
        if (time is (12, 0)) return "noon";
        if (time is (0 or 24, 0)) return "midnight";
        var hour = Cardinal($"{(time.Hour % 12 == 0 ? 12 : time.Hour % 12)}");
        var minute = time.Minute switch { 0 => "", < 10 => " oh " + Cardinal($"{time.Minute}"), _ => " " + Cardinal($"{time.Minute}") };
        return $"{hour}{minute} {part ?? PartOfDay(time.Hour)}".TrimEnd();
    }

    private static (int Hour, int Minute)? HalfDay(Match m)
    {
        var hour = WrittenDate.Number(m.Groups["h"].Value);
        var minute = Value(m, "n") is { } n ? WrittenDate.Number(n) : 0;
        if (hour is < 1 or > 12 || minute > 59) return null;
        return ((hour % 12) + (m.Groups["half"].Value is "p" or "P" ? 12 : 0), minute);
    }

    private static string Money(string amount, string multiple, Match m)
    {
        var (one, many, cent) = Currencies[m.Groups["c"].Value];
        var point = amount.IndexOf('.', StringComparison.Ordinal);
        if (multiple.Length > 0 || (point >= 0 && amount.Length - point > 3)) return $"{Amount(amount)}{multiple} {many}";
        var whole = point < 0 ? amount : amount[..point];
        var cents = point < 0 ? "00" : amount[(point + 1)..].PadRight(2, '0');
        if (cents == "00") return $"{Amount(whole)} {(whole == "1" ? one : many)}";
        if (cent.Length > 0 && whole.Trim('0').Length == 0) return $"{Cardinal(cents)} {cent}";
        return cent.Length == 0 && whole.Trim('0').Length == 0 ? $"{Amount(amount)} {many}" : $"{Amount(whole)} {(whole == "1" ? one : many)} {Cardinal(cents)}";
    }

    private static string Fraction(string part, string whole) => (Cardinal(part), whole) switch
    {
        ("one", "2") => "one half",
        (var many, "4") => many + (many == "one" ? " quarter" : " quarters"),
        (var many, "0" or "1" or "2") => $"{many} over {Cardinal(whole)}",
        (var many, _) => $"{many} {Ordinal(whole)}{(many == "one" ? "" : "s")}",
    };

    private static string Multiplied(Match m, string group) => Value(m, group) is { } word ? " " + word : "";

    private static string Pair(Match m, Func<string, string> spell) => spell(m.Groups["a"].Value) + (Value(m, "b") is { } b ? " to " + spell(b) : "");

    private static string Sign(Match m) => m.Groups["minus"].Success ? "minus " : "";
}
