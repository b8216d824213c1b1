using CallbackBot.Dialogs.Definition;

namespace CallbackBot.Dialogs.Tests.Definition;

/// <summary>Wording of questions, keys, phrases and the opening, in Chinese and English: faulty ones and near-misses.</summary>
public sealed class LinterWordingTests : IDisposable
{
    private readonly ScriptText _script = new();

    public void Dispose() => _script.Dispose();

    [Theory]
    [InlineData("问题已经解决了吧？", "leading")]
    [InlineData("问题解决了，对吗？", "leading")]
    [InlineData("问题这么快就解决了，您知道吗？", "leading")]
    [InlineData("您反映的问题应该都解决了吧？", "leading")]
    [InlineData("是不是没解决？", "negated")]
    [InlineData("您反映的问题没解决吗？", "negated")]
    [InlineData("问题是否仍未解决？", "negated")]
    [InlineData("解决了没有？您满意吗？", "two-questions")]
    [InlineData("工作人员联系您并且解决了吗？", "two-questions")]
    [InlineData("问题解决了吗，师傅态度好不好？", "two-questions")]
    [InlineData("问题解决了吗，有没有人收过您的钱？", "two-questions")]
    [InlineData("问题解决了吗，前后一共来了几次？", "two-questions")]
    [InlineData("问题解决了吗？详情见www.bj.cn，谢谢。", "reading-missing")]
    [InlineData("您对工作人员的服务态度和办理速度满意吗？", "two-questions")]
    [InlineData("您等了多久，师傅怎么样？", "two-questions")]
    [InlineData("您对办理结果和工作人员的态度满意吗？", "two-questions")]
    [InlineData("前后一共来了几次，问题解决了吗？", "two-questions")]
    [InlineData("解决了请按1，没解决请按3。", "key-not-read")]
    [InlineData("解决了请按3，部分解决请按2，没解决请按1。", "key-wrong-answer")]
    [InlineData("解决了按1，部分解决按2，没解决按3，听不清按9。", "key-not-accepted")]
    [InlineData("问题解决了吗？单号是20261122001。", "reading-missing")]
    [InlineData("PM2.5的问题解决了吗？", "reading-missing")]
    [InlineData("您11/3反映的问题解决了吗？", "reading-missing")]
    [InlineData("是水、电、气、暖、路灯、电梯，还是噪音的问题？", "options-many")]
    [InlineData("请从下面选一个：解决了、快解决了、部分解决、没动静、没解决、更糟了、不好说。", "options-many")]
    [InlineData("问题解决了吗？详情见 www.bj.cn 。", "reading-missing")]
    [InlineData("问题解决了吗😊？", "unspeakable")]
    [InlineData("问题解决了吗？\\n请回答。", "unspeakable")]
    [InlineData("问题解决了吗？thank you。", "mixed-language")]
    [InlineData("Has it been solved?", "other-language")]
    [InlineData("{order.short_title}解决了吗？", "field-syntax")]
    [InlineData("您的{{order.content}}解决了吗？", "field-secret")]
    [InlineData("您的{{工单}}解决了吗？", "field-unknown")]
    [InlineData("{{caller.surname}}您好，问题解决了吗？", "field-no-default")]
    public void A_faulty_question_is_told_in_chinese(string question, string code) => Assert.Equal([code], Chinese(question));

