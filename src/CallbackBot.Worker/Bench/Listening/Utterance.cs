using CallbackBot.Dialogs.Understanding;

namespace CallbackBot.Worker.Bench.Listening;

/// <summary>One reply that is spoken to the engine.</summary>
/// <param name="Question">What was asked.</param>
/// <param name="Text">What is said.</param>
/// <param name="Meaning">What it means; null for what answers nothing.</param>
/// <param name="Voice">Who says it.</param>
/// <param name="Pace">How fast, 1 for the voice's own.</param>
/// <param name="LevelDb">How loud, dBFS.</param>
/// <param name="Seed">Of its background.</param>
internal sealed record Utterance(QuestionAsked Question, string Text, Meaning? Meaning, BenchVoice Voice, double Pace, double LevelDb, int Seed);

/// <summary>Draws replies: every phrase of a question's grammar before one comes twice, voices in turn, pace and level at random.</summary>
internal static class Utterances
{
    private const double SlowestPace = 0.85;
    private const double FastestPace = 1.2;
    private const double QuietestDb = -27;
    private const double LoudestDb = -17;

    /// <summary>The built-in questions that a grammar can answer, with all their labels.</summary>
    public static IReadOnlyList<QuestionAsked> Questions(string language) =>
    [
        .. AnswerSets.Labels.Where(set => set.Value.Count > 0).Select(set => new QuestionAsked(
            set.Key, language, set.Value, set.Value.ToDictionary(label => label, _ => (IReadOnlyList<string>)[], StringComparer.Ordinal))),
    ];

    /// <param name="question">What is asked.</param>
    /// <param name="count">Replies from the grammar; half as many come from <paramref name="outOfGrammar"/>.</param>
    public static IEnumerable<Utterance> Draw(
        QuestionAsked question, int count, IReadOnlyList<string> outOfGrammar, IReadOnlyList<BenchVoice> voices, Random random)
    {
        // A phrase that means nothing for this question cannot be right or wrong.
        var said = BuiltInWords.Phrases(question).Select(phrase => (Text: phrase, Meaning: ReplyUnderstanding.Understand(phrase, question)))
            .Where(phrase => phrase.Meaning.Label is not null).ToArray();
        return Spoken([.. said.Select(phrase => (phrase.Text, (Meaning?)phrase.Meaning))], count)
            .Concat(Spoken([.. outOfGrammar.Select(sentence => (sentence, (Meaning?)null))], count / 2));

        IEnumerable<Utterance> Spoken((string Text, Meaning? Meaning)[] phrases, int n)
        {
            for (var i = 0; i < n; i++)
            {
                if (i % phrases.Length == 0) random.Shuffle(phrases);
                var (text, meaning) = phrases[i % phrases.Length];
                yield return new Utterance(
                    question, text, meaning, voices[random.Next(voices.Count)], Between(SlowestPace, FastestPace), Between(QuietestDb, LoudestDb), random.Next());
            }
        }

        double Between(double least, double most) => least + (random.NextDouble() * (most - least));
    }
}
