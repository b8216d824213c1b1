using CallbackBot.Dialogs.Understanding;

namespace CallbackBot.Dialogs.Tests.Understanding;

public sealed class ReplyUnderstandingTests
{
    [Theory]
    [InlineData("response", "联系过", "contacted")]
    [InlineData("response", "没有", "not_contacted")]
    [InlineData("resolution", "解决了", "resolved")]
    [InlineData("resolution", "没解决", "unresolved")]
    [InlineData("satisfaction", "满意", "satisfied")]
    [InlineData("satisfaction", "基本满意", "neutral")]
    [InlineData("person", "是我", "right_person")]
    [InlineData("person", "不是我打的", "not_right_person")]
    [InlineData("yes_no", "对", "yes")]
    [InlineData("yes_no", "不是", "no")]
    [InlineData("response", "Yes, they called", "contacted")]
    [InlineData("resolution", "It is fixed", "resolved")]
    [InlineData("satisfaction", "Very satisfied", "very_satisfied")]
    [InlineData("yes_no", "That's right", "yes")]
    public void Easy_replies_are_sure(string question, string reply, string label)
    {
        var meaning = Ask(question, reply);

        Assert.Equal(label, meaning.Label);
        Assert.True(meaning.Confidence >= 0.8, $"{meaning.Confidence}");
    }

    [Theory]
    [InlineData("resolution", "不漏了", "resolved")]
    [InlineData("resolution", "没完全解决", "partly")]
    [InlineData("resolution", "完全没解决", "unresolved")]
    [InlineData("resolution", "修不好", "unresolved")]
    [InlineData("satisfaction", "很不满意", "very_dissatisfied")]
    [InlineData("satisfaction", "不很满意", "dissatisfied")]
    [InlineData("satisfaction", "not very happy", "dissatisfied")]
    [InlineData("satisfaction", "very unhappy", "very_dissatisfied")]
    [InlineData("resolution", "There's no leak any more", "resolved")]
    [InlineData("response", "not a single phone call", "not_contacted")]
    public void A_denial_reaches_as_far_as_it_is_meant_to(string question, string reply, string label) => Assert.Equal(label, Ask(question, reply).Label);

    [Theory]
    [InlineData("resolution", "不是没解决", "resolved")]
    [InlineData("satisfaction", "谁说不满意了", "satisfied")]
    [InlineData("satisfaction", "没有不满意", "satisfied")]
    [InlineData("satisfaction", "I won't pretend I'm not disappointed", "dissatisfied")]
    public void Two_denials_cancel(string question, string reply, string label) => Assert.Equal(label, Ask(question, reply).Label);

    [Theory]
    [InlineData("resolution", "修好了，第二天又坏了", "unresolved")]
    [InlineData("resolution", "It was fixed, then it broke again", "unresolved")]
    [InlineData("satisfaction", "一开始不满意，后来满意了", "satisfied")]
    [InlineData("resolution", "Yes, I mean no, it isn't", "unresolved")]
    [InlineData("satisfaction", "虽然慢了点，总体满意", "satisfied")]
    [InlineData("satisfaction", "人挺好，但是事没办，不满意", "dissatisfied")]
    public void The_last_effective_clause_wins(string question, string reply, string label) => Assert.Equal(label, Ask(question, reply).Label);

    [Theory]
    [InlineData("resolution", "下个月修", "unresolved")]
    [InlineData("resolution", "Only half of it", "partly")]
    [InlineData("response", "就收到一条短信", "not_contacted")]
    [InlineData("response", "是我自己打的他们", "not_contacted")]
    [InlineData("response", "书记上我家来了", "contacted")]
    public void What_counts_follows_the_rules_of_the_rates(string question, string reply, string label) => Assert.Equal(label, Ask(question, reply).Label);

    [Theory]
    [InlineData("satisfaction", "补满意", "dissatisfied")]
    [InlineData("resolution", "没接决", "unresolved")]
    [InlineData("response", "转仁工", "human_agent")]
    [InlineData("satisfaction", "very this satisfied", "very_dissatisfied")]
    public void Words_that_sound_the_same_are_understood(string question, string reply, string label) => Assert.Equal(label, Ask(question, reply).Label);

