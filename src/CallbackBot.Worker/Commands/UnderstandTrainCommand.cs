using System.CommandLine;
using CallbackBot.Dialogs.Understanding;
using CallbackBot.Dialogs.Understanding.Model;
using CallbackBot.Worker.Output;

namespace CallbackBot.Worker.Commands;

/// <summary>Makes the weights that understanding reads replies with.</summary>
internal static class UnderstandTrainCommand
{
    public static Command Create()
    {
        var files = new Argument<FileInfo[]>("FILE")
        {
            Description = "Labelled replies (lang, question, utterance, label, tag), one file per writer.", Arity = ArgumentArity.OneOrMore,
        };
        var seen = new Option<FileInfo[]>("--seen")
        {
            Description = "Replies that the rules were written with: they train, but do not measure.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [],
        };
        var to = new Option<string?>("--out") { HelpName = "FOLDER", Description = "Folder for model-*.tsv and accept.tsv. Without it nothing is written." };
        var errors = new Option<bool>("--errors") { Description = "Also list the held-out replies that were misunderstood." };
        var command = new Command("train", CommandLine.Example(
            "Trains the model from labelled replies and measures it on writers that it has not seen. The same files give the same weights.",
            "understand train data/replies/*.tsv --seen tests/CallbackBot.Dialogs.Tests/Data/replies-dev.tsv --out src/CallbackBot.Dialogs/Understanding/Data"))
        {
            files, seen, to, errors,
        };
        command.SetAction(result =>
        {
            var sources = Sources(result.GetRequiredValue(files), seen: false).Concat(Sources(result.GetRequiredValue(seen), seen: true)).ToList();
            var trained = ModelTraining.Train(sources);
            EvaluationOutput.Print(result.GetValue(errors) ? trained.HeldOut : trained.HeldOut with { Errors = [] }, json: false);
            EvaluationOutput.Write(result.GetValue(to), trained.Files);
        });
        return command;
    }

    private static IEnumerable<TrainingSource> Sources(IEnumerable<FileInfo> files, bool seen) =>
        files.OrderBy(file => file.Name, StringComparer.Ordinal).Select(file => new TrainingSource(file.Name, EvaluationOutput.Read(file), seen));
}
