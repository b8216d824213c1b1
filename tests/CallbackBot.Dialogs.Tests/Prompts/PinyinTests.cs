using CallbackBot.Dialogs.Prompts;

namespace CallbackBot.Dialogs.Tests.Prompts;

public sealed class PinyinTests
{
    [Theory]
    [InlineData("银行", "yin2 hang2")]
    [InlineData("请重复", "请 chong2 fu4")]
    [InlineData("朝阳区街道办事处", "chao2 yang2 qu1  jie1 dao4 ban4 shi4 chu4")]
    [InlineData("处理得很好", "chu3 li3 得很好")]
    public void A_character_with_several_readings_is_spelled_out(string text, string spoken) => Assert.Equal(spoken, Pinyin.ForEspeak(text));

    [Fact]
    public void Other_text_is_left_alone() => Assert.Equal("您好，OK？", Pinyin.ForEspeak("您好，OK？"));
}