    [Theory]
    [InlineData("您反映的问题解决了没有？")]
    [InlineData("您反映的问题有没有解决？")]
    [InlineData("问题现在是解决了，还是没有解决？")]
    [InlineData("不好意思，请问问题解决了吗？")]
    [InlineData("问题解决了吗？是全部解决了，还是部分解决？")]
    [InlineData("工作人员来过以后，问题解决了吗？")]
    [InlineData("解决了请按1，部分解决请按2，没解决请按3。")]
    [InlineData("按1解决了，按2部分解决，按3没解决。")]
    [InlineData("按1、2、3分别表示解决了、部分解决、没解决。")]
    [InlineData("问题在 3 天内解决了吗？")]
    [InlineData("问题解决了吗？情况危急请拨打110。")]
    [InlineData("家里到18℃以上，问题解决了吗？")]
    [InlineData("补了12500元，按每月3元/㎡算，问题解决了吗？")]
    [InlineData("离家5km的公交站，问题解决了吗？")]
    [InlineData("值班电话是010-65212345，问题解决了吗？")]
    [InlineData("您家里的水、电、气、暖、路灯、电梯都正常了吗？")]
    [InlineData("是完全解决、大部分解决、部分解决、没解决，还是说不清？")]
    [InlineData("问题从 2026-11-03 到现在解决了吗？")]
    [InlineData("您还记得这件事吗，问题有没有解决？")]
    [InlineData("请您评价一下好吗，问题解决了吗？")]
    [InlineData("问题解决了吗，有没有全部解决？")]
    [InlineData("问题解决了吗，还是有哪里没弄好？")]
    [InlineData("您说的那几次，问题解决了吗？")]
    [InlineData("师傅来了几次，您还记得吗？")]
    [InlineData("您对办理结果满意吗？")]
    [InlineData("您反映了好几次，问题解决了吗？")]
    [InlineData("师傅来了几次，一次还是两次？")]
    public void A_good_question_is_left_alone_in_chinese(string question) => Assert.Empty(Chinese(question));

    [Theory]
    [InlineData("The problem has been solved, hasn't it?", "leading")]
    [InlineData("So it is fixed now?", "leading")]
    [InlineData("I hope the problem has been solved?", "leading")]
    [InlineData("Is it still unsolved?", "negated")]
    [InlineData("Has nobody fixed it?", "negated")]
    [InlineData("Did they contact you and solve the problem?", "two-questions")]
    [InlineData("How long did you wait, was it solved?", "two-questions")]
    [InlineData("Was the fix quick and were the staff polite?", "two-questions")]
    [InlineData("Has it been solved and was the repairer polite?", "two-questions")]
    [InlineData("Has it been solved, and how long did it take?", "two-questions")]
    [InlineData("Has it been solved and did anyone ask for money?", "two-questions")]
    [InlineData("Has it been solved? Press 1 if it is and 3 if it is not.", "key-not-read")]
    [InlineData("Has it been solved? Press 3 for solved, 2 for partly solved, 1 for not solved.", "key-wrong-answer")]
    [InlineData("Has it been solved? Your code is 20261122.", "reading-missing")]
    [InlineData("Is it about water, power, gas, heating, noise, buses or something else?", "options-many")]
    [InlineData("Has the SLA been met?", "reading-missing")]
    [InlineData("Has it been **solved**?", "unspeakable")]
    public void A_faulty_question_is_told_in_english(string question, string code) => Assert.Equal([code], English(question));

    [Theory]
    [InlineData("Has the problem been fixed, or is it still there?")]
    [InlineData("Has the problem that you reported been solved?")]
    [InlineData("Would you say that the problem has been solved?")]
    [InlineData("Has it been solved? Press 1, 2 or 3.")]
    [InlineData("Do you know whether, when and how it was solved?")]
    [InlineData("Has the thing that you and the others reported been solved?")]
    [InlineData("Has it been solved? If there is danger, call 110.")]
    [InlineData("Is it at least 18℃ at home, so has the problem been solved?")]
    [InlineData("Is it solved, mostly solved, partly solved, not solved, or are you not sure?")]
    [InlineData("Has the damage of ¥12500 within 5km been repaired?")]
    [InlineData("Has it been solved? If yes, press one; if partly, press two; if no, press three.")]
    public void A_good_question_is_left_alone_in_english(string question) => Assert.Empty(English(question));

