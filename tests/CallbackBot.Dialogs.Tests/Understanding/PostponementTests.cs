using CallbackBot.Dialogs.Understanding;

namespace CallbackBot.Dialogs.Tests.Understanding;

/// <summary>A call refused for now is asked for later; who refuses for good is not called; what may be either is asked.</summary>
public sealed class PostponementTests
{
    [Theory]
    [InlineData("response", "今天别打了，明天打", "明天")]
    [InlineData("resolution", "Don't call me now, call tonight", "tonight")]
    [InlineData("resolution", "我现在没空，别打了，过两天再说", "两天")]
    [InlineData("resolution", "Please don't ring me now, ring me at six", "at six")]
    [InlineData("response", "Stop ringing in the mornings, ring after five", "after five")]
    [InlineData("response", "你别给我打电话了，下周再打", "下周")]
    [InlineData("resolution", "今天别打了", null)]
    [InlineData("resolution", "现在别打，晚上打", "晚上")]
    [InlineData("resolution", "别现在打，下午打", "下午")]
    [InlineData("response", "你今天别打了，我明天有空", "明天")]
    [InlineData("resolution", "Don't ring me today, ring tomorrow", "tomorrow")]
    [InlineData("resolution", "Don't call now, I'm eating, try at eight", "at eight")]
    [InlineData("resolution", "今天别打了明天打", "明天")]
    [InlineData("resolution", "现在别打了晚上八点再打吧", "晚上八点")]
    [InlineData("satisfaction", "你们先不要打了，周末再打给我", "周末")]
    [InlineData("response", "今天不用打了，后天打", "后天")]
    [InlineData("response", "今晚别打电话了，明早打", "明早")]
    [InlineData("response", "别今天打，明天下午打", "明天下午")]
    [InlineData("resolution", "don't call me now call tonight", "tonight")]
    [InlineData("resolution", "do not phone me today, I'm away, phone tomorrow", "tomorrow")]
    [InlineData("response", "don't call today", null)]
    [InlineData("satisfaction", "stop calling me at work, call me this evening instead", "this evening")]
    public void Not_now_asks_for_a_later_call(string question, string reply, string? time)
    {
        var meaning = Ask(question, reply);

        Assert.Equal(("busy_call_later", time), (meaning.Label, meaning.Time));
        Assert.True(meaning.Confidence >= ReplyUnderstanding.AcceptThreshold(Questions.Of(question, reply)), $"{meaning.Confidence}");
    }

    [Theory]
    [InlineData("以后别打了")]
    [InlineData("never call again")]
    [InlineData("今天以后都别打了")]
    [InlineData("don't call me again, not tonight, not ever")]
    [InlineData("别再打了，明天也别打")]
    [InlineData("永远别给我打电话")]
    [InlineData("从今天起别再打了")]
    [InlineData("今天别打，明天别打，以后都别打")]
    [InlineData("别打了，再打我报警")]
    [InlineData("别再打了，以后再打我投诉你")]
    [InlineData("别打了，晚上也别打，什么时候都别打")]
    [InlineData("现在起不要再给我打电话了")]
    [InlineData("别给我打了，有事我打给你们")]
    [InlineData("别再打了，明天我打给你们")]
    [InlineData("stop calling me now")]
    [InlineData("never call me again")]
    [InlineData("Don't call today, or any other day")]
    [InlineData("don't ever call me")]
    [InlineData("don't call me ever again, not now, not tomorrow")]
    [InlineData("don't call me, I'll call you")]
    [InlineData("from now on don't call me")]
    [InlineData("stop ringing me, you ring every night")]
    [InlineData("don't call me today, don't call me tomorrow, don't call me ever")]
    [InlineData("Don't call me any more, if you call tomorrow I'll complain")]
    [InlineData("昨天打今天又打，别打了")]
    [InlineData("你们天天晚上打，别打了")]
    [InlineData("You called yesterday and today, stop calling")]
    [InlineData("leave me alone, I told you this morning")]
    [InlineData("别打了，明天再打我就投诉")]
    [InlineData("今天再打我就报警，别打了")]
    public void Who_refuses_for_good_is_not_called(string reply) => Assert.Equal("refuse_opt_out", Ask("resolution", reply).Label);

    [Theory]
    [InlineData("今天别再打了")]
    [InlineData("Don't call me again today")]
    [InlineData("stop calling me at night")]
    [InlineData("晚上别打了")]
    [InlineData("大半夜的别打了")]
    [InlineData("don't phone at work, phone my home number")]
    [InlineData("don't ever call me at work, try the evening")]
    [InlineData("never ring me at night")]
    [InlineData("你明天再打，今天不方便，别再打了今天")]
    public void What_may_be_for_now_or_for_good_is_a_refusal_that_is_asked_about(string reply)
    {
        foreach (var question in new[] { "response", "resolution", "satisfaction" })
        {
            var meaning = Ask(question, reply);

            Assert.Equal("refuse_opt_out", meaning.Label);
            Assert.True(meaning.Confidence < ReplyUnderstanding.AcceptThreshold(Questions.Of(question, reply)), $"{meaning.Confidence}");
        }
    }

    [Fact]
    public void The_answer_beside_it_is_kept() => Assert.Equal("resolved", Ask("resolution", "解决了，今天别打了，明天打").Answer);

    private static Meaning Ask(string set, string reply) => ReplyUnderstanding.Understand(reply, Questions.Of(set, reply));
}
