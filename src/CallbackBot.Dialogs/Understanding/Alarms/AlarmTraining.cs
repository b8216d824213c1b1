using System.Globalization;
using CallbackBot.Dialogs.Understanding.Model;
using CallbackBot.Dialogs.Understanding.Rules;

namespace CallbackBot.Dialogs.Understanding.Alarms;

/// <summary>What an alarm sounds like, and what only sounds like one.</summary>
/// <param name="Language"><c>zh</c> or <c>en</c>.</param>
/// <param name="Kind">Of <see cref="AlarmModel.Kinds"/>.</param>
/// <param name="Utterance">As recognised.</param>
/// <param name="Source">Whose it is; measured by a model that saw none of theirs. Null for ordinary replies, which are measured for false alarms.</param>
public sealed record AlarmExample(string Language, string Kind, string Utterance, string? Source);

/// <summary>How well replies were understood by models that had not seen their writer.</summary>
/// <param name="Found">Of the alarms of each language and kind: how many there were and how many were found as any alarm.</param>
/// <param name="Look">Of the look-alikes of each language: how many there were and how many were taken for an alarm.</param>
/// <param name="Ordinary">The same of ordinary replies.</param>
/// <param name="Errors">Replies that were missed or taken for an alarm.</param>
public sealed record AlarmReport(
    IReadOnlyDictionary<string, (int All, int Found)> Found, IReadOnlyDictionary<string, (int All, int Taken)> Look, IReadOnlyDictionary<string, (int All, int Taken)> Ordinary, IReadOnlyList<string> Errors);

/// <summary>Trains the alarm models by stochastic gradient descent with a learning rate per weight (AdaGrad, Duchi et al. 2011), some features hidden in every step.</summary>
public static class AlarmTraining
{
    private const int Rounds = 40;
    private const float Rate = 0.15f;
    private const float Hidden = 0.4f;
    private const float Shrink = 0.01f;

    /// <summary>A missed alarm counts so many false ones.</summary>
    private const float WeightOfAlarm = 4;
    private const int LeastReplies = 2;

    /// <summary>Of ordinary replies one in this many trains in each round: there are twenty times as many as alarms.</summary>
    private const int OneOf = 4;

    /// <summary>Of ordinary replies at most this share may raise an alarm: the citizen is handed to a person who was not asked for.</summary>
    private const double MostFalse = 0.001;

    /// <summary>Makes the files of both languages and measures them, one writer held out at a time.</summary>
    public static (IReadOnlyDictionary<string, IReadOnlyList<string>> Files, AlarmReport Report) Train(IReadOnlyList<AlarmExample> examples)
    {
        var files = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        var (found, look, ordinary, errors) = (new Dictionary<string, (int, int)>(), new Dictionary<string, (int, int)>(), new Dictionary<string, (int, int)>(), new List<string>());
        foreach (var language in new[] { "zh", "en" })
        {
            var set = new ExampleSet([.. examples.Where(e => e.Language == language && !IsAlarmAnyway(e))], language == "en");
            var chances = HeldOut(set);
            var quiet = Enumerable.Range(0, set.Count).Where(i => set.Of(i).Source is null).Select(i => 1.0 - chances[i][0]).OrderDescending().ToList();
            var accept = quiet.Count == 0 ? 0.5 : Math.Round(quiet[(int)(quiet.Count * MostFalse)] + 0.001, 3);
            for (var i = 0; i < set.Count; i++)
            {
                var (row, raised) = (set.Of(i), 1 - chances[i][0] >= accept);
                Count(row.Source is null ? ordinary : row.Kind == "none" ? look : found, row.Kind == "none" ? language : $"{language} {row.Kind}", raised);
                if (raised == (row.Kind == "none")) errors.Add(string.Create(CultureInfo.InvariantCulture, $"{language}\t{row.Kind}\t{row.Utterance}\t{1 - chances[i][0]:0.00} {AlarmModel.Kinds[AlarmModel.Likeliest(chances[i])]}"));
            }

            var weights = Fit(set, _ => true);
            files[$"alarm-model-{language}.tsv"] =
            [
                "# What each feature of a reply (Alarms/AlarmFeatures.cs) speaks for. Written by `callbackbot understand train-alarms`; do not edit.",
                string.Create(CultureInfo.InvariantCulture, $"accept\t{accept}"),
                .. set.Names.Select((name, f) => AlarmModel.Row(name, weights[f])).OfType<string>().Order(StringComparer.Ordinal),
            ];
        }

        return (files, new AlarmReport(found, look, ordinary, errors));
    }

