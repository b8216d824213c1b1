using System.Globalization;
using System.Text;

namespace CallbackBot.Dialogs.Prompts;

/// <summary>Digits to Mandarin: 一千零二十, 两万五, 三点一四, 一二三四五.</summary>
internal static class MandarinNumbers
{
    /// <summary>Longer runs are no amounts: they are read one by one.</summary>
    private const int LongestCardinal = 16;

    private const string Digits = "零一二三四五六七八九";
    private static readonly string[] Places = ["", "十", "百", "千"];

    /// <summary>An amount: <c>1,020.50</c> is 一千零二十点五零.</summary>
    public static string Amount(string number)
    {
        var point = number.IndexOf('.', StringComparison.Ordinal);
        var whole = (point < 0 ? number : number[..point]).Replace(",", "", StringComparison.Ordinal);
        return Cardinal(whole) + (point < 0 ? "" : "点" + OneByOne(number[(point + 1)..]));
    }

    /// <summary>An amount before a measure word or a unit: 两个, 两公里, but 十二个.</summary>
    public static string Counted(string number) => number == "2" ? "两" : Amount(number);

    /// <summary>One digit after the other; what is no digit is left out.</summary>
    public static string OneByOne(string digits) => Spell(digits, Digits);

    /// <summary>As on the telephone, where 一 and 七 are easily confused: 幺三八.</summary>
    public static string Dialled(string digits) => Spell(digits, "零幺二三四五六七八九");

    public static string Cardinal(string digits)
    {
        var significant = digits.TrimStart('0');
        if (significant.Length > LongestCardinal) return OneByOne(digits);
        return significant.Length == 0 ? "零" : Cardinal(long.Parse(significant, CultureInfo.InvariantCulture), leading: true);
    }

    private static string Spell(string digits, string names)
    {
        var spoken = new StringBuilder(digits.Length);
        foreach (var digit in digits.Where(char.IsAsciiDigit)) spoken.Append(names[digit - '0']);
        return spoken.ToString();
    }

    private static string Cardinal(long value, bool leading) => value switch
    {
        >= 100_000_000 => Grouped(value, 100_000_000, "亿", leading),
        >= 10_000 => Grouped(value, 10_000, "万", leading),
        _ => Below((int)value, leading),
    };

    private static string Grouped(long value, long group, string name, bool leading)
    {
        var (count, rest) = Math.DivRem(value, group);
        var spoken = (count == 2 ? "两" : Cardinal(count, leading)) + name;
        return rest == 0 ? spoken : spoken + (rest < group / 10 ? "零" : "") + Cardinal(rest, leading: false);
    }

    /// <summary>1 to 9999.</summary>
    private static string Below(int value, bool leading)
    {
        var spoken = new StringBuilder(8);
        var gap = false;
        for (var place = 3; place >= 0; place--)
        {
            var unit = place switch { 3 => 1000, 2 => 100, 1 => 10, _ => 1 };
            var digit = value / unit % 10;
            if (digit == 0)
            {
                gap = spoken.Length > 0;
                continue;
            }

            if (gap) spoken.Append('零');
            gap = false;
            // 十二, not 一十二, at the beginning; 两千, but 二百.
            if (!(place == 1 && digit == 1 && spoken.Length == 0 && leading)) spoken.Append(place == 3 && digit == 2 ? '两' : Digits[digit]);
            spoken.Append(Places[place]);
        }

        return spoken.ToString();
    }
}
