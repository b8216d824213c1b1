namespace CallbackBot.Dialogs.Understanding.Model;

/// <summary>A feature of a reply and how much it spoke for the label, against the one that came second, in the units of the weights file.</summary>
public sealed record Evidence(string Feature, int Weight);

/// <summary>Why the model read a reply so.</summary>
/// <param name="Second">The label that came second.</param>
/// <param name="Features">The weightiest features, for and against the label.</param>
public sealed record Explanation(string Second, IReadOnlyList<Evidence> Features)
{
    private const int Most = 8;

    /// <summary>Explains a reply; null when the model was not asked.</summary>
    public static Explanation? Of(string reply, QuestionAsked question)
    {
        var rules = RuleReading.Of(reply, question);
        var features = new FeatureList { Names = [] };
        if (ModelReading.Of(rules, question, features) is not { } reading) return null;
        var evidence = new List<Evidence>(features.Count);
        for (var i = 0; i < features.Count; i++)
        {
            var weight = (int)MathF.Round(reading.Model.Difference(features.All[i], reading.Best, reading.Second) * ReplyModel.Unit);
            evidence.Add(new Evidence(features.Names[i], weight));
        }
        return new Explanation(reading.Second.Label, [.. evidence.OrderByDescending(e => Math.Abs(e.Weight)).Take(Most)]);
    }
}
