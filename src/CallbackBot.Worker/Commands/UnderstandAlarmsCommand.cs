using System.CommandLine;
using System.Globalization;
using CallbackBot.Dialogs.Understanding;
using CallbackBot.Dialogs.Understanding.Alarms;
using CallbackBot.Worker.Output;

namespace CallbackBot.Worker.Commands;

/// <summary>Makes the weights by which emergencies are recognised.</summary>
internal static class UnderstandAlarmsCommand
{
    public static Command Create()
    {
        var files = new Argument<FileInfo[]>("FILE") { Description = "Alarms and what only sounds like one (lang, kind, utterance), one file per writer.", Arity = ArgumentArity.OneOrMore };
        var ordinary = new Option<FileInfo[]>("--ordinary")
        {
            Description = "Labelled replies (lang, question, utterance, label, tag) in which nothing is an emergency.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [],
        };
        var to = new Option<string?>("--out") { HelpName = "FOLDER", Description = "Folder for alarm-model-*.tsv. Without it nothing is written." };
        var errors = new Option<bool>("--errors") { Description = "Also list the alarms that were missed and the replies that were taken for one." };
        var command = new Command("train-alarms", CommandLine.Example(
            "Trains what recognises gas, fire, threats and self-harm, and measures it on writers that it has not seen. The same files give the same weights.",
            "understand train-alarms data/alarms/*.tsv --ordinary data/replies/writer-*.tsv --out src/CallbackBot.Dialogs/Understanding/Data"))
        {
            files, ordinary, to, errors,
        };
        command.SetAction(result =>
        {
            var examples = result.GetRequiredValue(files).OrderBy(f => f.Name, StringComparer.Ordinal).SelectMany(file => EvaluationOutput.Read(file, AlarmFile.Read))
                .Concat(result.GetRequiredValue(ordinary).OrderBy(f => f.Name, StringComparer.Ordinal).SelectMany(EvaluationOutput.Read)
                    .Select(row => new AlarmExample(row.Language[..2], "none", row.Utterance, Source: null))).ToList();
            foreach (var language in (string[])["zh", "en"])
            {
                if (!examples.Exists(e => e.Language == language && e.Source is not null)) throw new UserErrorException($"no example is in '{language}': alarms are needed in zh and en");
            }

            var (made, report) = AlarmTraining.Train(examples);
            foreach (var (kind, (all, found)) in report.Found) Line($"found {kind}", found, all);
            foreach (var (language, (all, taken)) in report.Look) Line($"look-alikes taken {language}", taken, all);
            foreach (var (language, (all, taken)) in report.Ordinary) Line($"ordinary taken {language}", taken, all);
            if (result.GetValue(errors))
                foreach (var error in report.Errors) Console.WriteLine(error);
            EvaluationOutput.Write(result.GetValue(to), made);
        });
        return command;

        static void Line(string what, int some, int all) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {some} of {all} ({(double)some / all:0.0%})"));
    }
}
