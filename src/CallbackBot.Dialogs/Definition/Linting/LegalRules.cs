using System.Text.RegularExpressions;

namespace CallbackBot.Dialogs.Definition.Linting;

/// <summary>Before the first question: who calls, that it is a robot, that it is recorded, and why; none of it interruptible.</summary>
internal static partial class LegalRules
{
    public static void Check(Dialog dialog, bool whole, FindingList findings)
    {
        var opening = Opening(dialog);
        if (opening.Count == 0 || (!whole && opening[^1].Step is not Ask)) return;
        var chinese = Vocabulary.IsChinese(dialog.Language);
        var lines = new (string Code, Regex Pattern)[]
        {
            ("legal-who", chinese ? WhoChinese() : WhoEnglish()),
            ("legal-robot", chinese ? RobotChinese() : RobotEnglish()),
            ("legal-recorded", chinese ? RecordedChinese() : RecordedEnglish()),
            ("legal-why", chinese ? WhyChinese() : WhyEnglish()),
        };
        foreach (var (code, pattern) in lines)
        {
            if (opening.Any(s => s.Step.Interruption.After is null && Tells(s.Wording, pattern, chinese))) continue;
            var told = opening.FirstOrDefault(s => Tells(s.Wording, pattern, chinese));
            if (told.Wording is null) findings.Add(opening[0].Wording.At, code);
            else if (whole && code != "legal-why") findings.Add(told.Wording.At, "legal-interruptible");
        }
    }

    // "This call is not recorded" and "I am no robot" tell nothing; "an automated service on a recorded line" is nobody's name.
    private static bool Tells(Wording wording, Regex pattern, bool chinese)
    {
        var text = (chinese ? DeniedChinese() : DeniedEnglish()).Replace(wording.Text, " ");
        text = (chinese ? YoursChinese() : YoursEnglish()).Replace(text, " ");
        if (!chinese) text = NobodyEnglish().Replace(text, m => m.Groups["keep"].Value);
        return pattern.IsMatch(text);
    }

    private static List<(Step Step, Wording Wording)> Opening(Dialog dialog)
    {
        var opening = new List<(Step, Wording)>();
        var current = dialog.Steps.GetValueOrDefault(dialog.Start.Name);
        while (current is Say say && opening.Count <= dialog.Steps.Count)
        {
            opening.Add((say, say.Text));
            current = dialog.Steps.GetValueOrDefault(say.Go.Name);
        }

        if (current is Ask ask) opening.Add((ask, ask.Text));
        return opening;
    }

    [GeneratedRegex("热线|12345|一二三四五|hotline\\.spoken_name|unit\\.spoken_name|政务|政府|市民服务|客服|中心|公司|街道|社区|办事处|物业|集团|[省市区县][\u4E00-\u9FFF]{1,12}(局|委员会|大队|支队)|[局委院所办站厅部]的", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex WhoChinese();

    [GeneratedRegex("机器人|智能|自动语音|自动回访|语音助手|人工智能|AI", RegexOptions.NonBacktracking)]
    private static partial Regex RobotChinese();

    [GeneratedRegex("录[着了]?音|录下|录制", RegexOptions.NonBacktracking)]
    private static partial Regex RecordedChinese();

    [GeneratedRegex("回访|核实|了解|办结|诉求|工单|反映|投诉|报修|您报的|咨询|申请|调查|评价|满意|来电|问一件事|想问|问问|问一?下|询问|确认|想知道", RegexOptions.NonBacktracking)]
    private static partial Regex WhyChinese();

    [GeneratedRegex(@"\b(hotline|12345|line|service|services|office|cent(er|re)|council|government|city|municipal|district|department|bureau|authority|ministry|company)\b|(?-i:\b(of|from|for|at) (the )?[A-Z][a-z])|one two three four five|hotline\.spoken_name|unit\.spoken_name", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex WhoEnglish();

    [GeneratedRegex(@"\b(robot|automated|automatic|bot|virtual|AI|artificial|machine|computer)\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex RobotEnglish();

    [GeneratedRegex(@"\brecord(ed|ing|s)?\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex RecordedEnglish();

    [GeneratedRegex(@"\b(follow(ing)?[ -]?up|about|check(ing)?|confirm|verify|regarding|survey|request|case|complaint|feedback|reported|question|questions|to (ask|hear|know|learn|find out|see (how|whether|if)))\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex WhyEnglish();

    [GeneratedRegex("(不|没有?|不会|无需|未)(会|被|进行|是)?(任何)?(录音|录下|录制|机器人)|不是[^，。]{0,6}(机器人|智能)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex DeniedChinese();

    [GeneratedRegex(@"\b(not|never|n't|isn't|won't) (be |being |a |an |going to be )?(recorded|recording|record|robot|bot|machine|computer|automated)\b|\b(no|not a|not an) (robot|bot|machine|recording)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex DeniedEnglish();

    // The company that is called does not call.
    [GeneratedRegex("(贵|您的?|您们的?|你们的?)(公司|单位|企业)|company\\.name", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex YoursChinese();

    [GeneratedRegex(@"\byour (company|office|business)\b|company\.name", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex YoursEnglish();

    // The words go, "automated" and "recorded" stay for their own rules.
    [GeneratedRegex(@"\b(?<keep>recorded) line\b|\b(?<keep>(an|the) (automated|automatic|virtual)) (phone )?(service|line|center|centre)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex NobodyEnglish();
}
