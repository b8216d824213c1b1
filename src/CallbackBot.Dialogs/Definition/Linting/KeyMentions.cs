using System.Text.RegularExpressions;

namespace CallbackBot.Dialogs.Definition.Linting;

/// <summary>A key that a prompt reads aloud.</summary>
/// <param name="Key">0-9, * or #.</param>
/// <param name="Written">As it stands in the prompt.</param>
/// <param name="Meaning">The words that say what the key is for; empty where several keys are told together.</param>
internal readonly record struct KeyMention(char Key, string Written, string Meaning);

/// <summary>Finds the keys that a prompt reads aloud: "press 1 for yes, 2 for no", 解决了请按1, 按1、2、3分别表示….</summary>
internal static partial class KeyMentions
{
    private static readonly string[] ChineseDigits = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    private static readonly string[] EnglishDigits = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

    // Behind a bare digit: a mark, a unit.
    private const string NoKeyBefore = "，。、；天个次小时分日号月年点元位家条项起-";

    // Characters; who says what a key is for says it in fewer.
    private const int Clause = 60;

    public static IReadOnlyList<KeyMention> In(string text, bool chinese)
    {
        // After the first key, "press" may be left out.
        var found = (chinese ? Chinese() : English()).Matches(text).Where(m => IsKey(text, m)).ToList();
        if (!found.Exists(m => m.Groups["press"].Success) && !(chinese && text.Contains("按键", StringComparison.Ordinal))) return [];
        var mentions = new List<KeyMention>();
        var from = 0;
        foreach (var match in found.Where(m => EndOf(m) > from))
        {
            var (more, end) = List(text, EndOf(match), chinese);
            mentions.Add(new KeyMention(Key(match.Groups["key"].Value), match.Value, more.Count > 0 ? "" : Meaning(text, from, match, chinese)));
            mentions.AddRange(more.Select(key => new KeyMention(key, match.Value, "")));
            from = end;
        }

        return mentions;
    }

    // 按一下 names no key, 按12345 is no key, 3天 is a number.
    private static bool IsKey(string text, Match match)
    {
        var next = EndOf(match) < text.Length ? text[EndOf(match)] : '。';
        if (next == '下' || char.IsAsciiDigit(next)) return false;
        return match.Groups["press"].Success || match.Groups["for"].Success || !NoKeyBefore.Contains(next, StringComparison.Ordinal);
    }

    // 1、2、3分别表示…; "1, 2 or 3". What is followed by "for" begins a new choice.
    private static (List<char> Keys, int End) List(string text, int end, bool chinese)
    {
        var keys = new List<char>();
        while ((chinese ? ChineseNext() : EnglishNext()).Match(After(text, end)) is { Success: true } next
            && (chinese || !EnglishFollows().IsMatch(After(text, end + next.Length))))
        {
            keys.Add(next.Value[^1]);
            end += next.Length;
        }

        return (keys, end);
    }

    // 解决了请按1， and "solved, press 1": in front. 按1表示解决了 and "press 1 for solved": behind.
    private static string Meaning(string text, int from, Match match, bool chinese)
    {
        var after = After(text, EndOf(match));
        if (chinese) after = ChineseKeyWord().Replace(after, "");
        var follows = chinese ? after.Length > 0 && char.IsLetter(after[0]) : EnglishFollows().IsMatch(after);
        if (!follows) return text[Math.Max(from, match.Index - Clause)..match.Index];
        var end = after.AsSpan(1).IndexOfAny(",.;?!，。；、？！");
        return end < 0 ? after : after[..(end + 1)];
    }

    private static string After(string text, int end) => text.Substring(end, Math.Min(Clause, text.Length - end));

    private static int EndOf(Match match) => match.Groups["key"].Index + match.Groups["key"].Length;

    private static char Key(string text)
    {
        var digit = Math.Max(Array.IndexOf(ChineseDigits, text), Array.IndexOf(EnglishDigits, text.ToLowerInvariant()));
        if (digit >= 0) return (char)('0' + digit);
        return text.ToLowerInvariant() switch
        {
            "星" or "star" => '*',
            "井" or "hash" or "pound" => '#',
            _ => text[0],
        };
    }

    [GeneratedRegex("(?<press>[按摁])(数字|下)?键? ?“?(?<key>[0-9*#零一二三四五六七八九星井])|[，、；。：？ ](?<key>[0-9*#])", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Chinese();

    [GeneratedRegex(@"\b(?<press>press(ing)?|hit|dial) (the )?(key )?(number )?(?<key>[0-9*#]|(zero|one|two|three|four|five|six|seven|eight|nine|star|hash|pound)\b)|([,;:]|\band|\bor) ((and|or) )?(?<key>[0-9*#]|(zero|one|two|three|four|five|six|seven|eight|nine|star|hash|pound)) (?<for>for|if|to|means)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex English();

    [GeneratedRegex("^(号?键)?( ?([、/]|或者?|和|及) ?)[0-9*#]", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex ChineseNext();

    [GeneratedRegex("^(,| or|, or| and|, and|/) ?[0-9*#]", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex EnglishNext();

    [GeneratedRegex("^(号?键|”)+", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex ChineseKeyWord();

    [GeneratedRegex("^ (for|if|when|means|to)\\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex EnglishFollows();
}
