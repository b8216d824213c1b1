using System.Globalization;

namespace CallbackBot.Dialogs.Prompts;

/// <summary>Numbers in English: October the third, half past six in the evening, ninety-five percent.</summary>
internal sealed class EnglishSpeller : ISpeller
{
    private static readonly string[] Small =
    [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen",
        "sixteen", "seventeen", "eighteen", "nineteen",
    ];

    private static readonly string[] Tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

    private static readonly string[] Ordinals =
    [
        "", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth", "thirteenth",
        "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth",
    ];

    private EnglishSpeller()
    {
    }

    public static EnglishSpeller Instance { get; } = new();

    public string Spell(NumberToken number)
    {
        if (number.Date is { } date) return Day(date) + (number.Time is { } at ? " at " + Clock(at) : "");
        if (number.Time is { } time) return Clock(time);
        if (number.Currency is { } sign) return Money(number, sign);
        return number.Unit == "%" ? Value(number) + " percent" : Value(number);
    }

    private static string Day(DateOnly date) => $"{date.ToString("MMMM", CultureInfo.InvariantCulture)} the {Ordinal(date.Day)}";

    private static string Ordinal(int day) => day switch
    {
        <= 20 => Ordinals[day],
        30 => "thirtieth",
        > 30 => "thirty-" + Ordinals[day - 30],
        _ => "twenty-" + Ordinals[day - 20],
    };

    private static string Clock(TimeOnly time)
    {
        if (time is { Hour: 12, Minute: 0 }) return "noon";
        var part = time.Hour switch { < 12 => "in the morning", < 18 => "in the afternoon", _ => "in the evening" };
        var hour = Small[time.Hour % 12 == 0 ? 12 : time.Hour % 12];
        var minute = time.Minute switch { 0 => "", < 10 => " oh " + Small[time.Minute], _ => " " + Cardinal(time.Minute) };
        return $"{hour}{minute} {part}";
    }

    private static string Money(NumberToken number, char sign)
    {
        var name = sign switch { '$' => "dollars", '€' => "euros", '£' => "pounds", _ => "yuan" };
        var cents = number.Decimals.Length == 0 ? 0 : int.Parse(number.Decimals.PadRight(2, '0')[..2], CultureInfo.InvariantCulture);
        var whole = Whole(number.Digits);
        return cents == 0 ? $"{whole} {name}" : $"{whole} {name} {Cardinal(cents)}";
    }

    private static string Value(NumberToken number)
    {
        if (number.Decimals.Length == 0 && SpokenForms.ReadsDigitByDigit(number.Digits)) return OneByOne(number.Digits);
        return number.Decimals.Length == 0 ? Whole(number.Digits) : $"{Whole(number.Digits)} point {OneByOne(number.Decimals)}";
    }

    private static string Whole(string digits) =>
        digits.Length > 9 ? OneByOne(digits) : Cardinal(int.Parse(digits, CultureInfo.InvariantCulture));

    private static string OneByOne(string digits) => string.Join(' ', digits.Select(d => Small[d - '0']));

    private static string Cardinal(int value) => value switch
    {
        < 20 => Small[value],
        < 100 => Tens[value / 10] + (value % 10 == 0 ? "" : "-" + Small[value % 10]),
        < 1000 => Small[value / 100] + " hundred" + (value % 100 == 0 ? "" : " and " + Cardinal(value % 100)),
        < 1_000_000 => Cardinal(value / 1000) + " thousand" + (value % 1000 == 0 ? "" : " " + Cardinal(value % 1000)),
        _ => Cardinal(value / 1_000_000) + " million" + (value % 1_000_000 == 0 ? "" : " " + Cardinal(value % 1_000_000)),
    };
}
