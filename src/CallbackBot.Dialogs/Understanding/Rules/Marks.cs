using System.Globalization;
using System.Text.RegularExpressions;

namespace CallbackBot.Dialogs.Understanding.Rules;

/// <summary>Satisfaction said in figures.</summary>
/// <param name="Label">The level; null when the scale is unknown: "four" is much of five and little of ten.</param>
/// <param name="Alone">Nothing else is said, so that the figure is the answer.</param>
/// <param name="Start">Where the figure begins in the text.</param>
/// <param name="Length">Characters.</param>
internal readonly record struct Mark(string? Label, bool Alone, int Start, int Length);

/// <summary>
/// Stars, marks out of five, ten or a hundred, percents: a share of full marks, mapped to the five levels. From 95 % very satisfied, from 75 % satisfied, from 50 %
/// neutral, up to 20 % very dissatisfied; "less than" lowers the share by 15 points. Marks from two to five without a scale are not read: they are asked again.
/// School grades from A to F are marks too.
/// </summary>
internal static partial class Marks
{
    /// <summary>Who gives a mark and no more is done within this many characters.</summary>
    private const int Longest = 80;

    /// <summary>In milliseconds; nothing so short takes a thousandth of it.</summary>
    private const int Patience = 1000;

    private const string Hanzi = "零一二三四五六七八九";
    private const string Number = @"(?:\d{1,3}|[零一二两三四五六七八九十百]{1,5}|\b(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|(?:a |one )?hundred)\b)";
    private const string Less = "(?<less>不到|不足|低于|没到|少于|不够|less than |under |below |fewer than |not even )?";
    private const string More = "(?<more>不止|超过|高于|至少|起码|more than |over |above |at least )?";

    private static readonly string[] English =
    [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred",
    ];

    /// <summary>The mark that a reply gives, or null when it gives none or several.</summary>
    public static Mark? Find(string text)
    {
        if (text.Length > Longest || !Sign().IsMatch(text)) return null;
        double? full = null;
        var rest = Full().Replace(text, found =>
        {
            full = Value(found.Groups["full"].Value);
            return new string(' ', found.Length);
        });
        var marks = Given().Matches(rest);
        // 五分的话给四分, 十分我给八分: the first is the scale.
        if (marks.Count == 2 && full is null && marks[1].Groups["gives"].Success && !marks[0].Groups["gives"].Success && Value(marks[0].Groups["n"].Value) is 5 or 10 or 100)
        {
            full = Value(marks[0].Groups["n"].Value);
            rest = Blank(rest, marks[0]);
            marks = Given().Matches(rest);
        }
        if (marks.Count != 1) return null;
        var mark = marks[0];
        var others = Blank(rest, mark);
        // 给五分，满分: whatever the scale, all of it.
        if (full is null && others.Contains("满分", StringComparison.Ordinal)) full = Value(mark.Groups["n"].Value);
        var share = Share(mark, full);
        var percent = mark.Groups["percent"].Success;
        var alone = (percent ? LightWithVerdict() : Light()).IsMatch(others);
        if (!mark.Groups["unit"].Success && !mark.Groups["full"].Success && !mark.Groups["grade"].Success && !percent && full is null && !alone) return null;
        return new Mark(share is { } known ? Level(known) : null, alone, mark.Index, mark.Length);
    }

    private static string Blank(string text, Match part) => string.Concat(text.AsSpan(0, part.Index), new string(' ', part.Length), text.AsSpan(part.Index + part.Length));

    /// <summary>Of full marks; null when nobody can say what full marks are.</summary>
    private static double? Share(Match mark, double? scale)
    {
        if (mark.Groups["percent"].Success) return Value(mark.Groups["percent"].Value) / 100;
        if (mark.Groups["grade"].Success) return Grade(mark.Groups["grade"].Value[0]) + mark.Groups["sign"].Value switch { "plus" => 0.05, "minus" => -0.05, _ => 0 };
        var value = Value(mark.Groups["n"].Value);
        var unit = mark.Groups["unit"].Value;
        var full = mark.Groups["full"].Success ? Value(mark.Groups["full"].Value)
            : scale ?? (unit.Contains('星', StringComparison.Ordinal) || unit.Contains("star", StringComparison.Ordinal) ? 5 : value switch
            {
                < 2 => 10,
                < 6 => 0,
                <= 10 => unit.Length > 0 ? 10 : 0,
                _ => unit.Length > 0 ? 100 : 0,
            });
        if (full <= 0) return null;
        var share = value / full;
        if (mark.Groups["less"].Success || mark.Groups["below"].Success) return share - 0.15;
        return mark.Groups["more"].Success || mark.Groups["above"].Success ? share + 0.05 : share;
    }

