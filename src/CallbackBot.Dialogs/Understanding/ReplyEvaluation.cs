namespace CallbackBot.Dialogs.Understanding;

/// <summary>Measures the understanding against labelled replies.</summary>
public static class ReplyEvaluation
{
    /// <summary>The figures for a set of replies, all together and by language, question and tag.</summary>
    public static EvaluationReport Evaluate(IEnumerable<LabelledReply> rows) => Evaluate([.. rows.Select(row =>
    {
        var meaning = ReplyUnderstanding.Understand(row.Utterance, row.Asked);
        return new Outcome(row, meaning.Label, meaning.Confidence, ReplyUnderstanding.AcceptThreshold(row.Asked));
    })]);

    /// <summary>The figures for replies that have been read already.</summary>
    internal static EvaluationReport Evaluate(IReadOnlyList<Outcome> outcomes) =>
        Figures(outcomes) with
        {
            ByLang = By(outcomes, o => o.Row.Language),
            ByQuestion = By(outcomes, o => o.Row.Question),
            ByTag = By(outcomes.Where(o => o.Row.Tag.Length > 0), o => o.Row.Tag),
            Errors = [.. outcomes.Where(o => !o.Right).Select(o => new EvaluationError(
                o.Row.Language, o.Row.Question, o.Row.Utterance, o.Row.Label, o.Row.Tag, o.Label, o.Confidence, o.Accepted, o.Flip))],
        };

    private static Dictionary<string, EvaluationReport> By(IEnumerable<Outcome> outcomes, Func<Outcome, string> key) =>
        outcomes.GroupBy(key).OrderBy(g => g.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => Figures([.. g]));

    private static EvaluationReport Figures(IReadOnlyList<Outcome> outcomes)
    {
        var accepted = outcomes.Count(o => o.Accepted);
        return new EvaluationReport
        {
            N = outcomes.Count,
            Accuracy = Share(outcomes.Count(o => o.Right), outcomes.Count),
            Macro = outcomes.Count == 0 ? 0 : outcomes.GroupBy(o => (o.Row.Question, o.Row.Label)).Average(g => Share(g.Count(o => o.Right), g.Count())),
            Flips = Share(outcomes.Count(o => o.Flip), outcomes.Count),
            Abstained = Share(outcomes.Count - accepted, outcomes.Count),
            AcceptedFlips = Share(outcomes.Count(o => o.Accepted && o.Flip), accepted),
            Ece = outcomes.GroupBy(o => Math.Min(9, (int)(o.Confidence * 10)))
                .Sum(bin => Share(bin.Count(), outcomes.Count) * Math.Abs(bin.Average(o => o.Confidence) - Share(bin.Count(o => o.Right), bin.Count()))),
            Threshold = outcomes.GroupBy(o => o.Row.Language + " " + o.Row.Question).OrderBy(g => g.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().Threshold),
        };
    }

    private static double Share(int part, int whole) => whole == 0 ? 0 : (double)part / whole;
}

/// <summary>A labelled reply and what it was taken for.</summary>
internal sealed record Outcome(LabelledReply Row, string? Label, double Confidence, double Threshold)
{
    public bool Right => Label == Row.Label;

    public bool Accepted => Confidence >= Threshold;

    /// <summary>A positive answer was taken for a negative one or the reverse.</summary>
    public bool Flip => Polarity(Row.Label) * Polarity(Label) < 0;

    /// <summary>+1 and -1 for the answers that must never be taken for one another.</summary>
    public static int Polarity(string? label) => label switch
    {
        "contacted" or "resolved" or "satisfied" or "very_satisfied" => 1,
        "not_contacted" or "partly" or "unresolved" or "dissatisfied" or "very_dissatisfied" => -1,
        _ => 0,
    };
}
