using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace CallbackBot.Dialogs.Understanding.Model;

/// <summary>A reply as the trainer sees it: numbers of its features, the labels of its question, which of them is right, and how much it counts.</summary>
internal sealed record Example(int[] Features, LabelColumns[] Labels, int Right, float Weight);

/// <summary>
/// Fits the weights by stochastic gradient descent with a learning rate per weight (AdaGrad, Duchi et al. 2011) on the log loss plus
/// <see cref="Shrink"/>/2 times the squared weights. In every step some features are hidden, so that none is relied on alone (Wager et al. 2013,
/// "Dropout training as adaptive regularization"): on unseen writers this is worth three points. The weights are the mean over the last rounds (Polyak and
/// Juditsky 1992), which takes out what the last steps happened to be. The same examples in the same order give the same weights.
/// </summary>
internal sealed class ModelTrainer
{
    private const int Rounds = 60;
    private const float Rate = 0.2f;

    /// <summary>Trained so often, each time in another order, and averaged: what is hidden when is chance, too.</summary>
    private const int Runs = 3;

    /// <summary>From this round on the weights are averaged.</summary>
    private const int Settled = 20;

    /// <summary>Pulls weights to zero: the higher, the less is believed from few replies.</summary>
    private const float Shrink = 0.15f;

    /// <summary>Share of the features hidden in each step.</summary>
    private const float Hidden = 0.7f;

    /// <summary>Share of the steps in which the rules' decision is hidden as a whole.</summary>
    private const float WithoutRules = 0.5f;

    private readonly List<string> _names;
    private readonly float[] _weights;

    private ModelTrainer(List<string> names)
    {
        _names = names;
        _weights = new float[names.Count * ReplyModel.Width];
    }

    /// <param name="names">Features by number.</param>
    /// <param name="examples">In any order that is always the same.</param>
    public static ModelTrainer Fit(List<string> names, IReadOnlyList<Example> examples)
    {
        var shrink = ShrinkOf(names.Count, examples);
        var rules = names.ConvertAll(RuleFeatures.Decides);
        var runs = new float[Runs][];
        Parallel.For(0, Runs, run => runs[run] = Run(run + 1, examples, rules, shrink, new float[names.Count * ReplyModel.Width]));
        var trainer = new ModelTrainer(names);
        foreach (var run in runs) Arithmetic.Add(trainer._weights, run);
        for (var i = 0; i < trainer._weights.Length; i++) trainer._weights[i] /= Runs * (Rounds - Settled);
        return trainer;
    }

    /// <summary>The sum of the weights after each of the last rounds.</summary>
    private static float[] Run(int seed, IReadOnlyList<Example> examples, List<bool> rules, float[] shrink, float[] weights)
    {
        var squares = new float[weights.Length];
        var order = Enumerable.Range(0, examples.Count).ToArray();
        var random = new Random(seed);
        var shown = new List<int>(256);
        var sums = new float[weights.Length];
        for (var round = 0; round < Rounds; round++)
        {
            random.Shuffle(order);
            foreach (var i in order)
            {
                var withoutRules = random.NextSingle() < WithoutRules;
                shown.Clear();
                foreach (var feature in examples[i].Features)
                {
                    if (random.NextSingle() >= Hidden && !(withoutRules && rules[feature])) shown.Add(feature);
                }
                Learn(examples[i], shown, weights, squares, shrink);
            }
            if (round >= Settled) Arithmetic.Add(sums, weights);
        }
        return sums;
    }

    /// <summary>The sums of the columns for a reply, with the weights as they are written.</summary>
    public float[] Score(Example example)
    {
        var sums = new float[ReplyModel.Width];
        foreach (var feature in example.Features)
        {
            for (var c = 0; c < sums.Length; c++) sums[c] += Written(_weights[feature * sums.Length + c]) / ReplyModel.Unit;
        }
        return sums;
    }

    /// <summary>The lines of a weights file, sorted by feature.</summary>
    public IEnumerable<string> Lines()
    {
        foreach (var (name, i) in _names.Select((name, i) => (name, i)).OrderBy(pair => pair.name, StringComparer.Ordinal))
        {
            var line = new StringBuilder(name).Append('\t');
            for (var c = 0; c < Columns.Names.Count; c++)
            {
                var weight = Written(_weights[i * ReplyModel.Width + c]);
                if (weight != 0) line.Append(Columns.Names[c]).Append('=').Append(weight.ToString(CultureInfo.InvariantCulture)).Append(' ');
            }
            if (line[^1] == ' ') yield return line.ToString(0, line.Length - 1);
        }
    }

    /// <summary>In each step a feature shrinks by its share of the whole: what is seen often shrinks a little each time.</summary>
    private static float[] ShrinkOf(int features, IReadOnlyList<Example> examples)
    {
        var shrink = new float[features];
        foreach (var example in examples)
        {
            foreach (var feature in example.Features) shrink[feature]++;
        }
        for (var i = 0; i < shrink.Length; i++) shrink[i] = shrink[i] == 0 ? 0 : Shrink / shrink[i];
        return shrink;
    }

    private static void Learn(Example example, List<int> shown, float[] weights, float[] squares, float[] shrink)
    {
        var width = ReplyModel.Width;
        Span<float> sums = stackalloc float[width];
        foreach (var feature in shown) Arithmetic.Add(sums, weights.AsSpan(feature * width, width));
        Span<float> chances = stackalloc float[example.Labels.Length];
        Arithmetic.Softmax(sums, example.Labels, 1, chances);
        chances[example.Right] -= 1;
        sums.Clear();
        for (var l = 0; l < example.Labels.Length; l++)
        {
            foreach (var column in example.Labels[l].Columns) sums[column] += chances[l] * example.Weight;
        }
        foreach (var feature in shown) Step(weights.AsSpan(feature * width, width), squares.AsSpan(feature * width, width), sums, shrink[feature]);
    }

    private static void Step(Span<float> weights, Span<float> squares, ReadOnlySpan<float> slopes, float shrink)
    {
        // A row is filled up to whole vectors (ReplyModel.Width).
        var w = MemoryMarshal.Cast<float, Vector<float>>(weights);
        var q = MemoryMarshal.Cast<float, Vector<float>>(squares);
        var s = MemoryMarshal.Cast<float, Vector<float>>(slopes);
        for (var c = 0; c < w.Length; c++)
        {
            var slope = s[c] + shrink * w[c];
            q[c] += slope * slope;
            w[c] -= Rate * slope / Vector.SquareRoot(q[c] + new Vector<float>(1e-6f));
        }
    }

    private static int Written(float weight) => MathF.Abs(weight) < 0.05f ? 0 : (int)MathF.Round(weight * ReplyModel.Unit);
}