    [Theory]
    [InlineData("忙一会儿")]
    [InlineData("你说慢一点")]
    public void Known_words_are_not_taken_for_others_that_sound_alike(string reply) => Assert.NotEqual("satisfied", Ask("satisfaction", reply).Label);

    [Fact]
    public void A_binding_request_wins_and_the_answer_stands_beside_it()
    {
        var meaning = Ask("satisfaction", "满意满意，以后别打了");

        Assert.Equal("refuse_opt_out", meaning.Label);
        Assert.Equal("all_calls", meaning.Scope);
        Assert.Equal("satisfied", meaning.Answer);
    }

    [Theory]
    [InlineData("I'm driving")]
    [InlineData("I'm at work")]
    [InlineData("晚点再打")]
    [InlineData("有一点事，回头再说")]
    public void A_vague_later_is_no_time(string reply)
    {
        var meaning = Ask("response", reply);

        Assert.Equal("busy_call_later", meaning.Label);
        Assert.Null(meaning.Time);
    }

    [Theory]
    [InlineData("resolution", "no it is not solved", "unresolved")]
    [InlineData("resolution", "我不知道解决没有", "unsure")]
    [InlineData("resolution", "修好没几天又坏", "unresolved")]
    [InlineData("resolution", "我自己换上的", "unresolved")]
    [InlineData("resolution", "They've stopped the noise", "resolved")]
    [InlineData("resolution", "以为修好了，结果没有", "unresolved")]
    [InlineData("response", "哪个部门也没联系过我", "not_contacted")]
    [InlineData("response", "谁来过啊", "not_contacted")]
    [InlineData("response", "你们这个电话是官方的吗", "offtopic")]
    [InlineData("person", "you have the wrong number", "wrong_number")]
    [InlineData("person", "是我闺女打的", "not_right_person")]
    [InlineData("person", "他上班去了，我是他妈", "not_right_person")]
    [InlineData("satisfaction", "小伙子态度特好，就是事没成", "dissatisfied")]
    public void Structure_decides_not_the_single_word(string question, string reply, string label) => Assert.Equal(label, Ask(question, reply).Label);

    [Theory]
    [InlineData("satisfaction", "真棒，拖了我半年，真棒", "very_dissatisfied")]
    [InlineData("satisfaction", "满意满意，满意得我想砸电话", "very_dissatisfied")]
    [InlineData("satisfaction", "I was satisfied until it broke again", "dissatisfied")]
    [InlineData("resolution", "Brilliant fix, my basement's a swimming pool", "unresolved")]
    [InlineData("resolution", "解决了？您来看看这水都到脚脖子了", "unresolved")]
    public void Praise_that_is_not_meant_is_none(string question, string reply, string label) => Assert.Equal(label, Ask(question, reply).Label);

    [Theory]
    [InlineData("不想回答", "order")]
    [InlineData("这个单子别再打了", "order")]
    [InlineData("don't call me about this again", "order")]
    [InlineData("以后什么电话都别给我打", "all_calls")]
    [InlineData("take me off your list", "all_calls")]
    public void A_refusal_carries_its_scope(string reply, string scope)
    {
        var meaning = Ask("response", reply);

        Assert.Equal("refuse_opt_out", meaning.Label);
        Assert.Equal(scope, meaning.Scope);
    }

    [Theory]
    [InlineData("明天下午三点再打", "明天下午三点")]
    [InlineData("call me back tomorrow at six", "tomorrow at six")]
    public void A_time_to_call_back_is_kept_as_said(string reply, string time)
    {
        var meaning = Ask("response", reply);

        Assert.Equal("busy_call_later", meaning.Label);
        Assert.Equal(time, meaning.Time);
    }

