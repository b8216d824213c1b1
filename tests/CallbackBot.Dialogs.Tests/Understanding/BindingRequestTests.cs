using CallbackBot.Dialogs.Understanding;

namespace CallbackBot.Dialogs.Tests.Understanding;

/// <summary>A request in so many words wins over the answer beside it, wherever it stands; words of a request that nobody makes are none.</summary>
public sealed class BindingRequestTests
{
    private static readonly (string Question, string Reply, string Label)[] ChineseAnswers =
    [
        ("resolution", "解决了", "resolved"), ("resolution", "没解决，他们一直没来", "unresolved"), ("resolution", "修了一半", "partly"),
        ("response", "联系过我了", "contacted"), ("response", "没人联系过我", "not_contacted"),
        ("satisfaction", "挺满意的", "satisfied"), ("satisfaction", "不满意", "dissatisfied"), ("satisfaction", "一般吧", "neutral"),
    ];

    private static readonly (string Question, string Reply, string Label)[] EnglishAnswers =
    [
        ("resolution", "yes it's fixed", "resolved"), ("resolution", "no it isn't fixed because they never came", "unresolved"),
        ("response", "yes they called me", "contacted"), ("response", "no, nobody contacted me", "not_contacted"),
        ("satisfaction", "I'm happy with it", "satisfied"), ("satisfaction", "I'm not satisfied", "dissatisfied"), ("satisfaction", "it was okay", "neutral"),
    ];

