using CallbackBot.Dialogs.Prompts;

namespace CallbackBot.Dialogs.Tests.Prompts;

public sealed class PinyinTests
{
    [Theory]
    [InlineData("银行", "yin2 hang2")]
    [InlineData("请重复", "请 chong2 fu4")]
    [InlineData("朝阳区街道办事处", "chao2 yang2 qu1  jie1 dao4 ban4 shi4 chu4")]
    [InlineData("处理得很好", "chu3 li3 得很好")]
    [InlineData("国家长期", "guo2 jia1  chang2 qi1")]
    [InlineData("家长", "jia1 zhang3")]
    [InlineData("派出所长期", "派出所 chang2 qi1")]
    [InlineData("不同行业", "bu4 tong2  hang2 ye4")]
    [InlineData("不好处理", "不好 chu3 li3")]
    [InlineData("这种地方", "这种 di4 fang5")]
    [InlineData("银行行长还款了", "yin2 hang2  hang2 zhang3  huan2 kuan3 了")]
    [InlineData("重庆北路的音乐", "chong2 qing4 北路的 yin1 yue4")]
    [InlineData("我还得等", "我还 dei3 deng3")]
    [InlineData("不了解", "bu4 liao3 jie3")]
    [InlineData("解决不了", "jie3 jue2 bu4 liao3")]
    [InlineData("您要求清理脏乱", "您 yao1 qiu2 清理 zang1 luan4")]
    [InlineData("楼下种菜，这种菜", "楼下 zhong4 cai4 ， zhe4 zhong3 cai4")]
    public void A_character_with_several_readings_is_spelled_out(string text, string spoken) => Assert.Equal(spoken, Pinyin.ForEspeak(text));

    /// <summary>A word of the table is found in them that is none there: 要求, 工行, 园长, 种树.</summary>
    [Theory]
    [InlineData("需要求助", "xu1 yao4  qiu2 zhu4")]
    [InlineData("施工行为", "施工 xing2 wei2")]
    [InlineData("公园长椅", "公园 chang2 yi3")]
    [InlineData("这种树", "zhe4 zhong3 shu4")]
    [InlineData("家里弄的", "家里弄的")]
    [InlineData("提供给您", "ti2 gong1 给您")]
    public void Words_that_only_seem_to_be_there_are_not_read(string text, string spoken) => Assert.Equal(spoken, Pinyin.ForEspeak(text));

    [Fact]
    public void Other_text_is_left_alone() => Assert.Equal("您好，OK？", Pinyin.ForEspeak("您好，OK？"));

    [Fact]
    public void Every_word_of_the_table_has_one_syllable_a_character() =>
        Assert.All(Pinyin.Table, word => Assert.True(Pinyin.IsPinyin(word.Value) && word.Value.Split(' ').Length == word.Key.Length, word.Key));

    [Fact]
    public void A_designers_reading_in_pinyin_stays_pinyin()
    {
        var readings = new Dictionary<string, string> { ["长椿街道"] = "chang2 chun1 jie1 dao4" };

        Assert.Equal("在 chang2 chun1 jie1 dao4 三号", SpokenForms.Spell("在长椿街道3号", "zh-CN", readings));
        Assert.Equal("chang2 chun1 jie1 dao4", Pinyin.ForEspeak("chang2 chun1 jie1 dao4"));
    }
}
