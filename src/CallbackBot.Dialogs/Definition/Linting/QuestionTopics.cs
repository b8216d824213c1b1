using System.Text.RegularExpressions;

namespace CallbackBot.Dialogs.Definition.Linting;

/// <summary>What a question is about. Two meanings in one question make its answer mean nothing; two question marks alone do not.</summary>
internal static class QuestionTopics
{
    private static readonly (string Topic, Regex Pattern)[] Chinese =
    [
        ("response", Of("(联系|打|找|来|上门)过|有没有(联系|给您打)|(与|和|跟)您(取得)?联系|联系(您|到您|上您)|是否(联系|来电|上门)")),
        ("resolution", Of("(解决|办好|修好|处理好|办完|恢复)(了|完|没有|没|吗)|是否(已经)?(得到)?(解决|办好|修好)|有没有(得到|全部|完全|彻底|都)?(解决|修好|办好)")),
        ("satisfaction", Of("满意")),
    ];

    private static readonly (string Topic, Regex Pattern)[] English =
    [
        ("response", Of(@"\b(contact(ed)?|been in touch|get in touch|got in touch|reach(ed)? you|call(ed)? you|visit(ed)? you|come to see you)\b")),
        ("resolution", Of(@"\b(solved?|resolved?|fix|fixed|sorted|repair|repaired)\b")),
        ("satisfaction", Of(@"\b(satisfied|satisfaction|happy|pleased)\b")),
    ];

    // Sides of a service that one may judge differently.
    private static readonly (string Topic, Regex Pattern)[] ChineseSides =
    [
        ("attitude", Of("态度|礼貌|耐心|热情")),
        ("speed", Of("速度|及时|快不快|效率|时效|快吗|够快")),
        ("quality", Of("质量|效果|水平|专业")),
        ("price", Of("费用|收费|价格")),
        ("result", Of("结果")),
    ];

    private static readonly (string Topic, Regex Pattern)[] EnglishSides =
    [
        ("attitude", Of(@"\b(polite|friendly|rude|attitude|helpful|courteous|patient)\b")),
        ("speed", Of(@"\b(quick|quickly|fast|speed|on time|promptly|prompt|slow)\b")),
        ("quality", Of(@"\b(quality|professional|competent|thorough)\b")),
        ("price", Of(@"\b(price|cost|fee|expensive)\b")),
        ("result", Of(@"\b(results?|outcome)\b")),
    ];

    /// <summary>True when these sentences of one prompt ask more than one thing.</summary>
    public static bool AreSeveral(IReadOnlyList<string> sentences, bool chinese)
    {
        var questions = sentences.SelectMany(s => Next.Replace(s, "$0\n").Split('\n')).ToList();
        var topics = questions.Select(q => Found(q, chinese ? Chinese : English)).ToList();
        var sides = questions.Select(q => Found(q, chinese ? ChineseSides : EnglishSides)).ToList();
        if (topics.SelectMany(t => t).Distinct().Count() > 1 || sides.SelectMany(s => s).Distinct().Count() > 1) return true;

        if (sentences.Any(s => chinese ? AsksTwiceChinese(s) : HowMuchEnglish.IsMatch(s) || (TwiceEnglish.IsMatch(s) && !WhenAndHow.IsMatch(s)))) return true;

        // 工作人员联系过您吗？态度好吗？
        return topics.Where((t, i) => t.Count > 0 && sides[i].Count == 0).Any() && topics.Where((t, i) => t.Count == 0 && sides[i].Count > 0).Any();
    }

    private static List<string> Found(string question, (string Topic, Regex Pattern)[] patterns) =>
        [.. patterns.Where(p => p.Pattern.IsMatch(Main(question))).Select(p => p.Topic)];

    // 师傅来过以后，您满意吗; "satisfied with how it was solved": what is only mentioned is not asked.
    private static string Main(string question) =>
        string.Join(' ', And.Split(question).Select(part => Mentioned.Replace(part, " ")));

    // 联系过您吗，态度好不好: a sentence that asks, and asks again.
    private static readonly Regex Next = Of(@"(吗|没有|了没)[，,、；;]|,? and (was|were|is|are|did|do|does|has|have|how) ");

    // 检查人员态度好吗，有没有给您开罚单; "how often do you use it, and how long do you wait": whatever the two are about.
    private static bool AsksTwiceChinese(string sentence)
    {
        var clauses = sentence.Split('，', ',', '；', ';');
        for (var i = 0; i + 1 < clauses.Length; i++)
        {
            if (HowMuchChinese.IsMatch(clauses[i]) && clauses.Skip(i + 1).Any(c => AsksChinese.IsMatch(c) && !Opener.IsMatch(c) && !Choice.IsMatch(c))) return true;
            if (!clauses[i].EndsWith('吗') || Opener.IsMatch(clauses[i])) continue;
            var topics = Found(clauses[i], Chinese);
            if (clauses.Skip(i + 1).Any(c => AsksChinese.IsMatch(c) && !Choice.IsMatch(c) && (topics.Count == 0 || !topics.SequenceEqual(Found(c, Chinese))))) return true;
        }

        return false;
    }

    private static readonly Regex AsksChinese = Of("吗[？?]?$|有没有|多久|多长时间|多少|几[次天个回]|怎么样|如何|哪[些个里]|谁");

    // 您等了多久，师傅态度怎么样: a question without 吗.
    private static readonly Regex HowMuchChinese = Of("多久|多长时间|(^|[^那这前后好])几[次天回]|多少[次天]|什么时候[^，]{0,6}的$");

    // 您还记得这件事吗，请您评价一下好吗: what only opens a question. …，还是…, …，能说说吗: what belongs to the one before.
    private static readonly Regex Opener = Of("记得|知道|方便|听得|听清|在吗$|可以吗$|请.*好吗$|一下好吗$");

    private static readonly Regex Choice = Of("还是|或者|告诉|说说|说一[下说]|讲讲");

    private static readonly Regex TwiceEnglish = Of(
        @"^\W*((and|so|now|well),? )?(how|what|when|where|which|who|why|did|do|does|is|are|was|were|has|have|can|could|would|will)\b.*\band "
        + @"((how|what|when|where|which|who|why) (often|long|many|much|soon|well|far|do|does|did|is|are|was|were|has|have|would|will|can)|(did|do|does|is|are|was|were|has|have) (you|they|it|he|she|the|your|anyone|anybody|someone))\b");

    // "How long did you wait, was the plumber polite?"
    private static readonly Regex HowMuchEnglish = Of(
        @"^\W*((and|so|now|well),? )?how (long|often|many|soon)\b[^,?]*, ?(did|do|does|is|are|was|were|has|have) (you|they|it|he|she|the|your|anyone|anybody|someone)\b[^,]*\?");

    // "When and how was it repaired?"
    private static readonly Regex WhenAndHow = Of(@"\b(how|what|when|where|which|who|why) and ");

    private static readonly Regex And = Of(@",? (and|but|also) ");

    private static readonly Regex Mentioned = Of(@"[^，。？！]*(以后|之后|过后)，?|[^，。？！]{0,6}过的|\b(with|after|since|when|once|how|the way|who|which|that (you|fixed|solved|repaired))\b [^,?]*");

    private static Regex Of(string pattern) => new(pattern, RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture);
}