    public static TheoryData<string, string> Requests() => new()
    {
        { "busy_call_later", "我正开车呢" }, { "busy_call_later", "回头再打给我吧" }, { "busy_call_later", "在开会，晚点打" }, { "busy_call_later", "你过半个小时再打过来" },
        { "refuse_opt_out", "以后别再打了" }, { "refuse_opt_out", "别给我打电话了" }, { "refuse_opt_out", "把我的号码删掉" }, { "refuse_opt_out", "别再烦我" },
        { "human_agent", "给我转人工" }, { "human_agent", "我要跟真人说" }, { "human_agent", "让你们领导给我打电话" }, { "human_agent", "我不想跟机器说" },
        { "wrong_number", "你打错了" }, { "wrong_number", "我没投诉过" }, { "wrong_number", "这不是他的号码" },
        { "busy_call_later", "I'm driving right now" }, { "busy_call_later", "call me back later please" }, { "busy_call_later", "I'm in a meeting, try again later" },
        { "busy_call_later", "could you phone me in half an hour" }, { "busy_call_later", "can't talk now, call tomorrow" },
        { "refuse_opt_out", "don't call me again" }, { "refuse_opt_out", "please stop calling me" }, { "refuse_opt_out", "take me off your list" }, { "refuse_opt_out", "leave me alone" },
        { "human_agent", "put me through to a human" }, { "human_agent", "I want to speak to a real person" }, { "human_agent", "get me your manager" },
        { "wrong_number", "you have the wrong number" }, { "wrong_number", "there's nobody by that name here" }, { "wrong_number", "I never made any complaint" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public void It_wins_before_and_after_every_answer_and_the_answer_is_kept(string intent, string request)
    {
        var chinese = request.Any(c => c >= 0x2E80);
        foreach (var (question, answer, label) in chinese ? ChineseAnswers : EnglishAnswers)
        {
            string[] replies = chinese
                ? [$"{request}，{answer}", $"{answer}，{request}", $"{request}，不过{answer}", $"{answer}，但是{request}"]
                : [$"{request}, {answer}", $"{answer}, {request}", $"{request}, but {answer}", $"{answer}, but {request}"];
            foreach (var reply in replies)
            {
                var meaning = Ask(question, reply);
                Assert.True(intent == meaning.Label, $"{reply}: {meaning.Label}");
                Assert.True(label == meaning.Answer, $"{reply}: answer {meaning.Answer}");
                Assert.True(meaning.Confidence >= ReplyUnderstanding.AcceptThreshold(Questions.Of(question, reply)), $"{reply}: {meaning.Confidence}");
            }
        }
    }

    [Theory]
    [InlineData("他们打的时候我在开车")]
    [InlineData("当时我正在开会没接着")]
    [InlineData("师傅在开车")]
    [InlineData("我老公在上班")]
    [InlineData("他们让我明天再打")]
    [InlineData("工人说改天再来")]
    [InlineData("要是我在开车就不接了")]
    [InlineData("我不用转人工")]
    [InlineData("我之前找过人工")]
    [InlineData("上次转了人工也没用")]
    [InlineData("我跟真人说过了")]
    [InlineData("他们那边人工一直占线")]
    [InlineData("他们叫我别再打了")]
    [InlineData("他们老打给我，没少打")]
    [InlineData("他们说忙，让我等会儿再打")]
    [InlineData("不是打错了")]
    [InlineData("他们打错过一回")]
    [InlineData("I was driving when they called")]
    [InlineData("they said they were busy")]
    [InlineData("I'm not busy, go ahead")]
    [InlineData("he's in a meeting")]
    [InlineData("my husband is at work")]
    [InlineData("the plumber was driving")]
    [InlineData("they told me to call back tomorrow")]
    [InlineData("they promised to call me back")]
    [InlineData("if I'm driving I don't pick up")]
    [InlineData("I don't need a human")]
    [InlineData("I spoke to a real person last week")]
    [InlineData("they put me through to someone and nothing happened")]
    [InlineData("they told me to stop calling")]
    [InlineData("I didn't tell them to stop calling")]
    [InlineData("I never said don't call me")]
    [InlineData("it's not a wrong number")]
    [InlineData("they had the wrong number at first")]
    public void What_was_or_is_denied_supposed_or_somebody_elses_is_none(string told)
    {
        string[] binding = ["busy_call_later", "refuse_opt_out", "human_agent", "wrong_number"];
        var chinese = told.Any(c => c >= 0x2E80);
        foreach (var (question, answer, _) in chinese ? ChineseAnswers : EnglishAnswers)
        {
            foreach (var reply in chinese ? new[] { $"{told}，{answer}", $"{answer}，{told}" } : [$"{told}, {answer}", $"{answer}, {told}"])
            {
                var meaning = Ask(question, reply);
                Assert.False(binding.Contains(meaning.Label), $"{reply}: {meaning.Label}");
                Assert.False(binding.Intersect(meaning.Intents, StringComparer.Ordinal).Any(), $"{reply}: beside {string.Join(", ", meaning.Intents)}");
            }
        }
    }

    [Theory]
    [InlineData("do I need to go through it again")]
    [InlineData("do I have to go to the office for that")]
    [InlineData("am I supposed to call back later")]
    [InlineData("will I have to talk to a human")]
    [InlineData("when will you call me back")]
    [InlineData("are you going to call me tomorrow as well")]
    [InlineData("你们明天还打给我吗")]
    [InlineData("是不是晚点还要再打")]
    [InlineData("你们几点打给我")]
    [InlineData("需要转人工吗")]
    public void A_question_about_how_it_goes_on_is_none(string asked)
    {
        foreach (var question in new[] { "response", "resolution", "satisfaction" }) Assert.Equal(("offtopic", null), (Ask(question, asked).Label, Ask(question, asked).Answer));
    }

    [Theory]
    [InlineData("busy_call_later", "can you call me back later")]
    [InlineData("busy_call_later", "will you call me later please")]
    [InlineData("busy_call_later", "would you mind calling me tomorrow")]
    [InlineData("busy_call_later", "晚点打行吗")]
    [InlineData("busy_call_later", "要不你晚点打吧")]
    [InlineData("human_agent", "can I speak to a human")]
    [InlineData("human_agent", "能不能转人工")]
    public void A_request_may_be_put_as_a_question(string intent, string asked)
    {
        foreach (var question in new[] { "response", "resolution", "satisfaction" }) Assert.Equal(intent, Ask(question, asked).Label);
    }

    [Theory]
    [InlineData("resolution", "I'm driving, call me tomorrow at 3pm, but no it isn't fixed because they never came", "unresolved", "tomorrow at 3pm")]
    [InlineData("resolution", "it took two weeks and it's fixed, I'm at work, call me back at six", "resolved", "at six")]
    [InlineData("resolution", "解决了，我在开车，明天下午三点再打", "resolved", "明天下午三点")]
    public void The_time_is_that_of_the_request(string question, string reply, string answer, string time)
    {
        var meaning = Ask(question, reply);

        Assert.Equal("busy_call_later", meaning.Label);
        Assert.Equal(answer, meaning.Answer);
        Assert.Equal(time, meaning.Time);
    }

    [Theory]
    [InlineData("resolution", "I'm busy, but yes, it's fixed", "resolved")]
    [InlineData("resolution", "我在开会，不过解决了", "resolved")]
    [InlineData("satisfaction", "在忙，不满意", "dissatisfied")]
    public void Who_is_busy_and_goes_on_to_answer_has_answered_and_both_are_told(string question, string reply, string label)
    {
        var meaning = Ask(question, reply);

        Assert.Equal(label, meaning.Label);
        Assert.Equal(["busy_call_later"], meaning.Intents);
    }

    [Theory]
    [InlineData("satisfaction", "I smell gas in the kitchen, satisfied whatever")]
    [InlineData("response", "医保中心的小姑娘跟我讲了半个钟头")]
    [InlineData("resolution", "凌晨两点还在打桩")]
    [InlineData("resolution", "工钱给了，加班费没给")]
    [InlineData("resolution", "No thanks to the landlord, but your lot fixed it")]
    [InlineData("response", "Had a call Monday")]
    [InlineData("satisfaction", "小伙子干活挺利索，谢谢他")]
    [InlineData("response", "礼拜五打给我核过地址")]
    public void What_only_sounds_like_a_request_stands_beside_no_answer(string question, string reply) =>
        Assert.DoesNotContain(Ask(question, reply).Intents, intent => intent is "busy_call_later" or "refuse_opt_out" or "human_agent" or "wrong_number");

    [Theory]
    [InlineData("no, thank you", "free_text")]
    [InlineData("no thanks, bye", "free_text")]
    [InlineData("没什么好说的", "free_text")]
    [InlineData("没啥好说的了，就这样吧", "free_text")]
    [InlineData("别再打来了，没什么好说的", "refuse_opt_out")]
    [InlineData("不用了", "free_text")]
    [InlineData("不想说了", "free_text")]
    [InlineData("不想回答", "free_text")]
    [InlineData("I'd rather not", "free_text")]
    [InlineData("not interested", "free_text")]
    [InlineData("不接受回访", "refuse_opt_out")]
    [InlineData("别再打了", "refuse_opt_out")]
    [InlineData("stop calling me", "refuse_opt_out")]
    [InlineData("no thanks, leave me alone", "refuse_opt_out")]
    public void A_polite_no_to_an_open_question_declines_the_comment_and_not_the_call(string reply, string label) => Assert.Equal(label, Ask("free_text", reply).Label);

    private static Meaning Ask(string set, string reply) => ReplyUnderstanding.Understand(reply, Questions.Of(set, reply));
}
