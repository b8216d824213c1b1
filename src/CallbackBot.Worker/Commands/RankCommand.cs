using System.CommandLine;
using CallbackBot.Scoring;
using CallbackBot.Worker.Hosting;
using CallbackBot.Worker.Output;
using CallbackBot.Worker.Settings;

namespace CallbackBot.Worker.Commands;

internal static class RankCommand
{
    public static Command Create()
    {
        var period = PeriodOption.Create();
        var demo = DemoDataOption.Create();
        var kind = new Option<string?>("--kind") { Description = "One class of unit; without it all." };
        kind.AcceptOnlyFromAmong("city_dept", "district", "street", "community", "enterprise", "platform");
        var format = new Option<string>("--format") { Description = "How to print.", DefaultValueFactory = _ => "table" };
        format.AcceptOnlyFromAmong("table", "csv", "json");
        var command = new Command("rank", CommandLine.Example(
            "Prints the league table of each class of unit: n, reach, three rates, composite and its 95 % interval.",
            "rank --period 2026-10 --kind street --format csv", "rank --demo")) { period, kind, format, demo };
        command.SetAction(async (result, cancellationToken) =>
        {
            var settings = await DemoDataOption.ApplyAsync(Configuration.Load(), result.GetValue(demo), cancellationToken);
            await using var stores = await Stores.OpenAsync(settings, makeKeys: false, TimeProvider.System, cancellationToken);
            var league = await new RankQuery(stores.Data, stores.Policies)
                .ReadAsync(PeriodOption.Resolve(result.GetValue(period), stores.Policies), result.GetValue(kind), cancellationToken);
            switch (result.GetValue(format))
            {
                case "csv":
                    LeagueData.WriteCsv(league, Console.Out);
                    break;
                case "json":
                    LeagueData.WriteJson(league, Console.Out);
                    break;
                default:
                    LeagueTable.Write(league);
                    break;
            }
        });
        return command;
    }
}
