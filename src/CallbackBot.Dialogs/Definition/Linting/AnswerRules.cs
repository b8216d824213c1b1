using System.Text.RegularExpressions;
using CallbackBot.Dialogs.Understanding;

namespace CallbackBot.Dialogs.Definition.Linting;

/// <summary>Keys: each means one answer, and a question that reads keys aloud reads all of them, rightly.</summary>
internal static partial class AnswerRules
{
    private static readonly string[] ChineseDigits = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    private static readonly string[] EnglishDigits = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

    public static void Check(Dialog dialog, FindingList findings)
    {
        foreach (var ask in dialog.Steps.Values.OfType<Ask>())
        {
            var owners = new Dictionary<char, AnswerRule>();
            foreach (var answer in ask.Answers)
            {
                foreach (var key in answer.Keys)
                {
                    if (!owners.TryAdd(key, answer)) findings.Add(answer.At, "key-twice", key, ask.Name);
                }
            }

            CheckRead(ask, ask.Text, owners, dialog.Language, findings);
            if (ask.AskAgain is not null) CheckRead(ask, ask.AskAgain, owners, dialog.Language, findings);
        }
    }

    private static void CheckRead(Ask ask, Wording wording, Dictionary<char, AnswerRule> owners, string language, FindingList findings)
    {
        var chinese = Vocabulary.IsChinese(language);
        // "Press 1 for yes, 2 for no": after the first key, a bare one counts as well. 按一下 names no key.
        var mentions = (chinese ? ChineseKey() : EnglishKey()).Matches(wording.Text)
            .Where(m => EndOf(m) == wording.Text.Length || wording.Text[EndOf(m)] != '下').ToList();
        if (!mentions.Exists(m => m.Value[0] is '按' or 'p' or 'P')) return;
        var read = new HashSet<char>();
        var from = 0;
        var wrong = false;
        foreach (Match mention in mentions)
        {
            var key = Key(mention.Groups["key"].Value);
            read.Add(key);
            if (!owners.TryGetValue(key, out var owner))
            {
                findings.Add(wording.At, "key-not-accepted", key, ask.Name);
            }
            else if (!wrong && Named(ask, Clause(wording.Text, from, mention, chinese), language) is { } named && named != owner)
            {
                // Two keys that were swapped are one mistake.
                wrong = true;
                findings.Add(wording.At, "key-wrong-answer", key, named.Label, owner.Label);
            }

            from = EndOf(mention);
        }

        // Several keys of one answer are one choice: reading any of them is enough.
        var leftOut = ask.Answers.Where(a => a.Keys.Length > 0 && !a.Keys.Any(read.Contains)).Select(a => a.Keys[0]).ToList();
        if (leftOut.Count > 0) findings.Add(wording.At, "key-not-read", string.Join(", ", leftOut), ask.Name);
    }

    // "solved, press 1", "press 1 for solved"; 解决了请按1, 按1表示解决了.
    private static string Clause(string text, int from, Match mention, bool chinese)
    {
        var after = text[EndOf(mention)..];
        var follows = chinese
            ? after.StartsWith("表示", StringComparison.Ordinal) || after.StartsWith("代表", StringComparison.Ordinal)
            : after.StartsWith(" for ", StringComparison.OrdinalIgnoreCase);
        if (follows)
        {
            var end = after.AsSpan(1).IndexOfAny(",.;?!，。；、？！");
            return end < 0 ? after : after[..(end + 1)];
        }

        return text[from..mention.Index];
    }

    // The answer with the longest name in the clause: 不满意 holds 满意.
    private static AnswerRule? Named(Ask ask, string clause, string language)
    {
        var named = ask.Answers
            .Select(a => (Answer: a, Name: a.Read?.Text ?? BuiltInWords.Read(a.Label, language)))
            .Where(a => clause.Contains(a.Name, StringComparison.OrdinalIgnoreCase))
            .OrderByDescending(a => a.Name.Length).ToList();
        return named.Count == 0 || (named.Count > 1 && named[0].Name.Length == named[1].Name.Length) ? null : named[0].Answer;
    }

    private static int EndOf(Match mention) => mention.Groups["key"].Index + mention.Groups["key"].Length;

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

    [GeneratedRegex("按(数字|下)?键? ?(?<key>[0-9*#零一二三四五六七八九星井])|[，、；](?<key>[0-9*#])(号?键)?(表示|代表)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex ChineseKey();

    [GeneratedRegex(@"\bpress(ing)? (the )?(key )?(?<key>[0-9*#]|(zero|one|two|three|four|five|six|seven|eight|nine|star|hash|pound)\b)|[,;] (and |or )?(?<key>[0-9*#]|(zero|one|two|three|four|five|six|seven|eight|nine|star|hash|pound)\b)( for| if| to)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex EnglishKey();
}
