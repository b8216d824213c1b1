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
        if (missing.Length > 0)
        {
            throw new FormatException(
                $"{file}(1): column {string.Join(", ", missing)} is missing; expected lang, question, utterance, label and optionally tag, tab-separated.");
        }
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
            if (cells[at[0]] is not ("zh" or "en" or "zh-CN")) throw new FormatException($"{file}({line}): there is no language '{cells[at[0]]}'; use zh or en.");
            var label = cells[at[3]];
            // Whom the robot has reached may be unclear too, though no script has a branch for it.
            if (!AnswerSets.Labels[question].Contains(label, StringComparer.Ordinal) && label is not ("unsure" or "refuse_opt_out") && !Rules.ControlRules.IsControl(label))
            {
                throw new FormatException(
                    $"{file}({line}): '{label}' is no answer to '{question}'; use {string.Join(", ", AnswerSets.Labels[question])}, or a request such as repeat or human_agent.");
            }
            rows.Add(new LabelledReply(cells[at[0]], question, cells[at[2]], label, tag < 0 ? "" : cells[tag]));
        }
        return rows;
    }

    /// <summary>The question as a script would ask it.</summary>
    public QuestionAsked Asked => new(
        Question, Language.StartsWith("zh", StringComparison.Ordinal) ? "zh-CN" : "en", AnswerSets.Labels[Question], new Dictionary<string, IReadOnlyList<string>>());
}
