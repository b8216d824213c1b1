using System.Globalization;
using CallbackBot.Dialogs.Understanding.Lexicon;

namespace CallbackBot.Dialogs.Understanding.Model;

/// <summary>
/// How the model's chances become a confidence, read from <c>accept.tsv</c> and written by training from replies that the model had not seen. A
/// label is safe when little speaks for the opposite answer and for any other; how often labels of each safety were right is the confidence.
/// </summary>
/// <param name="Temperature">Scores of a reply with 100 features are divided by it.</param>
/// <param name="Growth">How the temperature grows with the features, as a power: a long reply has more of them, but not more certainty.</param>
/// <param name="Accept">From this confidence an answer is accepted.</param>
/// <param name="Steps">Safety to confidence, both rising; straight lines between.</param>
internal sealed record Calibration(double Temperature, double Growth, double Accept, (double Safety, double Confidence)[] Steps)
{
    /// <summary>Steps of a calibration that nothing was measured for.</summary>
    public static readonly (double Safety, double Confidence)[] Unmeasured = [(-2, 0), (1, 1)];

    /// <summary>Good taken for bad weighs as so many other errors: with four, about one in a hundred held-out replies is taken for its opposite (docs/understanding.md).</summary>
    private const double WeightOfOpposite = 4;
    private const double WeightOfOthers = 0.3;

    private static readonly Dictionary<(string Language, string Question), Calibration> All = DataFile.Rows("Understanding.Data.accept.tsv", 6)
        .ToDictionary(row => (row[0], row[1]), row => new Calibration(Number(row[2]), Number(row[3]), Number(row[4]), [.. row[5].Split(' ').Select(Step)]));

    public static Calibration Of(bool english, string question) => All[(english ? "en" : "zh", question)];

    /// <summary>What the scores of a reply with so many features are divided by.</summary>
    public double TemperatureOf(int features) => Temperature * Math.Pow(Math.Max(1, features) / 100.0, Growth);

    /// <summary>What the robot makes of the chances of the labels.</summary>
    public Judgement Judge(ReadOnlySpan<float> chances, LabelColumns[] labels)
    {
        var best = Highest(chances);
        var safety = Safety(chances, labels, best);
        return IsTorn(chances, labels, best) ? new Judgement(best, null, safety, 0) : new Judgement(best, labels[best].Label, safety, Confidence(safety));
    }

    /// <summary>1 when nothing speaks for another label; falls, below zero too, with the chance of the opposite answer.</summary>
    private static double Safety(ReadOnlySpan<float> chances, LabelColumns[] labels, int best) =>
        1 - WeightOfOpposite * Opposite(chances, labels, best) - WeightOfOthers * (1 - chances[best]);

    /// <summary>True where a best guess does more harm than none: an opposite answer weighs as <see cref="WeightOfOpposite"/> other errors, no answer as one.</summary>
    public static bool IsTorn(ReadOnlySpan<float> chances, LabelColumns[] labels, int best) =>
        (WeightOfOpposite - 1) * Opposite(chances, labels, best) > chances[best];

    private static int Highest(ReadOnlySpan<float> chances)
    {
        var best = 0;
        for (var i = 1; i < chances.Length; i++)
        {
            if (chances[i] > chances[best]) best = i;
        }
        return best;
    }

    private static double Opposite(ReadOnlySpan<float> chances, LabelColumns[] labels, int best)
    {
        var polarity = Outcome.Polarity(labels[best].Label);
        var opposite = 0.0;
        for (var i = 0; polarity != 0 && i < labels.Length; i++)
        {
            if (Outcome.Polarity(labels[i].Label) == -polarity) opposite += chances[i];
        }
        return opposite;
    }

    public double Confidence(double safety)
    {
        var next = Array.FindIndex(Steps, step => step.Safety > safety);
        if (next < 0) return Steps[^1].Confidence;
        if (next == 0) return Steps[0].Confidence;
        var (from, low) = Steps[next - 1];
        var (to, high) = Steps[next];
        return low + (high - low) * (safety - from) / (to - from);
    }

    private static (double, double) Step(string text) => (Number(text[..text.IndexOf('=')]), Number(text[(text.IndexOf('=') + 1)..]));

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>The robot's guess at a reply.</summary>
/// <param name="Best">Place of the likeliest label.</param>
/// <param name="Label">That label; null where it is not to be suggested (<see cref="Calibration.IsTorn"/>).</param>
/// <param name="Safety">How little speaks against it.</param>
/// <param name="Confidence">Chance that it is right; 0 without a label.</param>
internal readonly record struct Judgement(int Best, string? Label, double Safety, double Confidence);
