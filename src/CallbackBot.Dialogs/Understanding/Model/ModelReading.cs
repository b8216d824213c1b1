namespace CallbackBot.Dialogs.Understanding.Model;

/// <summary>What the model makes of a reply.</summary>
/// <param name="Model">The model.</param>
/// <param name="Best">The likeliest label.</param>
/// <param name="Second">The one behind it.</param>
/// <param name="Label">The first, or null where that is not to be suggested.</param>
/// <param name="Confidence">How sure that is.</param>
internal readonly record struct ModelReading(ReplyModel Model, LabelColumns Best, LabelColumns Second, string? Label, double Confidence)
{
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
        var judged = calibration.Judge(chances, labels);
        var confidence = judged.Confidence;
        var coverage = Coverage.Of(rules.Reply.Text, features);
        var least = rules.Label is null && RuleFeatures.Unknown(rules.Reply) >= Coverage.MostlyUnknown ? Coverage.LeastAlone : Coverage.Least;
        if (coverage < least) confidence = Math.Min(confidence, calibration.Accept * (1 - least + coverage));
        return new ModelReading(model, labels[judged.Best], labels[RunnerUp(chances, judged.Best)], judged.Label, confidence);
    }

    private static int RunnerUp(ReadOnlySpan<float> chances, int best)
    {
        var second = best == 0 ? 1 : 0;
        for (var i = second + 1; i < chances.Length; i++)
        {
            if (i != best && chances[i] > chances[second]) second = i;
        }
        return second;
    }
}
