using CallbackBot.Dialogs.Definition;
using CallbackBot.Dialogs.Rehearsal;
using CallbackBot.Dialogs.Understanding;

namespace CallbackBot.Dialogs.Tests.Rehearsal;

/// <summary>The sentences of simulated citizens.</summary>
public sealed class CitizenWordsTests
{
    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public void Every_answer_can_be_given_in_many_words(string language)
    {
        var wordings = CitizenWords.In(language).All.ToLookup(w => w.Meaning, w => w.Wording);

        foreach (var meaning in Vocabulary.AnswerSets.SelectMany(s => s.Value.Select(label => $"{s.Key}.{label}")))
        {
            Assert.True(wordings[meaning].Distinct(StringComparer.Ordinal).Count() >= 7, meaning);
        }
    }

    [Fact]
    public void Both_languages_say_the_same_things()
    {
        Assert.Equal(
            CitizenWords.In("zh-CN").All.Select(w => w.Meaning).Distinct(StringComparer.Ordinal),
            CitizenWords.In("en").All.Select(w => w.Meaning).Distinct(StringComparer.Ordinal));
    }

    // A rehearsal with the sentences that the understanding was built on would show nothing. "Yes" and 不满意 are everybody's.
    [Theory]
    [InlineData("zh-CN", 4)]
    [InlineData("en", 2)]
    public void None_of_the_sentences_is_from_the_sample(string language, int shortest)
    {
        using var reader = new StreamReader(Path.Combine(AppContext.BaseDirectory, "Data", "replies-dev.tsv"));
        var sample = LabelledReply.Read(reader, "replies-dev.tsv").Select(r => Bare(r.Utterance)).ToHashSet();

        Assert.DoesNotContain(CitizenWords.In(language).All.Where(w => Length(w.Wording) > shortest), w => sample.Contains(Bare(w.Wording)));

        int Length(string wording) => language == "en" ? wording.Split(' ').Length : wording.Length;
    }

    private static string Bare(string text) => string.Concat(text.ToLowerInvariant().Where(char.IsLetterOrDigit));
}
