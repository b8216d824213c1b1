namespace CallbackBot.Dialogs.Understanding.Model;

/// <summary>Turns labelled replies into examples: rules, features, numbers.</summary>
internal sealed class ExampleReader
{
    /// <summary>A feature that one reply has says more about that reply than about its label.</summary>
    private const int LeastReplies = 2;

    /// <summary>A reply with a rare label counts for more, up to this; otherwise rare labels would be guessed too seldom.</summary>
    private const float WeightOfRare = 3;

    private readonly FeatureList _features = new() { Names = [] };
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<(int[] Features, LabelledReply Row, float Weight)> _read = [];

    /// <summary>Names of the features that are kept, by number; complete after <see cref="Examples"/>.</summary>
    public List<string> Names { get; } = [];

    public void Add(LabelledReply row, RuleReading rules, float weight)
    {
        FeatureReader.Read(rules, _features, model: null);
        var numbers = new int[_features.Count];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (!_numbers.TryGetValue(_features.Names![i], out numbers[i])) _numbers[_features.Names[i]] = numbers[i] = _numbers.Count;
        }
        _read.Add((numbers, row, weight));
    }

    /// <summary>The replies in the order in which they were added, with rare features left out.</summary>
    public List<(LabelledReply Row, Example Example)> Examples()
    {
        // Features that stand in the same replies and no others are one to the trainer; the shortest name is kept.
        var replies = new ulong[_numbers.Count];
        var seen = new int[_numbers.Count];
        for (var i = 0; i < _read.Count; i++)
        {
            foreach (var feature in _read[i].Features)
            {
                seen[feature]++;
                replies[feature] = (replies[feature] ^ (ulong)(i + 1)) * 1099511628211;
            }
        }
        var kept = Enumerable.Repeat(-1, seen.Length).ToArray();
        var known = new HashSet<ulong>();
        foreach (var (name, number) in _numbers.OrderBy(pair => pair.Key.Length).ThenBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (seen[number] < LeastReplies || !known.Add(replies[number])) continue;
            kept[number] = Names.Count;
            Names.Add(name);
        }
        var counts = _read.GroupBy(r => (r.Row.Question, r.Row.Label)).ToDictionary(g => g.Key, g => g.Count());
        var most = (float)counts.Values.Max();
        return _read.ConvertAll(read =>
        {
            var labels = Columns.Questions[read.Row.Question];
            var right = Array.FindIndex(labels, label => label.Label == read.Row.Label);
            int[] features = [.. read.Features.Select(f => kept[f]).Where(f => f >= 0)];
            var weight = Math.Min(WeightOfRare, MathF.Sqrt(most / counts[(read.Row.Question, read.Row.Label)]));
            return (read.Row, new Example(features, labels, right, read.Weight * weight));
        });
    }
}