    [Theory]
    [InlineData("家里着火了")]
    [InlineData("活不下去了，我要跳楼")]
    [InlineData("I smell gas in the kitchen")]
    [InlineData("电动车在楼下烧起来了")]
    [InlineData("The bin store's gone up in flames")]
    public void An_emergency_is_never_good_news(string reply) => Assert.False(Ask("resolution", reply).Label is "resolved");

    [Theory]
    [InlineData("不满意，因为拖了一个月", "拖了一个月")]
    [InlineData("not satisfied because it took months", "it took months")]
    [InlineData("因为拖了一个月，所以不满意", "拖了一个月")]
    [InlineData("because it took months, so no", "it took months")]
    [InlineData("not happy, the reason is nobody ever turned up", "nobody ever turned up")]
    [InlineData("dissatisfied, on account of they charged me twice", "they charged me twice")]
    [InlineData("不满意，主要没人跟我说一声", "没人跟我说一声")]
    [InlineData("电话打了六个都让我等，所以给差评", "电话打了六个都让我等")]
    [InlineData("not satisfied since they never came back", "they never came back")]
    [InlineData("waiting since tuesday, so no", null)]
    [InlineData("I've been waiting since the beginning of may", null)]
    [InlineData("I'm so angry, not satisfied", null)]
    public void The_reason_follows_because(string reply, string? reason) => Assert.Equal(reason, Ask("satisfaction", reply).Reason);

    [Theory]
    [InlineData("zh", "八点到九点之间打给我", "八点到九点之间")]
    [InlineData("zh", "从早上等到现在了，晚点打", null)]
    [InlineData("en", "waiting since nine oclock, call me later", null)]
    [InlineData("en", "call me between eight and nine", "between eight and nine")]
    public void The_time_is_that_of_the_call(string language, string reply, string? time)
    {
        Assert.Equal(language == "en" ? "en" : "zh-CN", Questions.Of("resolution", reply).Language);
        Assert.Equal(time, Ask("resolution", reply).Time);
    }

    [Fact]
    public void Who_talks_for_long_is_read_at_the_beginning_and_at_the_end()
    {
        var story = string.Concat(Enumerable.Repeat("嗯就是那个，", 400));

        Assert.Equal("unresolved", Ask("resolution", story + "反正到现在也没解决").Label);
        Assert.Equal("unresolved", Ask("resolution", "没解决，" + story).Label);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<background tv>")]
    [InlineData("嗯……")]
    [InlineData("Um...")]
    public void Sounds_without_words_are_silence(string reply) => Assert.Equal("silence", Ask("response", reply).Label);

    [Theory]
    [InlineData("purple elephants dance")]
    [InlineData("紫色的大象")]
    public void What_says_nothing_is_not_accepted_as_an_answer(string reply)
    {
        var question = Questions.Of("resolution", reply);
        var meaning = ReplyUnderstanding.Understand(reply, question);

        Assert.False(question.Labels.Contains(meaning.Label) && meaning.Confidence >= ReplyUnderstanding.AcceptThreshold(question));
    }

    [Fact]
    public void The_designers_words_extend_the_built_in_ones()
    {
        var words = new Dictionary<string, IReadOnlyList<string>> { ["resolved"] = ["电梯不晃"], ["unresolved"] = ["晃"] };
        var question = new QuestionAsked("resolution", "zh-CN", ["resolved", "unresolved"], words);

        Assert.Equal("resolved", ReplyUnderstanding.Understand("现在电梯不晃了", question).Label);
        Assert.Equal("unresolved", ReplyUnderstanding.Understand("还是晃", question).Label);
    }

    [Fact]
    public void A_denial_before_the_designers_phrase_is_not_accepted()
    {
        var question = new QuestionAsked("own", "en", ["morning"], new Dictionary<string, IReadOnlyList<string>> { ["morning"] = ["morning"] });

        Assert.True(ReplyUnderstanding.Understand("not morning", question).Confidence < ReplyUnderstanding.AcceptThreshold(question));
        Assert.Equal("morning", ReplyUnderstanding.Understand("the morning please", question).Label);
    }

    private static Meaning Ask(string set, string reply) => ReplyUnderstanding.Understand(reply, Questions.Of(set, reply));
}
