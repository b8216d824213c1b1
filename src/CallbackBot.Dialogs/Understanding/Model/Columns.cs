namespace CallbackBot.Dialogs.Understanding.Model;

/// <summary>
/// What the model weighs a feature for. A label is read from a column of its own question and from columns that it shares with the labels of
/// other questions that are said in the same way: "nobody has lifted a finger" is bad news to each of them, and a request is the same everywhere.
/// </summary>
internal static class Columns
{
    private static readonly string[] Anytime =
        ["repeat", "busy_call_later", "refuse_opt_out", "human_agent", "wrong_number", "abusive", "offtopic", "silence"];

    private static readonly Dictionary<string, string[]> Shared = new(StringComparer.Ordinal)
    {
        ["contacted"] = ["good"],
        ["not_contacted"] = ["bad"],
        ["resolved"] = ["good", "glad"],
        ["partly"] = ["middling"],
        ["unresolved"] = ["bad", "sad"],
        ["very_satisfied"] = ["good", "glad"],
        ["satisfied"] = ["good", "glad"],
        ["neutral"] = ["middling"],
        ["dissatisfied"] = ["bad", "sad"],
        ["very_dissatisfied"] = ["bad", "sad", "angry"],
        ["abusive"] = ["angry"],
        ["unsure"] = ["unsure"],
    };

    private static readonly List<string> AllNames = [];

    /// <summary>The questions that the model answers, with their labels.</summary>
    public static IReadOnlyDictionary<string, LabelColumns[]> Questions { get; } = new[] { "person", "response", "resolution", "satisfaction" }.ToDictionary(
        question => question,
        question => AnswerSets.Labels[question].Append("unsure").Distinct().Concat(Anytime).Select(label => ColumnsOf(question, label)).ToArray(),
        StringComparer.Ordinal);

    /// <summary>Names of the columns, as they stand in the weights files: <c>bad</c>, <c>resolution.partly</c>, <c>repeat</c>.</summary>
    public static IReadOnlyList<string> Names => AllNames;

    /// <summary>True for a label that may be said at any question.</summary>
    public static bool IsAnytime(string label) => Array.IndexOf(Anytime, label) >= 0;

    private static LabelColumns ColumnsOf(string question, string label)
    {
        IEnumerable<string> own = IsAnytime(label) ? [label] : [question + "." + label];
        return new LabelColumns(label, [.. own.Concat(Shared.GetValueOrDefault(label, [])).Select(Number)]);
    }

    private static int Number(string name)
    {
        var number = AllNames.IndexOf(name);
        if (number >= 0) return number;
        AllNames.Add(name);
        return AllNames.Count - 1;
    }
}

/// <summary>A label and the columns whose sums speak for it.</summary>
internal sealed record LabelColumns(string Label, int[] Columns);
