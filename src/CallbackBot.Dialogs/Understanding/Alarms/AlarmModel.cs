using System.Globalization;
using CallbackBot.Dialogs.Understanding.Lexicon;
using CallbackBot.Dialogs.Understanding.Model;

namespace CallbackBot.Dialogs.Understanding.Alarms;

/// <summary>
/// Multinomial logistic regression: is a reply an alarm, and of which kind? The weights are read from <c>alarm-model-LANGUAGE.tsv</c>: a feature, then
/// <c>kind=weight</c> in hundredths; its row <c>accept</c> holds the chance from which an alarm is raised.
/// </summary>
internal sealed class AlarmModel
{
    /// <summary>Kinds in the order of the columns; the first is no alarm.</summary>
    public static readonly string[] Kinds = ["none", "gas", "fire", "threat", "self_harm"];

    private const float Unit = 100;
    private static readonly Lazy<AlarmModel> LazyMandarin = new(() => Load("zh"));
    private static readonly Lazy<AlarmModel> LazyEnglish = new(() => Load("en"));

    [ThreadStatic]
    private static FeatureList? _features;

    private readonly Dictionary<ulong, float[]> _weights = [];
    private double _accept = 1;

    private AlarmModel()
    {
    }

    public static AlarmModel Of(bool english) => (english ? LazyEnglish : LazyMandarin).Value;

    /// <summary>The kind of emergency that a reply tells of; null for none.</summary>
    /// <param name="reply">What was said.</param>
    /// <param name="english">Its language.</param>
    public static string? Find(Reply reply, bool english)
    {
        var model = Of(english);
        var features = _features ??= new FeatureList();
        AlarmFeatures.Read(reply, english, features);
        Span<float> chances = stackalloc float[Kinds.Length];
        model.Score(features, chances);
        return 1 - chances[0] < model._accept ? null : Kinds[Likeliest(chances)];
    }

    /// <summary>The chance of each kind.</summary>
    public void Score(FeatureList features, Span<float> chances)
    {
        chances.Clear();
        foreach (var feature in features.All)
        {
            if (!_weights.TryGetValue(feature.Key, out var own)) continue;
            for (var i = 0; i < chances.Length; i++) chances[i] += own[i];
        }

        Softmax(chances);
    }

    /// <summary>Sums to chances, in place.</summary>
    public static void Softmax(Span<float> sums)
    {
        var highest = sums[0];
        foreach (var sum in sums) highest = Math.Max(highest, sum);
        var total = 0f;
        for (var i = 0; i < sums.Length; i++) total += sums[i] = MathF.Exp(sums[i] - highest);
        for (var i = 0; i < sums.Length; i++) sums[i] /= total;
    }

    /// <summary>The column of the likeliest alarm, none left out.</summary>
    public static int Likeliest(ReadOnlySpan<float> chances)
    {
        var best = 1;
        for (var i = 2; i < chances.Length; i++)
            if (chances[i] > chances[best]) best = i;
        return best;
    }

    /// <summary>A row of the weights file; null where nothing is left of it in hundredths.</summary>
    public static string? Row(string feature, ReadOnlySpan<float> weights)
    {
        var cells = new List<string>();
        for (var i = 0; i < weights.Length; i++)
            if ((int)MathF.Round(weights[i] * Unit) is var hundredths and not 0) cells.Add(string.Create(CultureInfo.InvariantCulture, $"{Kinds[i]}={hundredths}"));
        return cells.Count == 0 ? null : feature + "\t" + string.Join(' ', cells);
    }

    private static AlarmModel Load(string language)
    {
        var model = new AlarmModel();
        foreach (var row in DataFile.Rows($"Understanding.Data.alarm-model-{language}.tsv", 2))
        {
            if (row[0] == "accept")
            {
                model._accept = double.Parse(row[1], CultureInfo.InvariantCulture);
                continue;
            }

            var weights = new float[Kinds.Length];
            foreach (var cell in row[1].Split(' '))
            {
                var parts = cell.Split('=');
                weights[Array.IndexOf(Kinds, parts[0])] = int.Parse(parts[1], CultureInfo.InvariantCulture) / Unit;
            }

            model._weights.Add(FeatureList.Hash(row[0]), weights);
        }

        return model;
    }
}