    /// <summary>Among ordinary replies there are some that tell of an emergency in so many words.</summary>
    private static bool IsAlarmAnyway(AlarmExample example) => example.Source is null && ExampleSet.Read(example) is var rules && Emergencies.Find(rules.Reply, rules.Hits, rules.English) is not null;

    private static void Count(Dictionary<string, (int All, int Of)> counts, string key, bool raised)
    {
        var (all, of) = counts.GetValueOrDefault(key);
        counts[key] = (all + 1, of + (raised ? 1 : 0));
    }

    private static float[][] HeldOut(ExampleSet set)
    {
        var chances = new float[set.Count][];
        var folds = set.Folds;
        Parallel.For(0, folds.Max() + 1, fold =>
        {
            var weights = Fit(set, i => folds[i] != fold);
            for (var i = 0; i < set.Count; i++)
                if (folds[i] == fold) chances[i] = Chances(set.Features[i], weights, shown: null);
        });
        return chances;
    }

    private static float[][] Fit(ExampleSet set, Func<int, bool> trains)
    {
        var kinds = AlarmModel.Kinds.Length;
        var weights = Enumerable.Range(0, set.Names.Count).Select(_ => new float[kinds]).ToArray();
        var squares = Enumerable.Range(0, set.Names.Count).Select(_ => new float[kinds]).ToArray();
        var random = new Random(1);
        var (alarms, quiet) = (Enumerable.Range(0, set.Count).Where(i => trains(i) && set.Of(i).Source is not null).ToArray(),
            Enumerable.Range(0, set.Count).Where(i => trains(i) && set.Of(i).Source is null).ToArray());
        var shown = new List<int>();
        for (var round = 0; round < Rounds; round++)
        {
            random.Shuffle(quiet);
            var order = alarms.Concat(quiet.Take(quiet.Length / OneOf)).ToArray();
            random.Shuffle(order);
            foreach (var i in order)
            {
                shown.Clear();
                foreach (var f in set.Features[i])
                    if (random.NextSingle() >= Hidden) shown.Add(f);
                var chances = Chances(set.Features[i], weights, shown);
                chances[set.Kind(i)] -= 1;
                var weight = set.Kind(i) > 0 ? WeightOfAlarm : 1;
                foreach (var f in shown)
                {
                    for (var k = 0; k < kinds; k++)
                    {
                        var gradient = (weight * chances[k]) + (Shrink * weights[f][k]);
                        squares[f][k] += gradient * gradient;
                        weights[f][k] -= Rate * gradient / (MathF.Sqrt(squares[f][k]) + 1e-6f);
                    }
                }
            }
        }

        // All features are shown to the finished model, a part of them were in each step.
        foreach (var row in weights)
            for (var k = 0; k < kinds; k++) row[k] *= 1 - Hidden;
        return weights;
    }

    private static float[] Chances(int[] features, float[][] weights, List<int>? shown)
    {
        var sums = new float[AlarmModel.Kinds.Length];
        foreach (var f in shown ?? (IEnumerable<int>)features)
            for (var k = 0; k < sums.Length; k++) sums[k] += weights[f][k];
        AlarmModel.Softmax(sums);
        return sums;
    }

    /// <summary>The examples of one language as numbers of features that at least two replies have.</summary>
    private sealed class ExampleSet
    {
        private const int FoldsOfOrdinary = 5;
        private readonly List<AlarmExample> _rows;

        public ExampleSet(List<AlarmExample> rows, bool english)
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
            Features = read.ConvertAll(names => names.Where(numbers.ContainsKey).Select(name => numbers[name]).ToArray());
            var sources = rows.Select(r => r.Source).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
            Folds = rows.Select((r, i) => r.Source is null ? i % FoldsOfOrdinary : sources.IndexOf(r.Source)).ToList();
        }

        public IReadOnlyList<string> Names { get; }

        public List<int[]> Features { get; }

        /// <summary>Which model is to judge each: one that has not seen its writer.</summary>
        public List<int> Folds { get; }

        public int Count => _rows.Count;

        public AlarmExample Of(int i) => _rows[i];

        public static RuleReading Read(AlarmExample row) => RuleReading.Of(row.Utterance,
            new QuestionAsked("free_text", row.Language == "en" ? "en" : "zh-CN", AnswerSets.Labels["free_text"], new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)));

        public int Kind(int i) => Array.IndexOf(AlarmModel.Kinds, _rows[i].Kind);
    }
}
