using CallbackBot.Dialogs.Understanding;
using FsCheck;
using FsCheck.Fluent;

namespace CallbackBot.Dialogs.Tests.Understanding;

public sealed class AnyReplyTests
{
    private static readonly string[] Sets = ["person", "response", "resolution", "satisfaction", "yes_no", "time", "free_text"];

    [Fact]
    public void No_text_makes_it_throw_and_confidence_stays_a_probability() =>
        Prop.ForAll<string>(text => Sets.All(set => Holds(text ?? "", set))).QuickCheckThrowOnFailure();

    [Fact]
    public void No_mixture_of_its_own_words_makes_it_throw()
    {
        string[] words =
        [
            "不", "没", "没有", "满意", "解决", "了", "，", "？", "又", "三", "分", "星", "百", "<", "not", " ", "out of", "ten", "stars", "because", "解", "接", "人工", "…", "但是",
            "打", "点", "I ", "'", "n't", "🙂", "\uD800", "0", "12345",
        ];
        var texts = Gen.Choose(0, 12).SelectMany(n => Gen.Elements(words).ListOf(n)).Select(parts => string.Concat(parts));
        Prop.ForAll(texts.ToArbitrary(), text => Sets.All(set => Holds(text, set))).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData('不')]
    [InlineData('漏')]
    [InlineData('满')]
    [InlineData('<')]
    [InlineData('a')]
    [InlineData('…')]
    [InlineData('三')]
    public void Ten_thousand_of_one_character_are_answered(char c) => Assert.All(Sets, set => Assert.True(Holds(new string(c, 10_000), set)));

    private static bool Holds(string text, string set)
    {
        var meaning = ReplyUnderstanding.Understand(text, new QuestionAsked(set, "zh-CN", [], new Dictionary<string, IReadOnlyList<string>>()));
        return meaning.Confidence is >= 0 and <= 1 && (meaning.Label is null) == (meaning.Confidence == 0);
    }
}
