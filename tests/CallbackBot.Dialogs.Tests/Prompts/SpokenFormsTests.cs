using CallbackBot.Dialogs.Prompts;

namespace CallbackBot.Dialogs.Tests.Prompts;

public sealed class SpokenFormsTests
{
    private static readonly Dictionary<string, string> None = [];

    [Theory]
    [InlineData("2026-10-03", "十月三号")]
    [InlineData("2026-10-03T18:30", "十月三号晚上六点半")]
    [InlineData("14:05", "下午两点零五分")]
    [InlineData("2026年", "二零二六年")]
    [InlineData("95%", "百分之九十五")]
    [InlineData("2个", "两个")]
    [InlineData("12个", "十二个")]
    [InlineData("105户", "一百零五户")]
    [InlineData("1,020元", "一千零二十元")]
    [InlineData("¥12.50", "十二点五零元")]
    [InlineData("12345", "一二三四五")]
    [InlineData("010", "零一零")]
    public void Mandarin(string text, string spoken) => Assert.Equal(spoken, SpokenForms.Spell(text, "zh-CN", None));

    [Theory]
    [InlineData("2026-10-03", "October the third")]
    [InlineData("2026-10-31T18:30", "October the thirty-first at six thirty in the evening")]
    [InlineData("12:00", "noon")]
    [InlineData("95%", "ninety-five percent")]
    [InlineData("1,205", "one thousand two hundred and five")]
    [InlineData("$12.50", "twelve dollars fifty")]
    [InlineData("3.5", "three point five")]
    [InlineData("12345", "one two three four five")]
    public void English(string text, string spoken) => Assert.Equal(spoken, SpokenForms.Spell(text, "en", None));

    [Fact]
    public void A_reading_goes_before_the_rules_and_keeps_to_whole_numbers()
    {
        var readings = new Dictionary<string, string> { ["12345"] = "幺二三四五", ["SMS"] = "短信" };

        Assert.Equal("拨打幺二三四五或发短信", SpokenForms.Spell("拨打12345或发SMS", "zh-CN", readings));
        Assert.Equal("一一二三四五", SpokenForms.Spell("112345", "zh-CN", readings));
    }

    [Theory]
    [InlineData("2026-13-40")]
    [InlineData("99:99")]
    [InlineData("¥")]
    [InlineData("1.")]
    [InlineData("99999999999999999999.9")]
    public void What_is_no_date_or_time_is_read_as_numbers_without_failing(string text)
    {
        Assert.DoesNotContain(SpokenForms.Spell(text, "zh-CN", None), char.IsAsciiDigit);
        Assert.DoesNotContain(SpokenForms.Spell(text, "en", None), char.IsAsciiDigit);
    }
}
