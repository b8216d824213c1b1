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

    public static IReadOnlyList<KeyMention> In(string text, bool chinese)
    {
        // 按一下 names no key. After the first key, "press" may be left out.
        var found = (chinese ? Chinese() : English()).Matches(text).Where(m => EndOf(m) == text.Length || text[EndOf(m)] != '下').ToList();
        if (!found.Exists(m => m.Groups["press"].Success) && !(chinese && text.Contains("按键", StringComparison.Ordinal))) return [];
        var mentions = new List<KeyMention>();
        var from = 0;
        foreach (var match in found)
        {
            var end = EndOf(match);
            if (end <= from) continue;
            var list = (chinese ? ChineseList() : EnglishList()).Match(text, end);
            var meaning = list.Success ? "" : Meaning(text, from, match, chinese);
            mentions.Add(new KeyMention(Key(match.Groups["key"].Value), match.Value, meaning));
            foreach (Capture more in list.Groups["key"].Captures) mentions.Add(new KeyMention(Key(more.Value), match.Value, ""));
            from = list.Success ? list.Index + list.Length : end;
        }

        return mentions;
    }

    // 解决了请按1， and "solved, press 1": in front. 按1表示解决了 and "press 1 for solved": behind.
    private static string Meaning(string text, int from, Match match, bool chinese)
    {
        var after = text[EndOf(match)..];
        if (chinese) after = ChineseKeyWord().Replace(after, "");
        var follows = chinese ? after.Length > 0 && char.IsLetter(after[0]) : EnglishFollows().IsMatch(after);
        if (!follows) return text[from..match.Index];
        var end = after.AsSpan(1).IndexOfAny(",.;?!，。；、？！");
        return end < 0 ? after : after[..(end + 1)];
    }

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

    [GeneratedRegex("(?<press>[按摁])(数字|下)?键? ?“?(?<key>[0-9*#零一二三四五六七八九星井])|[，、；。：？ ](?<key>[0-9*#])(号?键)?(?=[^0-9，。、天个次小时分日号月年点元位家条项起-])", RegexOptions.ExplicitCapture)]
    private static partial Regex Chinese();

    [GeneratedRegex(@"\b(?<press>press(ing)?|hit|dial) (the )?(key )?(number )?(?<key>[0-9*#](?![0-9])|(zero|one|two|three|four|five|six|seven|eight|nine|star|hash|pound)\b)|([,;:]|\band|\bor) ((and|or) )?(?<key>[0-9*#]|(zero|one|two|three|four|five|six|seven|eight|nine|star|hash|pound)\b)(?= (for|if|to|means)\b)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex English();

    [GeneratedRegex(@"\G(号?键)?( ?([、/]|或者?|和|及) ?(?<key>[0-9*#]))+", RegexOptions.ExplicitCapture)]
    private static partial Regex ChineseList();

    [GeneratedRegex(@"\G(,? ?(,|or|and|/) ?(?<key>[0-9*#])(?! (for|if|to|means)\b))+", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex EnglishList();

    [GeneratedRegex("^(号?键|”)+", RegexOptions.ExplicitCapture)]
    private static partial Regex ChineseKeyWord();

    [GeneratedRegex("^ (for|if|when|means|to)\\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex EnglishFollows();
}
