using System.CommandLine;
using CallbackBot.Scoring;
using CallbackBot.Worker.Hosting;
using CallbackBot.Worker.Settings;

namespace CallbackBot.Worker.Commands;

internal static class AnswersCommand
{
    public static Command Create()
    {
        var period = PeriodOption.Create();
        var demo = DemoDataOption.Create();
        var format = new Option<string>("--format") { Description = "How to print.", DefaultValueFactory = _ => "csv" };
        format.AcceptOnlyFromAmong("csv", "json");
        var export = new Command("export", CommandLine.Example(
            "Writes the answers that a period's league tables are made of to standard output; from them anybody can recompute the tables.",
            "answers export --period 2026-10 --format csv", "answers export --demo --format json")) { period, format, demo };
        export.SetAction(async (result, cancellationToken) =>
        {
            var settings = await DemoDataOption.ApplyAsync(Configuration.Load(), result.GetValue(demo), cancellationToken);
            await using var stores = await Stores.OpenAsync(settings, makeKeys: false, TimeProvider.System, cancellationToken);
            var of = PeriodOption.Resolve(result.GetValue(period), stores.Policies);
            var rows = await new AnswerRows(stores.Data).ReadAsync(of, stores.Policies.InForceOn(of.First), cancellationToken);
            if (result.GetValue(format) == "json")
            {
                await using var output = Console.OpenStandardOutput();
                AnswersExport.WriteJson(rows, output);
            }
            else
            {
                AnswersExport.WriteCsv(rows, Console.Out);
            }
        });
        return new Command("answers", CommandLine.Example("What citizens answered.", "answers export --period 2026-10")) { export };
    }
}
