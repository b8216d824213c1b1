using CallbackBot.Dialogs.Prompts;
using FsCheck;
using FsCheck.Fluent;

namespace CallbackBot.Dialogs.Tests.Prompts;

public sealed class SpokenFormsTests
{
    private static readonly Dictionary<string, string> None = [];

    public static TheoryData<string, string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string, string>();
            foreach (var cells in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Data", "spoken-forms.tsv")).Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Split('\t')))
                cases.Add(cells[0], cells[1], cells[2]);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Digits_are_read_as_people_read_them(string language, string written, string spoken) =>
        Assert.Equal(spoken, SpokenForms.Spell(written, language == "zh" ? "zh-CN" : "en", None));

    [Fact]
    public void The_table_has_every_kind_in_both_languages() => Assert.InRange(Cases.Count, 150, 1000);

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
    [InlineData("25:00-26:00")]
    [InlineData("2026-02-30T25:61")]
    [InlineData("0/0")]
    [InlineData("1:2:3:4:5")]
    [InlineData("-1-2-3-4-5-6-7-8-9-")]
    public void What_is_no_date_or_time_is_read_as_numbers_without_failing(string text) => AssertNoDigit(text);

    [Fact]
    public void No_digit_is_ever_left_unread()
    {
        string[] pieces = ["0", "1", "2", "9", "12", "30", "110", "2026", "99999999999999999", ".", ",", ":", "-", "/", "%", "¥", "$", "~", "号", "个", "元", "点", "第", "T", "am", "A", "km", "℃", " ",
            "年", "月", "日", "Nov", "RMB", "打", "五", "室", "½", "③", "７", "–", "+", "(", ")", "*", "th", "No. ", "万"];
        var text = Gen.Elements(pieces).ListOf().Select(string.Concat).ToArbitrary();

        Prop.ForAll(text, t => AssertNoDigit(t)).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Fact]
    public void Text_without_digits_stays_as_it_is()
    {
        var text = Gen.Elements("您好", "，", "OK", " hello", "。", "-", "%", "5").ListOf().Select(string.Concat).Where(t => !t.Contains('5', StringComparison.Ordinal)).ToArbitrary();

        Prop.ForAll(text, t => Assert.Equal(t, SpokenForms.Spell(t, "zh-CN", None))).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_number_is_read_the_same_wherever_it_stands_in_a_sentence()
    {
        Prop.ForAll(Gen.Choose(0, 9999).ToArbitrary(), n =>
            Assert.Equal($"共{MandarinNumbers.Cardinal($"{n}")}，", SpokenForms.Spell($"共{n}，", "zh-CN", None))).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_text_of_digits_and_signs_without_end_takes_no_time()
    {
        AssertNoDigit(string.Concat(Enumerable.Repeat("1-2:3/4.5,6 ", 500)));
        AssertNoDigit(new string('7', 5000));
        AssertNoDigit(string.Concat(Enumerable.Repeat("A1-", 2000)));
    }

    private static void AssertNoDigit(string text)
    {
        Assert.DoesNotContain(SpokenForms.Spell(text, "zh-CN", None), char.IsDigit);
        Assert.DoesNotContain(SpokenForms.Spell(text, "en", None), char.IsDigit);
    }
}