    [Theory]
    [InlineData("resolved", "没解决", "words-contradict")]
    [InlineData("resolved", "不清楚", "words-contradict")]
    [InlineData("resolved", "转人工", "words-contradict")]
    [InlineData("resolved", "解决", "words-inside")]
    [InlineData("unresolved", "漏", "words-inside")]
    [InlineData("unresolved", "水不漏了", "words-shared")]
    [InlineData("unresolved", "还在滴水", null)]
    [InlineData("resolved", "灯亮了", null)]
    public void Words_keep_to_their_meaning(string label, string phrase, string? code)
    {
        var text = ChineseText("问题解决了吗？").Replace("  unresolved: {", $"  unresolved: {{ words: [{(label == "unresolved" ? phrase : "还在响")}],", StringComparison.Ordinal)
            .Replace("  resolved: {", $"  resolved: {{ words: [{(label == "resolved" ? phrase : "水不漏了")}],", StringComparison.Ordinal);

        Assert.Equal(code is null ? [] : [code], Codes(text, "resolved"));
    }

    [Theory]
    [InlineData("您好，我是智能机器人，通话将被录音，想核实诉求。", "legal-who")]
    [InlineData("您好，我是智能机器人，通话将被录音，想核实贵公司反映的诉求。", "legal-who")]
    [InlineData("您好{{company.name ?? 您}}，我是智能机器人，通话将被录音，想核实诉求。", "legal-who")]
    [InlineData("您好，这里是市民热线，通话将被录音，想核实诉求。", "legal-robot")]
    [InlineData("您好，这里是市民热线的机器人，通话不会录音，想核实诉求。", "legal-recorded")]
    [InlineData("您好，这里是市民热线，我不是机器人，通话将被录音，想核实诉求。", "legal-robot")]
    [InlineData("您好，这里是市民热线的机器人，通话将被录音。", "legal-why")]
    [InlineData("您好，这里是区政府的语音助手，全程录音，做个回访。", null)]
    [InlineData("您好，这里是市民热线的机器人，通话将被录音，想问问第二次上门的结果。", null)]
    public void The_opening_tells_what_the_law_wants(string opening, string? code) => Assert.Equal(code is null ? [] : [code], Codes(ChineseText("解决了吗？", opening), "opening"));

    private List<string> Chinese(string question) => Codes(ChineseText(question), "question");

    private IEnumerable<string> English(string question) =>
        _script.Findings("Has the problem been solved?", question).Select(f => f.Split(' ')[1]);

    private List<string> Codes(string text, string why)
    {
        var findings = DialogFile.Load(_script.Write(text, "short.yaml")).Findings;
        Assert.True(findings.All(f => f.Message.Length > 0 && f.Hint.Length > 0), why);
        return [.. findings.Select(f => f.Code).Where(c => c is not "field-not-listed")];
    }

    private static string ChineseText(string question, string opening = "您好，这里是市民热线的机器人，通话将被录音，想核实诉求。") => $$"""
        script: short
        language: zh-CN
        questions: [resolution]
        defaults:
          on_silence: [ { say: 您好？ }, { go: end.silent } ]
          on_unclear: [ again, { go: end.silent } ]
          anytime: { human_agent: { go: end.person }, emergency: { go: end.person } }
        start: opening
        steps:
          opening:
            say: {{opening}}
            interrupt: never
            go: solved
          solved:
            ask: "{{question}}"
            expect: resolution
            answers:
              resolved: { keys: "1", go: end.thanks }
              partly: { keys: "2", go: end.thanks }
              unresolved: { keys: "3", go: end.thanks }
              unsure: { go: end.thanks }
        ends:
          thanks: { say: 谢谢，再见。, outcome: completed }
          silent: { outcome: silent }
          person: { say: 请稍等。, outcome: handed_off }

        """.Replace("\"问题解决了吗？\\n请回答。\"", "问题解决了吗？\\n请回答。", StringComparison.Ordinal);
}
