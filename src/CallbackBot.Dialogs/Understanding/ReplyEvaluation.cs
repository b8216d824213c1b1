namespace CallbackBot.Dialogs.Understanding;

/// <summary>One labelled reply.</summary>
/// <param name="Language">BCP 47.</param>
/// <param name="Question">Answer set.</param>
/// <param name="Utterance">What was said.</param>
/// <param name="Label">What it means.</param>
/// <param name="Tag">Kind of reply, empty when the file has none.</param>
public sealed record LabelledReply(string Language, string Question, string Utterance, string Label, string Tag)
{
    private static readonly string[] Columns = ["lang", "question", "utterance", "label"];

    /// <summary>Reads tab-separated text with the header <c>lang question utterance label</c> and, optionally, <c>tag</c>.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <exception cref="FormatException">The header or a row is wrong; the message names file and line.</exception>
    public static IReadOnlyList<LabelledReply> Read(TextReader reader, string file)
    {
        var header = reader.ReadLine()?.TrimStart('\uFEFF').Split('\t') ?? [];
        var at = Columns.Select(name => Array.IndexOf(header, name)).ToArray();
        var missing = Columns.Where((_, i) => at[i] < 0).ToArray();
        if (missing.Length > 0) throw new FormatException($"{file}(1): column {string.Join(", ", missing)} is missing; expected lang, question, utterance, label and optionally tag, tab-separated.");
        var tag = Array.IndexOf(header, "tag");
        var rows = new List<LabelledReply>();
        for (var line = 2; reader.ReadLine() is { } text; line++)
        {
            if (text.Length == 0) continue;
            var cells = text.Split('\t');
            if (cells.Length != header.Length) throw new FormatException($"{file}({line}): {header.Length} columns expected, {cells.Length} found.");
            var question = cells[at[1]];
            if (!AnswerSets.Labels.ContainsKey(question))
                throw new FormatException($"{file}({line}): there is no question '{question}'; use {string.Join(", ", AnswerSets.Labels.Keys)}.");
            rows.Add(new LabelledReply(cells[at[0]], question, cells[at[2]], cells[at[3]], tag < 0 ? "" : cells[tag]));
        }
        return rows;
    }

    /// <summary>The question as a script would ask it.</summary>
    public QuestionAsked Asked => new(
        Question, Language.StartsWith("zh", StringComparison.Ordinal) ? "zh-CN" : "en", AnswerSets.Labels[Question], new Dictionary<string, IReadOnlyList<string>>());
}

/// <summary>The labels of the built-in answer sets.</summary>
public static class AnswerSets
{
    /// <summary>Answer set to labels, in the order in which a script lists them.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Labels { get; } = new Dictionary<string, IReadOnlyList<string>>
    {
        ["person"] = ["right_person", "not_right_person"],
        ["response"] = ["contacted", "not_contacted", "unsure"],
        ["resolution"] = ["resolved", "partly", "unresolved", "unsure"],
        ["satisfaction"] = ["very_satisfied", "satisfied", "neutral", "dissatisfied", "very_dissatisfied", "unsure"],
        ["yes_no"] = ["yes", "no"],
        ["time"] = ["time"],
        ["free_text"] = ["free_text"],
    };
}

/// <summary>How well replies were understood.</summary>
public sealed record EvaluationReport
{
    /// <summary>Replies.</summary>
    public required int N { get; init; }

    /// <summary>Share with the right label.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Mean recall over the (question, label) pairs present.</summary>
    public required double Macro { get; init; }

    /// <summary>Share of positive answers taken for negative ones or the reverse.</summary>
    public required double Flips { get; init; }

    /// <summary>Share below the threshold.</summary>
    public required double Abstained { get; init; }

    /// <summary>Flips among the accepted, as a share of the accepted.</summary>
    public required double AcceptedFlips { get; init; }

    /// <summary>Expected calibration error over ten bins.</summary>
    public required double Ece { get; init; }

    /// <summary>Accept threshold per question.</summary>
    public required IReadOnlyDictionary<string, double> Threshold { get; init; }

    /// <summary>The same figures by language; empty in the parts.</summary>
    public IReadOnlyDictionary<string, EvaluationReport> ByLang { get; init; } = new Dictionary<string, EvaluationReport>();

    /// <summary>The same figures by question.</summary>
    public IReadOnlyDictionary<string, EvaluationReport> ByQuestion { get; init; } = new Dictionary<string, EvaluationReport>();

    /// <summary>The same figures by tag.</summary>
    public IReadOnlyDictionary<string, EvaluationReport> ByTag { get; init; } = new Dictionary<string, EvaluationReport>();

    /// <summary>Every reply that got another label.</summary>
    public IReadOnlyList<EvaluationError> Errors { get; init; } = [];
}

/// <summary>A reply that was misunderstood.</summary>
public sealed record EvaluationError(string Lang, string Question, string Utterance, string Label, string Tag, string? Got, double Confidence, bool Accepted, bool Flip);

/// <summary>Measures the understanding against labelled replies.</summary>
public static class ReplyEvaluation
{
    private sealed record Outcome(LabelledReply Row, Meaning Meaning, double Threshold)
    {
        public bool Right => Meaning.Label == Row.Label;

        public bool Accepted => Meaning.Confidence >= Threshold;

        public bool Flip => Polarity(Row.Label) * Polarity(Meaning.Label) < 0;
    }

    /// <summary>The figures for a set of replies, all together and by language, question and tag.</summary>
    public static EvaluationReport Evaluate(IEnumerable<LabelledReply> rows)
    {
        var outcomes = rows.Select(row => new Outcome(row, ReplyUnderstanding.Understand(row.Utterance, row.Asked), ReplyUnderstanding.AcceptThreshold(row.Asked))).ToList();
        return Figures(outcomes) with
        {
            ByLang = By(outcomes, o => o.Row.Language),
            ByQuestion = By(outcomes, o => o.Row.Question),
            ByTag = By(outcomes.Where(o => o.Row.Tag.Length > 0), o => o.Row.Tag),
            Errors = [.. outcomes.Where(o => !o.Right).Select(o => new EvaluationError(
                o.Row.Language, o.Row.Question, o.Row.Utterance, o.Row.Label, o.Row.Tag, o.Meaning.Label, o.Meaning.Confidence, o.Accepted, o.Flip))],
        };
    }

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
            Ece = outcomes.GroupBy(o => Math.Min(9, (int)(o.Meaning.Confidence * 10)))
                .Sum(bin => Share(bin.Count(), outcomes.Count) * Math.Abs(bin.Average(o => o.Meaning.Confidence) - Share(bin.Count(o => o.Right), bin.Count()))),
            Threshold = outcomes.GroupBy(o => o.Row.Question).OrderBy(g => g.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().Threshold),
        };
    }

    private static double Share(int part, int whole) => whole == 0 ? 0 : (double)part / whole;

    /// <summary>+1 and -1 for the answers that must never be taken for one another.</summary>
    private static int Polarity(string? label) => label switch
    {
        "contacted" or "resolved" or "satisfied" or "very_satisfied" or "right_person" or "yes" => 1,
        "not_contacted" or "partly" or "unresolved" or "dissatisfied" or "very_dissatisfied" or "not_right_person" or "no" => -1,
        _ => 0,
    };
}
