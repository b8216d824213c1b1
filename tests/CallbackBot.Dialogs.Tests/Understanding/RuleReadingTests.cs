using CallbackBot.Dialogs.Understanding;

namespace CallbackBot.Dialogs.Tests.Understanding;

/// <summary>What the rules make of a reply by themselves, before the model.</summary>
public sealed class RuleReadingTests
{
    [Theory]
    [InlineData("response", "They didn't ring", "not_contacted")]
    [InlineData("response", "Didn't take them long to call", "contacted")]
    [InlineData("response", "我不否认有人打过", "contacted")]
    [InlineData("resolution", "It disnae work", "unresolved")]
    [InlineData("resolution", "The tap doesn't leak anymore", "resolved")]
    [InlineData("resolution", "It never stopped leaking", "unresolved")]
    [InlineData("resolution", "钱不欠了", "resolved")]
    [InlineData("satisfaction", "less than thrilled", "dissatisfied")]
    public void A_denial_is_found(string question, string reply, string label) => Assert.Equal(label, Read(question, reply));

    [Theory]
    [InlineData("resolution", "没有哪样没弄好", "resolved")]
    [InlineData("resolution", "没有哪样是解决了的", "unresolved")]
    [InlineData("resolution", "没有哪盏亮", "unresolved")]
    [InlineData("satisfaction", "没有哪点让我不满意", "satisfied")]
    public void Which_behind_a_denial_denies_nothing_itself(string question, string reply, string label) => Assert.Equal(label, Read(question, reply));

    [Theory]
    [InlineData("resolution", "弄了六七成", "partly")]
    [InlineData("resolution", "解决了八成", "partly")]
    [InlineData("resolution", "八成没修", "unresolved")]
    [InlineData("resolution", "They didn't replace the part", "unresolved")]
    [InlineData("resolution", "They fitted the part", "resolved")]
    [InlineData("resolution", "They fixed part of it", "partly")]
    public void A_share_is_partly_and_a_spare_part_is_none(string question, string reply, string label) => Assert.Equal(label, Read(question, reply));

    [Theory]
    [InlineData("resolution", "修完了，师傅还让我试了三遍", "resolved")]
    [InlineData("resolution", "还漏着呢", "unresolved")]
    [InlineData("resolution", "下水道还返", "unresolved")]
    public void Still_is_not_also(string question, string reply, string label) => Assert.Equal(label, Read(question, reply));

    [Theory]
    [InlineData("response", "没有才怪", "contacted")]
    [InlineData("response", "有才怪", "not_contacted")]
    [InlineData("resolution", "解决了才怪", "unresolved")]
    public void What_would_be_a_wonder_is_not_so(string question, string reply, string label) => Assert.Equal(label, Read(question, reply));

    [Theory]
    [InlineData("satisfaction", "别提多满意了", "very_satisfied")]
    [InlineData("satisfaction", "I've never been so pleased", "very_satisfied")]
    [InlineData("satisfaction", "I couldn't be more dissatisfied", "very_dissatisfied")]
    public void What_cannot_be_outdone_is_the_highest_degree(string question, string reply, string label) => Assert.Equal(label, Read(question, reply));

    [Theory]
    [InlineData("resolution", "坏了又修好了", "resolved")]
    [InlineData("resolution", "修好了又坏了", "unresolved")]
    [InlineData("response", "要不是他们联系我，我早催了", "contacted")]
    public void What_came_last_and_what_is_presupposed_hold(string question, string reply, string label) => Assert.Equal(label, Read(question, reply));

    private static string? Read(string question, string reply) => RuleReading.Of(reply, Questions.Of(question, reply)).Label;
}
