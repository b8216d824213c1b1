using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using CallbackBot.Simulator.Answers;
using CallbackBot.Worker.Bench.Amd;
using CallbackBot.Worker.Output;
using CallbackBot.Worker.Settings;

namespace CallbackBot.Worker.Commands;

/// <summary><c>bench amd</c>: machines told from people, by sound alone.</summary>
internal static class BenchAmdCommand
{
    public static Command Create()
    {
        var seed = new Option<int>("--seed") { Description = "The lines are made up by it: the same seed makes the same lines.", DefaultValueFactory = _ => 2 };
        var set = new Option<AnswerSet>("--set") { Description = "Whose voices: those that the detector was designed with (design), or others (test).", DefaultValueFactory = _ => AnswerSet.Test };
        var each = new Option<int>("--each") { Description = "Lines of each kind.", DefaultValueFactory = _ => 200 };
        var json = new Option<bool>("--json") { Description = "Print the result as JSON." };
        each.Within(1, 10_000);
        var command = new Command("amd", CommandLine.Example(
            "Answering machine detection: made-up machines and persons (docs/amd.md says how) against the greeting of three-rates, as fast as the machine allows. "
                + "Exit code 1 when less than 95 % of the machines were found within 6 s, or a person was hung up on.",
            "bench amd --seed 7",
            "bench amd --set design --seed 1 --json"))
        {
            seed, set, each, json,
        };
        command.SetAction((result, cancellationToken) => RunAsync(
            result.GetValue(seed), result.GetValue(set), result.GetValue(each), result.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(int seed, AnswerSet set, int each, bool json, CancellationToken cancellationToken)
    {
        var openings = await RobotOpening.OfScriptsAsync(Configuration.Load().ScriptsFolder, cancellationToken);
        var result = AmdBench.Run(await AnswerVoices.RenderAsync(set, cancellationToken), set, seed, each, openings);
        if (json) Console.WriteLine(JsonSerializer.Serialize(result, Json.Options));
        else Print(result);
        return result.Passed ? 0 : CommandLine.Failed;
    }

    private static void Print(AmdBenchResult result)
    {
        Console.WriteLine($"{"",-24}{"n",6}{"found",7}{"≤ 6 s",7}{"later",7}   {"p50 s",6}{"p95 s",7}{"max s",7}  known by");
        foreach (var kind in result.Kinds)
        {
            var by = string.Join(", ", kind.ByEvidence.Select(e => $"{e.Key} {e.Value}"));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{kind.Kind,-24}{kind.N,6}{kind.Found,7}{kind.Within6s,7}{kind.Later,7}   {kind.P50s,6:0.00}{kind.P95s,7:0.00}{kind.MaxS,7:0.00}  {by}"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"machines found within 6 s: {result.MachinesWithin6s:0.0 %} of {result.Machines}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"persons hung up on: {result.PersonsHungUpOn} of {result.Persons}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"processor for one call: {result.CpuPercentOfCore:0.0000} % of a core ({result.NanosecondsPerSlot} ns a slot)"));
    }
}
