using CallbackBot.Dialogs.Prompts;

namespace CallbackBot.Dialogs.Tests.Prompts;

public sealed class PromptWriterTests
{
    private static readonly Dictionary<string, string> None = [];

    [Fact]
    public void Fields_are_filled_in_for_the_eye_and_for_the_voice()
    {
        var facts = new Facts(new Dictionary<string, string> { ["order.accepted_on"] = "2026-10-03" });

        var prompt = PromptWriter.Write("ask_person", "您在{{order.accepted_on}}打过电话吗？", facts, "zh-CN", None);

        Assert.Equal("您在10月3日打过电话吗？", prompt.Text);
        Assert.Equal("您在十月三号打过电话吗？", prompt.Spoken);
        Assert.Equal("ask_person", prompt.Key);
    }

    [Theory]
    [InlineData("{{caller.surname ?? 您}}好", "您好")]
    [InlineData("{{caller.surname??您}}好", "您好")]
    [InlineData("你{{caller.surname}}好", "你好")]
    [InlineData("{{unclosed", "{{unclosed")]
    public void An_empty_field_takes_its_default_or_nothing(string template, string text)
    {
        var facts = new Facts(new Dictionary<string, string> { ["caller.surname"] = "" });

        Assert.Equal(text, PromptWriter.Write("k", template, facts, "zh-CN", None).Text);
    }

    [Fact]
    public void A_value_that_looks_like_a_field_is_not_filled_in_again()
    {
        var facts = new Facts(new Dictionary<string, string> { ["a.b"] = "{{c.d}}", ["c.d"] = "secret" });

        Assert.Equal("{{c.d}}", PromptWriter.Write("k", "{{a.b}}", facts, "en", None).Text);
    }
}
