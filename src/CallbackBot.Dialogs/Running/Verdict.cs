using CallbackBot.Dialogs.Definition;
using CallbackBot.Dialogs.Understanding;

namespace CallbackBot.Dialogs.Running;

/// <summary>What a reply comes to, for the question that is open.</summary>
internal abstract record Verdict(Meaning? Meaning)
{
    /// <param name="Label">The answer; <see cref="Vocabulary.FreeText"/> for free text.</param>
    /// <param name="Confidence">Recogniser times understanding; 1 for keys.</param>
    /// <param name="Source"><c>robot</c> or <c>keypad</c>.</param>
    /// <param name="Text">The words, for free text.</param>
    /// <param name="Meaning">Understanding of speech.</param>
    public sealed record Answer(string Label, double Confidence, string Source, string? Text, Meaning? Meaning) : Verdict(Meaning);

    public sealed record Request(AnytimeRule Rule, Meaning Heard) : Verdict(Heard)
    {
        public bool AllCalls => Rule.Intent == "refuse_opt_out" && Heard.Scope == "all_calls";
    }

    public sealed record Silent(Meaning? Meaning) : Verdict(Meaning);

    public sealed record Unclear(Meaning? Meaning) : Verdict(Meaning);
}

/// <summary>Reads replies by the rules of one dialog. Never guesses: what is less sure than the threshold is unclear.</summary>
internal sealed class ReplyReader(Dialog dialog)
{
    private const double WorthConfirming = 0.5;

    private static readonly IReadOnlyDictionary<string, IReadOnlyList<string>> NoWords = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    public QuestionAsked Question(Ask ask) => new(
        ask.Set, dialog.Language, [.. ask.Answers.Select(a => a.Label)],
        ask.Answers.ToDictionary(a => a.Label, a => (IReadOnlyList<string>)[.. a.Words.Select(w => w.Text)], StringComparer.Ordinal));

    /// <summary>A question without words of its own: <c>yes_no</c>, <c>time</c>, or what is said into a statement.</summary>
    public QuestionAsked Bare(string set, params string[] labels) => new(set, dialog.Language, labels, NoWords);

    public Verdict Read(Heard heard, Ask ask)
    {
        var verdict = Read(heard, Question(ask), key => ask.Answers.FirstOrDefault(a => a.Keys.Contains(key))?.Label);
        return verdict is Verdict.Unclear { Meaning: { } meaning } && heard is Heard.Speech speech ? InDoubt(speech, meaning, ask) ?? verdict : verdict;
    }

    /// <summary>What is not sure enough to be accepted, but likelier than not, is an answer where the script lets the citizen confirm it.</summary>
    private static Verdict.Answer? InDoubt(Heard.Speech speech, Meaning meaning, Ask ask)
    {
        var confidence = speech.Confidence * meaning.Confidence;
        var asks = ask.Answers.Any(a => a.Label == meaning.Label && (a.ConfirmAlways || confidence < a.ConfirmBelow));
        return asks && confidence >= WorthConfirming ? new Verdict.Answer(meaning.Label!, confidence, "robot", null, meaning) : null;
    }

    public Verdict Read(Heard heard, QuestionAsked question, Func<char, string?> labelOfKey)
    {
        switch (heard)
        {
            case Heard.Silence:
                return new Verdict.Silent(Meaning: null);
            case Heard.Keys keys:
                // Two keys that mean different things are a slip, and which of them it was is anybody's guess.
                var labels = keys.Pressed.Select(labelOfKey).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
                return labels is [var pressed] ? new Verdict.Answer(pressed, 1, "keypad", null, null) : new Verdict.Unclear(Meaning: null);
            case Heard.Speech speech:
                return Read(speech, question);
            case Heard.Unintelligible when question.Set == Vocabulary.FreeText:
                // A comment needs no engine: whoever reads it can listen to it.
                return new Verdict.Answer(Vocabulary.FreeText, 0, "robot", RobotWords.In(question.Language).InRecording, null);
            default:
                return new Verdict.Unclear(Meaning: null);
        }
    }

    private Verdict Read(Heard.Speech speech, QuestionAsked question)
    {
        var meaning = ReplyUnderstanding.Understand(speech.Text, question);
        var confidence = speech.Confidence * meaning.Confidence;

        // Danger needs no certainty: a false alarm costs a transfer, a missed one more.
        if (meaning.Emergency is not null && dialog.Anytime.TryGetValue("emergency", out var emergency)) return new Verdict.Request(emergency, meaning);
        var sure = meaning.Label is not null && confidence >= ReplyUnderstanding.AcceptThreshold(question);
        if (sure && dialog.Anytime.TryGetValue(meaning.Label!, out var rule)) return new Verdict.Request(rule, meaning);
        if (meaning.Label == "silence") return new Verdict.Silent(meaning);
        if (question.Set == Vocabulary.FreeText) return new Verdict.Answer(Vocabulary.FreeText, speech.Confidence, "robot", speech.Text, meaning);
        return sure && question.Labels.Contains(meaning.Label!, StringComparer.Ordinal)
            ? new Verdict.Answer(meaning.Label!, confidence, "robot", null, meaning)
            : new Verdict.Unclear(meaning);
    }
}
