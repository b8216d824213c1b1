using CallbackBot.Dialogs.Understanding;

namespace CallbackBot.Dialogs.Tests.Understanding;

public sealed class BuiltInWordsTests
{
    public static TheoryData<string, string> Asked()
    {
        var asked = new TheoryData<string, string>();
        foreach (var set in new[] { "person", "response", "resolution", "satisfaction", "yes_no", "time" })
        {
            asked.Add(set, "zh-CN");
            asked.Add(set, "en");
        }
        return asked;
    }

    [Theory]
    [MemberData(nameof(Asked))]
    public void Every_phrase_to_listen_for_is_understood_and_accepted(string set, string language)
    {
        var question = new QuestionAsked(set, language, AnswerSets.Labels[set], new Dictionary<string, IReadOnlyList<string>>());
        var unclear = BuiltInWords.Phrases(question)
            .Select(phrase => (phrase, meaning: ReplyUnderstanding.Understand(phrase, question)))
            .Where(p => p.meaning.Label is null || p.meaning.Confidence < ReplyUnderstanding.AcceptThreshold(question))
            .Select(p => $"{p.phrase}: {p.meaning.Label} {p.meaning.Confidence}");

        Assert.Empty(unclear);
    }

    [Fact]
    public void The_designers_words_come_first()
    {
        var question = new QuestionAsked("own", "en", ["morning"], new Dictionary<string, IReadOnlyList<string>> { ["morning"] = ["before noon"] });

        var phrases = BuiltInWords.Phrases(question);

        Assert.Equal("before noon", phrases[0]);
        Assert.Contains("a human please", phrases);
    }

    [Theory]
    [InlineData("resolved", "zh-CN", "解决了")]
    [InlineData("resolved", "en", "solved")]
    [InlineData("neutral", "zh-CN", "基本满意")]
    [InlineData("neutral", "en", "basically satisfied")]
    [InlineData("next_week", "en", "next week")]
    public void A_label_has_a_spoken_name(string label, string language, string name) => Assert.Equal(name, BuiltInWords.Read(label, language));
}
