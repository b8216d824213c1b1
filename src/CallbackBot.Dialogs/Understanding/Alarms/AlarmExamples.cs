using CallbackBot.Dialogs.Understanding.Model;

namespace CallbackBot.Dialogs.Understanding.Alarms;

/// <summary>The examples of one language as numbers of features that at least two replies have.</summary>
internal sealed class AlarmExamples
{
    private const int LeastReplies = 2;
    private const int FoldsOfOrdinary = 5;
    private readonly List<AlarmExample> _rows;

    public AlarmExamples(List<AlarmExample> rows, bool english)
    {
        _rows = rows;
        var list = new FeatureList { Names = [] };
        var read = rows.ConvertAll(row =>
        {
            AlarmFeatures.Read(Read(row).Reply, english, list);
            return list.Names.ToArray();
        });
        var seen = read.SelectMany(names => names).GroupBy(name => name, StringComparer.Ordinal).Where(g => g.Count() >= LeastReplies).Select(g => g.Key).ToList();
        var numbers = seen.Select((name, i) => (name, i)).ToDictionary(p => p.name, p => p.i, StringComparer.Ordinal);
        Names = seen;
        Any = numbers.GetValueOrDefault("any", -1);
        Features = read.ConvertAll(names => names.Where(numbers.ContainsKey).Select(name => numbers[name]).ToArray());
        var sources = rows.Select(r => r.Source).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        Folds = rows.Select((r, i) => r.Source is null ? i % FoldsOfOrdinary : sources.IndexOf(r.Source)).ToList();
    }

    public IReadOnlyList<string> Names { get; }

    /// <summary>The feature that every reply has: how rare alarms are. -1 where there is one reply.</summary>
    public int Any { get; }

    public List<int[]> Features { get; }

    /// <summary>Which model is to judge each: one that has not seen its writer.</summary>
    public List<int> Folds { get; }

    public int Count => _rows.Count;

    public AlarmExample Of(int i) => _rows[i];

    public static RuleReading Read(AlarmExample row) => RuleReading.Of(row.Utterance,
        new QuestionAsked("free_text", row.Language == "en" ? "en" : "zh-CN", AnswerSets.Labels["free_text"], new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)));

    public int Kind(int i) => Array.IndexOf(AlarmModel.Kinds, _rows[i].Kind);
}
