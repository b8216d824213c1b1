using System.Text;

namespace CallbackBot.Dialogs.Prompts;

/// <summary>Numbers in Mandarin: 十月三号, 下午六点半, 百分之九十五, 两个.</summary>
internal sealed class MandarinSpeller : ISpeller
{
    private const string Digits = "零一二三四五六七八九";
    private static readonly string[] Places = ["", "十", "百", "千"];

    private MandarinSpeller()
    {
    }

    public static MandarinSpeller Instance { get; } = new();

    public string Spell(NumberToken number)
    {
        if (number.Date is { } date) return Day(date) + (number.Time is { } at ? Clock(at) : "");
        if (number.Time is { } time) return Clock(time);
        if (number.Currency is { } sign) return Value(number) + (sign switch { '$' => "美元", '€' => "欧元", '£' => "英镑", _ => "元" });
        return number.Unit switch
        {
            "%" => "百分之" + Value(number),
            "年" when number.Digits.Length == 4 => OneByOne(number.Digits),
            "个" or "位" or "次" or "天" or "件" or "家" or "名" or "条" or "项" or "户" or "小时" or "分钟" or "块" or "点"
                when number is { Digits: "2", Decimals: "" } => "两",
            _ => Value(number),
        };
    }

    private static string Value(NumberToken number)
    {
        if (number.Decimals.Length == 0 && SpokenForms.ReadsDigitByDigit(number.Digits)) return OneByOne(number.Digits);
        var whole = number.Digits.Length > 8 ? OneByOne(number.Digits) : Cardinal(int.Parse(number.Digits, System.Globalization.CultureInfo.InvariantCulture));
        return number.Decimals.Length == 0 ? whole : $"{whole}点{OneByOne(number.Decimals)}";
    }

    private static string Day(DateOnly date) => $"{Cardinal(date.Month)}月{Cardinal(date.Day)}号";

    private static string Clock(TimeOnly time)
    {
        var part = time.Hour switch { < 6 => "凌晨", < 9 => "早上", < 12 => "上午", 12 => "中午", < 18 => "下午", _ => "晚上" };
        var hour = time.Hour > 12 ? time.Hour - 12 : time.Hour;
        var minute = time.Minute switch
        {
            0 => "",
            30 => "半",
            < 10 => "零" + Cardinal(time.Minute) + "分",
            _ => Cardinal(time.Minute) + "分",
        };
        return part + (hour == 2 ? "两" : Cardinal(hour)) + "点" + minute;
    }

    private static string OneByOne(string digits)
    {
        var spoken = new StringBuilder(digits.Length);
        foreach (var digit in digits) spoken.Append(Digits[digit - '0']);
        return spoken.ToString();
    }

    /// <summary>0 to 99,999,999.</summary>
    private static string Cardinal(int value)
    {
        if (value == 0) return "零";
        if (value >= 10_000)
        {
            var rest = value % 10_000;
            return Cardinal(value / 10_000) + "万" + (rest == 0 ? "" : (rest < 1000 ? "零" : "") + Below(rest));
        }
        return Below(value);
    }

    private static string Below(int value)
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
            // 十二, not 一十二, at the beginning.
            if (!(place == 1 && digit == 1 && spoken.Length == 0)) spoken.Append(Digits[digit]);
            spoken.Append(Places[place]);
        }
        return spoken.ToString();
    }
}
