using System.Globalization;

namespace CallbackBot.Dialogs.Prompts;

/// <summary>Digits to English: one thousand and twenty, twenty-second, twenty twenty-six, one two three four five.</summary>
internal static class EnglishNumbers
{
    /// <summary>Longer runs are no amounts: they are read one by one.</summary>
    private const int LongestCardinal = 15;

    private static readonly string[] Small =
    [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen",
        "sixteen", "seventeen", "eighteen", "nineteen",
    ];

    private static readonly string[] Tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

    private static readonly (long Value, string Name)[] Groups = [(1_000_000_000_000, "trillion"), (1_000_000_000, "billion"), (1_000_000, "million"), (1000, "thousand")];

    private static readonly Dictionary<string, string> OddOrdinals = new(StringComparer.Ordinal)
    {
        ["one"] = "first", ["two"] = "second", ["three"] = "third", ["five"] = "fifth", ["eight"] = "eighth", ["nine"] = "ninth", ["twelve"] = "twelfth",
    };

    /// <summary>An amount: <c>1,020.50</c> is one thousand and twenty point five zero.</summary>
    public static string Amount(string number)
    {
        var point = number.IndexOf('.', StringComparison.Ordinal);
        var whole = (point < 0 ? number : number[..point]).Replace(",", "", StringComparison.Ordinal);
        return Cardinal(whole) + (point < 0 ? "" : " point " + OneByOne(number[(point + 1)..]));
    }

    /// <summary>One digit after the other; what is no digit is left out.</summary>
    public static string OneByOne(string digits) => string.Join(' ', digits.Where(char.IsAsciiDigit).Select(d => Small[d - '0']));

    public static string Cardinal(string digits)
    {
        var significant = digits.TrimStart('0');
        if (significant.Length > LongestCardinal) return OneByOne(digits);
        return significant.Length == 0 ? Small[0] : Cardinal(long.Parse(significant, CultureInfo.InvariantCulture));
    }

    public static string Ordinal(string digits)
    {
        var cardinal = Cardinal(digits);
        var last = cardinal.AsSpan().LastIndexOfAny(' ', '-') + 1;
        var word = cardinal[last..];
        return cardinal[..last] + (OddOrdinals.TryGetValue(word, out var odd) ? odd : word.EndsWith('y') ? word[..^1] + "ieth" : word + "th");
    }

    /// <summary>Four digits: nineteen ninety-eight, two thousand and five, twenty twenty-six.</summary>
    public static string Year(string digits)
    {
        var (century, rest) = (digits[..2], digits[2..]);
        if (digits[1] == '0' && rest[0] == '0') return Cardinal(digits);
        return rest == "00" ? Cardinal(century) + " hundred" : $"{Cardinal(century)} {(rest[0] == '0' ? "oh " : "")}{Cardinal(rest)}";
    }

    private static string Cardinal(long value)
    {
        foreach (var (group, name) in Groups)
        {
            if (value < group) continue;
            var (count, rest) = Math.DivRem(value, group);
            return $"{Cardinal(count)} {name}" + (rest == 0 ? "" : (rest < 100 ? " and " : " ") + Cardinal(rest));
        }

        return value switch
        {
            < 20 => Small[value],
            < 100 => Tens[value / 10] + (value % 10 == 0 ? "" : "-" + Small[value % 10]),
            _ => Small[value / 100] + " hundred" + (value % 100 == 0 ? "" : " and " + Cardinal(value % 100)),
        };
    }
}
