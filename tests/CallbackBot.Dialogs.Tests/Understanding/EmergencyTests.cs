using CallbackBot.Dialogs.Understanding;

namespace CallbackBot.Dialogs.Tests.Understanding;

public sealed class EmergencyTests
{
    [Theory]
    [InlineData("家里煤气漏了", "gas")]
    [InlineData("厨房有股煤气味", "gas")]
    [InlineData("我闻到一股煤气味道", "gas")]
    [InlineData("之前就漏气，现在还漏气", "gas")]
    [InlineData("楼下着火了", "fire")]
    [InlineData("楼道冒烟了，快来人", "fire")]
    [InlineData("有人要打我", "threat")]
    [InlineData("要爆炸了", "threat")]
    [InlineData("我不想活了", "self_harm")]
    [InlineData("there's a gas smell in the hallway", "gas")]
    [InlineData("I smell gas in the kitchen, satisfied whatever", "gas")]
    [InlineData("the boiler caught fire", "fire")]
    [InlineData("the house is on fire", "fire")]
    [InlineData("he threatened me with a knife", "threat")]
    [InlineData("I can't go on", "self_harm")]
    public void It_is_seen_beside_any_answer(string reply, string kind)
    {
        foreach (var set in new[] { "response", "resolution", "satisfaction", "free_text" })
            Assert.Equal(kind, ReplyUnderstanding.Understand(reply, new QuestionAsked(set, "zh-CN", [], new Dictionary<string, IReadOnlyList<string>>())).Emergency);
    }

    [Theory]
    [InlineData("there is no gas leak")]
    [InlineData("the gas leak was fixed")]
    [InlineData("煤气漏的事修好了")]
    [InlineData("煤气味没有了")]
    [InlineData("煤气味已经没了")]
    [InlineData("以前漏气，现在修好了")]
    [InlineData("万一着火了怎么办")]
    [InlineData("我怕着火")]
    [InlineData("燃气灶能打着火了")]
    [InlineData("气炸了")]
    [InlineData("打死我也不满意")]
    [InlineData("他说要打我电话")]
    [InlineData("if there is a fire we all suffer")]
    [InlineData("this can't go on")]
    [InlineData("the noise is killing me")]
    [InlineData("the bill hit me hard")]
    [InlineData("they threatened to cut the water")]
    public void What_is_denied_over_feared_or_a_figure_of_speech_is_none(string reply) =>
        Assert.Null(ReplyUnderstanding.Understand(reply, Questions.Of("resolution", reply)).Emergency);
}
