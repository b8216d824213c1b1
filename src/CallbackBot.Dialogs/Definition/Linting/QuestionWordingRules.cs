using System.Text.RegularExpressions;

namespace CallbackBot.Dialogs.Definition.Linting;

/// <summary>A fair question: it does not lead, is not negated, and asks one thing.</summary>
internal static partial class QuestionWordingRules
{
    public static void Check(Dialog dialog, FindingList findings)
    {
        var chinese = Vocabulary.IsChinese(dialog.Language);
        foreach (var ask in dialog.Steps.Values.OfType<Ask>().Where(a => a.Set != Vocabulary.FreeText))
        {
            foreach (var wording in (Wording?[])[ask.Text, ask.AskAgain])
            {
                if (wording is not null) Check(wording, chinese, ask, findings);
            }
        }
    }

    private static void Check(Wording wording, bool chinese, Ask ask, FindingList findings)
    {
        var topics = new HashSet<string>(StringComparer.Ordinal);
        foreach (var question in Questions(wording.Text))
        {
            if ((chinese ? LeadingChinese() : LeadingEnglish()).IsMatch(question)) findings.Add(wording.At, "leading");
            else if ((chinese ? NegatedChinese() : NegatedEnglish()).IsMatch(question)) findings.Add(wording.At, "negated");
            foreach (var (topic, pattern) in chinese ? ChineseTopics : EnglishTopics)
            {
                if (pattern.IsMatch(question)) topics.Add(topic);
            }
        }

        if (ask.IsSurvey && topics.Count > 1) findings.Add(wording.At, "two-questions");
    }

    /// <summary>The sentences that ask: those that end in a question mark.</summary>
    private static IEnumerable<string> Questions(string text)
    {
        var from = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] is '？' or '?') yield return text[from..(at + 1)];
            if (text[at] is '？' or '?' or '。' or '！' or '!' || (text[at] == '.' && (at + 1 == text.Length || text[at + 1] == ' '))) from = at + 1;
        }
    }

    private static readonly (string Topic, Regex Pattern)[] ChineseTopics =
    [
        ("response", new("(联系|打|找)过|有没有(联系|给您打)|(与|和|跟)您(取得)?联系|联系(您|到您)", RegexOptions.NonBacktracking)),
        ("resolution", new("(解决|办好|修好|处理好|办完)(了|完|得|没有|没|吗|的)|是否(已经)?(解决|办好|修好)", RegexOptions.NonBacktracking)),
        ("satisfaction", new("满意", RegexOptions.NonBacktracking)),
    ];

    private static readonly (string Topic, Regex Pattern)[] EnglishTopics =
    [
        ("response", new(@"\b(contact(ed)?|been in touch|get in touch|got in touch|reach(ed)? you|call(ed)? you|visit(ed)? you)\b", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)),
        ("resolution", new(@"\b(solved|resolved|fixed|sorted|repaired)\b", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)),
        ("satisfaction", new(@"\b(satisfied|satisfaction|happy|pleased)\b", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)),
    ];

    [GeneratedRegex("吧[？?]|(对|是)(吧|吗|不对|不是)[？?]|(应该|肯定|想必).*(了|的|吧)[吗吧]?[？?]|难道", RegexOptions.NonBacktracking)]
    private static partial Regex LeadingChinese();

    [GeneratedRegex(@",? (isn't|wasn't|hasn't|didn't|aren't|weren't|haven't|doesn't|don't) (it|they|he|she|you|that)\?|,\s*(right|correct|yes|okay|ok)\?|\b(surely|obviously|of course|no doubt|i assume|i take it|i trust)\b", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex LeadingEnglish();

    [GeneratedRegex("(是不是|是否)(还|都|仍)?(没|不|未)|(没|未|不)(有|能)?(人)?(得到)?(给您|与您|和您|跟您)?(解决|联系|处理|修好|办好|满意|打过|来过)(好|过|到|您)?(了|的)?吗", RegexOptions.NonBacktracking)]
    private static partial Regex NegatedChinese();

    [GeneratedRegex(@"^\W*((so|and|well),? )?(hasn't|haven't|isn't|aren't|wasn't|weren't|didn't|don't|doesn't)\b|\b(has|have|is|are|was|were|did|do|does) (it|they|he|she|you|anyone|anybody|the [a-z]+|your [a-z]+) not\b", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex NegatedEnglish();
}