    private static double Grade(char letter) => letter switch { 'a' => 0.97, 'b' => 0.82, 'c' => 0.6, 'd' => 0.4, _ => 0 };

    private static string Level(double share) => share switch
    {
        >= 0.95 => "very_satisfied",
        >= 0.75 => "satisfied",
        >= 0.5 => "neutral",
        > 0.2 => "dissatisfied",
        _ => "very_dissatisfied",
    };

    private static double Value(string number)
    {
        if (char.IsAsciiDigit(number[0])) return int.Parse(number, CultureInfo.InvariantCulture);
        var word = Array.IndexOf(English, number[(number.LastIndexOf(' ') + 1)..]);
        if (word >= 0) return word switch { 19 => 100, > 10 => (word - 9) * 10, _ => word };
        var (value, digit) = (0, -1);
        foreach (var c in number)
        {
            if (c is '十' or '百') (value, digit) = (value + Math.Max(digit, digit < 0 ? 1 : 0) * (c == '十' ? 10 : 100), 0);
            else digit = Hanzi.IndexOf(c == '两' ? '二' : c, StringComparison.Ordinal);
        }
        // 一百二 is a hundred and twenty.
        return value + (value == 100 && digit > 0 && !number.Contains('零') && number.Length == 3 ? digit * 10 : Math.Max(digit, 0));
    }

    [GeneratedRegex(@"分|星|%|\bpercent\b|\bstar|\bout of\b|\d ?(?:/|of) ?\d|\b(?:zero|one|two|three|four|five|six|seven|eight|nine|ten)\b|(?:给|打)个?[一二两三四五六七八九十]|(?:给|打|评)个?[abcdf]|\b(?:an [af]|a [bcdf])\b", RegexOptions.None, Patience)]
    private static partial Regex Sign();

    [GeneratedRegex($@"(?:满分|总分|最高)(?:是|为)?(?<full>{Number})分?|(?<full>{Number})分(?:制|里头?|当中)", RegexOptions.None, Patience)]
    private static partial Regex Full();

    [GeneratedRegex($@"百分之(?<percent>{Number})|(?<percent>{Number}) ?(?:%|percent\b)"
        + $@"|{Less}{More}(?<n>{Number})(?: stars?)?(?:,? out)?(?: of| ?/) ?(?<full>{Number})(?: stars?)?"
        + $@"|(?<gives>(?:给|打)个?)?{Less}{More}(?<n>{Number})[来多几]?(?<unit>分(?![钟之])|颗星?|个?星(?!期)| stars?\b)(?:(?<above>以上|多)|(?<below>以下))?"
        + $@"|(?<gives>(?:给|打)个?){Less}{More}(?<n>{Number})|(?<=^|\ba |\ban |\b(?:say|about|maybe|around|give|it) ){Less}{More}(?<n>\b(?:zero|one|two|three|four|five|six|seven|eight|nine|ten)\b)(?=$|[ .,!])"
        + @"|(?:给|打|评)个?(?<grade>[abcdf])(?![a-z])"
        + @"|\b(?:grade|graded|give|gave|gets?|got|mark|rate|score|deserves?|earns?|earned|is)(?: (?!the )\w+){0,2}? an? (?:(?:solid|straight|flat|bare) )?(?<grade>[abcdf])(?: (?<sign>plus|minus))?(?=$|[.,!?]| (?:from|at|for|and|but|because|overall|if|maybe|i)\b)", RegexOptions.None, Patience)]
    private static partial Regex Given();

    [GeneratedRegex(@"^(?>(?:[^\p{L}\p{N}]|我|给|打|个|吧|就|最多|顶多|也就|大概|差不多|的话|算|能|只能|可以|那|嗯|呃|也|左右|上下|了|是|还|要|觉得|应该|满分|\b(?:i|would|will|give|it|them|that|is|a|an|say|maybe|about|around|roughly|probably|guess|think|at|most|best|just|only|the|score|rating|rate|let|me|so|well|um|uh|be|mark|marks|points|my|no|more|than|overall|from|grade)\b)*)$", RegexOptions.None, Patience)]
    private static partial Regex Light();

    [GeneratedRegex(@"^(?>(?:[^\p{L}\p{N}]|我|吧|就|大概|差不多|算|那|嗯|呃|也|左右|了|是|的|满意|\b(?:i|am|would|say|maybe|about|around|roughly|probably|guess|think|just|only|so|well|be|satisfied|happy)\b)*)$", RegexOptions.None, Patience)]
    private static partial Regex LightWithVerdict();
}
