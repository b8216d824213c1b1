namespace CallbackBot.Dialogs.Understanding.Model;

/// <summary>What the model makes of a reply: the two likeliest labels and how sure the first is.</summary>
internal readonly record struct ModelReading(ReplyModel Model, LabelColumns Best, LabelColumns Second, double Confidence)
{
    /// <summary>The first is not to be suggested: <see cref="Calibration.IsTorn"/>.</summary>
    public bool Torn { get; private init; }

    /// <summary>Null where the rules settle it: silence, another language, the designer's words, and questions that the model does not know.</summary>
    /// <param name="rules">What the rules found.</param>
    /// <param name="question">What was asked.</param>
    /// <param name="features">Takes the features of the reply.</param>
    public static ModelReading? Of(RuleReading rules, QuestionAsked question, FeatureList features)
    {
        if (rules.Own || rules.Label is "silence" or "other_language" || !Columns.Questions.TryGetValue(question.Set, out var labels)) return null;
        var model = rules.English ? ReplyModel.English : ReplyModel.Mandarin;
        FeatureReader.Read(rules, features, model);
        var calibration = Calibration.Of(rules.English, question.Set);
        Span<float> chances = stackalloc float[labels.Length];
        model.Score(features, labels, calibration, chances);
        var (best, second) = Highest(chances);
        var confidence = calibration.Confidence(Calibration.Safety(chances, labels, best));
        var coverage = Coverage.Of(rules.Reply.Text, features);
        var least = rules.Label is null && RuleFeatures.Unknown(rules.Reply) >= Coverage.MostlyUnknown ? Coverage.LeastAlone : Coverage.Least;
        if (coverage < least) confidence = Math.Min(confidence, calibration.Accept * (1 - least + coverage));
        return new ModelReading(model, labels[best], labels[second], confidence) { Torn = Calibration.IsTorn(chances, labels, best) };
    }

    private static (int Best, int Second) Highest(ReadOnlySpan<float> chances)
    {
        var (best, second) = chances[0] >= chances[1] ? (0, 1) : (1, 0);
        for (var i = 2; i < chances.Length; i++)
        {
            if (chances[i] > chances[best]) (best, second) = (i, best);
            else if (chances[i] > chances[second]) second = i;
        }
        return (best, second);
    }
}
