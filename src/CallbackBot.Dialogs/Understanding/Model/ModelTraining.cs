using System.Globalization;

namespace CallbackBot.Dialogs.Understanding.Model;

/// <summary>Labelled replies from one source.</summary>
/// <param name="Name">Of the file.</param>
/// <param name="Rows">The replies.</param>
/// <param name="Seen">The rules were written with these replies: they train, but do not measure.</param>
public sealed record TrainingSource(string Name, IReadOnlyList<LabelledReply> Rows, bool Seen);

/// <summary>What training made.</summary>
/// <param name="Files">Name and lines of each file for <c>Understanding/Data</c>.</param>
/// <param name="HeldOut">How well replies were understood by models that had not seen their source.</param>
public sealed record TrainingResult(IReadOnlyDictionary<string, IReadOnlyList<string>> Files, EvaluationReport HeldOut);

/// <summary>
/// Trains the model of each language. Confidence and thresholds come from sources held out: nobody's replies are judged by a model that has seen
/// others of the same writer.
/// </summary>
public static class ModelTraining
{
    private const int MostFolds = 5;

    /// <summary>Of a request at the questions at which it was not made.</summary>
    private const float WeightElsewhere = 0.3f;

    /// <exception cref="FormatException">A reply has a label that its question does not know.</exception>
    public static TrainingResult Train(IReadOnlyList<TrainingSource> sources)
    {
        var files = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        var accept = new List<string> { "# How sure the model must be. Written by `callbackbot understand train`.", "# language\tquestion\ttemperature\tgrowth\taccept from\tsafety=confidence" };
        var outcomes = new List<Outcome>();
        foreach (var english in new[] { false, true })
        {
            var language = english ? "en" : "zh";
            var reader = new ExampleReader();
            var folds = new List<int>();
            var measured = new List<bool>();
            var fold = 0;
            foreach (var source in sources)
            {
                var number = source.Seen ? -1 : fold++ % MostFolds;
                foreach (var row in source.Rows)
                {
                    if (!Columns.Questions.TryGetValue(row.Question, out var labels)) continue;
                    if (!Array.Exists(labels, label => label.Label == row.Label))
                        throw new FormatException($"{source.Name}: '{row.Utterance}': the question {row.Question} has no label '{row.Label}'.");
                    var rules = RuleReading.Of(row.Utterance, row.Asked);
                    if (rules.English != english || rules.Label == "silence") continue;
                    reader.Add(row, rules, 1);
                    folds.Add(number);
                    measured.Add(!source.Seen);
                    if (!Columns.IsAnytime(row.Label)) continue;
                    // A request is the same at any question.
                    foreach (var other in Columns.Questions.Keys.Where(q => q != row.Question))
                    {
                        var elsewhere = row with { Question = other };
                        reader.Add(elsewhere, RuleReading.Of(row.Utterance, elsewhere.Asked), WeightElsewhere);
                        folds.Add(number);
                        measured.Add(false);
                    }
                }
            }
            var examples = reader.Examples();
            var heldOut = HeldOut(reader.Names, examples, folds, measured);
            var calibrations = CalibrationFitter.Fit(heldOut);
            outcomes.AddRange(heldOut.Select(r => Judged(r, calibrations[r.Row.Question])));
            foreach (var (question, fitted) in calibrations)
            {
                accept.Add(string.Create(CultureInfo.InvariantCulture,
                    $"{language}\t{question}\t{fitted.Temperature:0.0}\t{fitted.Growth:0.0}\t{fitted.Accept}\t{string.Join(' ', fitted.Steps.Select(Written))}"));
            }
            files[$"model-{language}.tsv"] =
            [
                "# What each feature of a reply speaks for (Model/FeatureReader.cs names the kinds). Written by `callbackbot understand train`; do not edit.",
                "# feature\tcolumn=weight",
                .. ModelTrainer.Fit(reader.Names, [.. examples.Select(e => e.Example)]).Lines(),
            ];
        }
        files["accept.tsv"] = accept;
        return new TrainingResult(files, ReplyEvaluation.Evaluate(outcomes));
    }

    private static List<HeldOutReply> HeldOut(List<string> names, List<(LabelledReply Row, Example Example)> examples, List<int> folds, List<bool> measured)
    {
        var result = new List<HeldOutReply>();
        foreach (var fold in folds.Where(f => f >= 0).Distinct().Order())
        {
            var trained = ModelTrainer.Fit(names, [.. examples.Where((_, i) => folds[i] != fold).Select(e => e.Example)]);
            for (var i = 0; i < examples.Count; i++)
            {
                if (folds[i] == fold && measured[i]) result.Add(new HeldOutReply(examples[i].Row, examples[i].Example.Labels, trained.Score(examples[i].Example), examples[i].Example.Features.Length));
            }
        }
        return result;
    }

    private static Outcome Judged(HeldOutReply reply, Calibration calibration)
    {
        var judged = reply.Judge(calibration);
        return new Outcome(reply.Row, judged.Label, judged.Confidence, calibration.Accept);
    }

    private static string Written((double Safety, double Confidence) step) => string.Create(CultureInfo.InvariantCulture, $"{step.Safety}={step.Confidence}");
}
