using System.CommandLine;
using CallbackBot.Worker.Demo;

namespace CallbackBot.Worker.Commands;

internal static class DemoCommand
{
    public static Command Create()
    {
        var citizens = new Option<int>("--citizens") { Description = "How many persons of the sample to phone.", DefaultValueFactory = _ => 24 };
        var lines = new Option<int>("--lines") { Description = "Calls at the same time.", DefaultValueFactory = _ => 12 };
        var seed = new Option<int>("--seed") { Description = "Same seed, same city.", DefaultValueFactory = _ => 1 };
        var exit = new Option<bool>("--exit") { Description = "End after the report instead of leaving the service running." };
        var json = new Option<FileInfo?>("--json") { Description = "Write the report as data to this file too." };
        citizens.Within(1, 1000);
        lines.Within(1, 200);
        var command = new Command("demo", CommandLine.Example(
            "Runs the whole loop on this machine: sample orders in, calls to a simulated city over real SIP and RTP, answers and a league table out.",
            "demo --citizens 24 --lines 12 --exit --json out.json")) { citizens, lines, seed, exit, json };
        command.SetAction((result, cancellationToken) => DemoRun.RunAsync(
            new DemoOptions(
                result.GetValue(citizens), result.GetValue(lines), result.GetValue(seed), result.GetValue(exit), result.GetValue(json)?.FullName),
            cancellationToken));
        return command;
    }
}
