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
        var questions = Questions(wording.Text).ToList();
        foreach (var question in questions)
        {
            var at = wording.PlaceOf(question);
            if (IsLeading(question, chinese)) findings.Add(at, "leading");
            else if (IsNegated(question, chinese)) findings.Add(at, "negated");
        }

        if (ask.IsSurvey && QuestionTopics.AreSeveral(questions, chinese)) findings.Add(wording.At, "two-questions");
    }

    private static bool IsLeading(string question, bool chinese) => chinese
        ? LeadingChinese().IsMatch(question) || LoadedChinese().IsMatch(question)
        : LeadingEnglish().IsMatch(question) || LoadedEnglish().IsMatch(question)
            || (AssertedEnglish().IsMatch(question) && !question.Contains(" or ", StringComparison.OrdinalIgnoreCase));

    private static bool IsNegated(string question, bool chinese)
    {
        if (!chinese) return NegatedEnglish().IsMatch(question) && !question.Contains(" or ", StringComparison.OrdinalIgnoreCase);

        // 有没有解决 and 满不满意 offer both; so does …还是….
        var text = BothChinese().Replace(question, " ");
        return NegatedChinese().IsMatch(question) || (NegatedAnyChinese().IsMatch(text) && !question.Contains("还是", StringComparison.Ordinal));
    }

    /// <summary>The sentences that ask: those that end in a question mark, else the last one.</summary>
    private static IEnumerable<string> Questions(string text)
    {
        var from = 0;
        var any = false;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] is '？' or '?')
            {
                any = true;
                yield return text[from..(at + 1)].Trim();
            }

            if (text[at] is '？' or '?' or '。' or '！' or '!' || (text[at] == '.' && (at + 1 == text.Length || text[at + 1] == ' '))) from = at + 1;
        }

        if (!any && text[..^1].Trim().Length > 0) yield return text[(text[..^1].LastIndexOfAny(['。', '！', '!', '.']) + 1)..].Trim();
    }

    [GeneratedRegex("吧[？?。]?$|(对|是)(吧|吗|不对|不是)[？?]|没错吧|(应该|肯定|想必|一定).*(了|的|吧)[吗吧]?[？?]|难道|不是(已经)?.*了吗", RegexOptions.NonBacktracking)]
    private static partial Regex LeadingChinese();

    // Praise before the question.
    [GeneratedRegex("(优质|周到|热情|贴心|高效|圆满|优秀|良好|出色|及时有效)的|这么(快|好|及时|努力|认真)|那么(快|好|努力)|(圆满|顺利|成功|彻底)地?(解决|办结)了", RegexOptions.NonBacktracking)]
    private static partial Regex LoadedChinese();

    [GeneratedRegex(@",? (isn't|wasn't|hasn't|didn't|aren't|weren't|haven't|doesn't|don't) (it|they|he|she|you|that|we)\?|,\s*(right|correct|yes|okay|ok|no doubt)\?|\b(surely|obviously|of course|no doubt|i assume|i take it|i trust|i hope|i am sure|i'm sure|don't you (think|agree)|wouldn't you)\b", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex LeadingEnglish();

    [GeneratedRegex(@"\b(our|the|this|their) (very )?(excellent|great|outstanding|wonderful|fantastic|first-class|high-quality|prompt|speedy|splendid|perfect) |\b(how|so) (well|quickly|nicely) (we|they|it) (did|solved|fixed|resolved)\b|\bworked (so|very) hard\b", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex LoadedEnglish();

    // "You are satisfied?": a statement with a question mark.
    [GeneratedRegex(@"^\W*((so|and|well|then),? )?(you're|you are|you were|you must|it's|it is|it has|it was|everything is|everything was|the (problem|issue|matter|case|work) (is|has|was)|your (problem|issue|matter|request|case) (is|has|was)|they have|they've|we have|we've)\b.*\?$", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex AssertedEnglish();

    [GeneratedRegex("(是不是|是否|有没有)(还|都|仍|从来)?(没|不|未)|(没|未|不)(有|能)?(人)?(得到)?(给您|与您|和您|跟您)?(解决|联系|处理|修好|办好|满意|打过|来过)(好|过|到|您)?(了|的)?吗", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex NegatedChinese();

    // 您明天不方便吗: a denial anywhere before 吗 in the same clause, 的 (没解决的部分能说说吗) ending its reach.
    [GeneratedRegex("(没|未|不)[^，,。；、的能可会仅但同久管用过论]{0,8}(吗|么)[？?]?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex NegatedAnyChinese();

    [GeneratedRegex("是不是|有没有|能不能|会不会|要不要|好不好|行不行|可不可以|满不满意|愿不愿意|方不方便|知不知道|是否|不好意思|差不多|不错|不少|不久", RegexOptions.NonBacktracking)]
    private static partial Regex BothChinese();

    [GeneratedRegex(@"^\W*((so|and|well|or),? )?(hasn't|haven't|isn't|aren't|wasn't|weren't|didn't|don't|doesn't|won't|can't)\b|\b(has|have|is|are|was|were|did|do|does|had) (it|they|he|she|you|we|anyone|anybody|someone|the [a-z]+|your [a-z]+) (still |yet |really )?(not|never|n't)\b|\b(has|have|did|is|was) (nobody|no one|nothing|none)\b|^\W*(is|are|was|has|have|were|does) .*\b(unsolved|unresolved|unfixed|not (yet )?(solved|fixed|resolved)|never|nobody|no one|dissatisfied|unsatisfied|unhappy)\b", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex NegatedEnglish();
}
