using System.Globalization;
using CallbackBot.Dialogs.Understanding.Model;

namespace CallbackBot.Dialogs.Understanding.Alarms;

/// <summary>Trains the alarm models by stochastic gradient descent with a learning rate per weight (AdaGrad, Duchi et al. 2011), some features hidden in every step.</summary>
public static class AlarmTraining
{
    private const int Rounds = 40;
    private const float Rate = 0.15f;
    private const float Hidden = 0.4f;
    private const float Shrink = 0.01f;

    /// <summary>A missed alarm counts so many false ones.</summary>
    private const float WeightOfAlarm = 4;

    /// <summary>Of ordinary replies one in this many trains in each round: there are twenty times as many as alarms.</summary>
    private const int OneOf = 2;

    /// <summary>Of ordinary replies at most this share may raise an alarm: the citizen is handed to a person who was not asked for.</summary>
    private const double MostFalse = 0.0015;

    /// <summary>Makes the files of both languages and measures them, one writer held out at a time.</summary>
    public static (IReadOnlyDictionary<string, IReadOnlyList<string>> Files, AlarmReport Report) Train(IReadOnlyList<AlarmExample> examples)
    {
        var files = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        var (found, look, ordinary, errors) = (new Dictionary<string, (int, int)>(), new Dictionary<string, (int, int)>(), new Dictionary<string, (int, int)>(), new List<string>());
        foreach (var language in new[] { "zh", "en" })
        {
            var told = examples.Where(e => e.Source is not null).Select(e => e.Utterance).ToHashSet(StringComparer.Ordinal);
            var set = new AlarmExamples([.. examples.Where(e => e.Language == language && !(e.Source is null && (told.Contains(e.Utterance) || IsAlarmAnyway(e))))], language == "en");
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

    /// <summary>Among ordinary replies there are some that tell of an emergency, or nearly.</summary>
    private static bool IsAlarmAnyway(AlarmExample example) => AlarmExamples.Read(example).Hits.Exists(hit => hit.Label.StartsWith("emergency:", StringComparison.Ordinal));

    private static void Count(Dictionary<string, (int All, int Of)> counts, string key, bool raised)
    {
        var (all, of) = counts.GetValueOrDefault(key);
        counts[key] = (all + 1, of + (raised ? 1 : 0));
    }

    private static float[][] HeldOut(AlarmExamples set)
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

    private static float[][] Fit(AlarmExamples set, Func<int, bool> trains)
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
                    if (f == set.Any || random.NextSingle() >= Hidden) shown.Add(f);
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
        for (var f = 0; f < weights.Length; f++)
            for (var k = 0; k < kinds && f != set.Any; k++) weights[f][k] *= 1 - Hidden;
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
}
