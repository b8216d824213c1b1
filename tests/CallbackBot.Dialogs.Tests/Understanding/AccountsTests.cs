using CallbackBot.Dialogs.Understanding;

namespace CallbackBot.Dialogs.Tests.Understanding;

/// <summary>What accounts for an answer neither tears nor replaces it, and who is sued is not asked for.</summary>
public sealed class AccountsTests
{
    [Theory]
    [InlineData("satisfaction", "满意，因为他们跑得勤", "satisfied")]
    [InlineData("satisfaction", "满意，是因为来得快", "satisfied")]
    [InlineData("satisfaction", "满意，因为师傅来得勤", "satisfied")]
    [InlineData("satisfaction", "满意，因为他们天天盯着", "satisfied")]
    [InlineData("satisfaction", "很满意，是因为他们当天就来了", "very_satisfied")]
    [InlineData("satisfaction", "满意，主要是师傅负责", "satisfied")]
    [InlineData("satisfaction", "满意，毕竟他们跑了三趟", "satisfied")]
    [InlineData("satisfaction", "不满意，因为他们跑得慢", "dissatisfied")]
    [InlineData("satisfaction", "不满意，是因为没人来", "dissatisfied")]
    [InlineData("satisfaction", "不满意，因为要我自己跑", "dissatisfied")]
    [InlineData("satisfaction", "Satisfied, because they came quickly", "satisfied")]
    [InlineData("satisfaction", "Happy, because they kept at it", "satisfied")]
    [InlineData("satisfaction", "I'm satisfied because they turned up every day", "satisfied")]
    [InlineData("satisfaction", "not satisfied because it took weeks", "dissatisfied")]
    [InlineData("resolution", "还没好，师傅说缺零件", "unresolved")]
    [InlineData("resolution", "还没好，师傅说要等配件", "unresolved")]
    [InlineData("resolution", "没修好，师傅说缺零件", "unresolved")]
    [InlineData("resolution", "没解决，他们说没预算", "unresolved")]
    [InlineData("resolution", "还没好，他们说没人手", "unresolved")]
    [InlineData("resolution", "没解决，物业说不归他们管", "unresolved")]
    [InlineData("resolution", "还没修，说是缺个阀门", "unresolved")]
    [InlineData("resolution", "没好，工人说得换整根管", "unresolved")]
    [InlineData("resolution", "没弄好，电工说线老化了", "unresolved")]
    [InlineData("resolution", "还没解决，社区说在等批文", "unresolved")]
    [InlineData("resolution", "Not yet, the man said he's short of parts", "unresolved")]
    [InlineData("resolution", "Not fixed, they say there's no budget", "unresolved")]
    [InlineData("resolution", "It isn't done, the plumber said he's missing a valve", "unresolved")]
    [InlineData("resolution", "It's fixed, he said it was a worn valve", "resolved")]
    [InlineData("resolution", "修好了，师傅说是缺零件", "resolved")]
    [InlineData("response", "联系了，说缺零件", "contacted")]
    public void The_answer_in_front_of_its_reason_stands(string question, string reply, string label) => Assert.Equal(label, Ask(question, reply).Label);

    [Theory]
    [InlineData("满意，因为他们跑得勤")]
    [InlineData("满意，是因为来得快")]
    public void It_is_sure(string reply) => Assert.True(Ask("satisfaction", reply).Confidence >= ReplyUnderstanding.AcceptThreshold(Questions.Of("satisfaction", reply)));

    [Theory]
    [InlineData("resolution", "什么解决没解决，你说的是哪桩")]
    [InlineData("resolution", "解决了，他们说又坏了")]
    [InlineData("satisfaction", "满意，因为我太不满意了")]
    public void What_speaks_against_it_or_asks_is_no_account(string question, string reply)
    {
        var meaning = Ask(question, reply);

        Assert.False(meaning.Label is "resolved" or "satisfied" && meaning.Confidence >= ReplyUnderstanding.AcceptThreshold(Questions.Of(question, reply)));
    }

    [Theory]
    [InlineData("我要跟他们打官司")]
    [InlineData("我要跟物业经理打官司")]
    [InlineData("我要去法院告你们领导")]
    [InlineData("我要起诉物业经理")]
    [InlineData("我要跟他们拼命")]
    [InlineData("我要弄死那个经理")]
    [InlineData("我要骂那个客服")]
    [InlineData("I want to sue the manager")]
    [InlineData("I want to see that manager sacked")]
    public void Who_is_to_be_sued_or_harmed_is_not_asked_for(string reply) => Assert.NotEqual("human_agent", Ask("resolution", reply).Label);

    private static Meaning Ask(string set, string reply) => ReplyUnderstanding.Understand(reply, Questions.Of(set, reply));
}
