using System.CommandLine;
using CallbackBot.Worker.Bench.Turns;

namespace CallbackBot.Worker.Commands;

/// <summary>How long citizens wait for the robot.</summary>
internal static class BenchTurnCommand
{
    public static Command Create()
    {
        var calls = new Option<int>("--calls") { Description = "Whole calls in English to simulated citizens.", DefaultValueFactory = _ => 12 };
        var atOnce = new Option<int>("--at-once") { Description = "How many of them at the same time.", DefaultValueFactory = _ => 4 };
        var load = new Option<int>("--load") { Description = "Calls that are up while decisions are timed.", DefaultValueFactory = _ => 200 };
        var seconds = new Option<int>("--seconds") { Description = "How long decisions are timed.", DefaultValueFactory = _ => 20 };
        var json = new Option<bool>("--json") { Description = "Print the result as JSON." };
        calls.Within(1, 1000);
        atOnce.Within(1, 100);
        load.Within(1, 2000);
        seconds.Within(1, 3600);
        var command = new Command("turn", CommandLine.Example(
            "Measures over real SIP and RTP how long citizens wait for the robot (answer to greeting, end of speech to the next prompt, with the recogniser on this machine), and how soon a "
                + "decision becomes a packet beside many calls. Exit code 1 when a figure is not as required (docs/turn-taking.md).",
            "bench turn --calls 12 --load 200 --seconds 20",
            "bench turn --json"))
        {
            calls, atOnce, load, seconds, json,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            Console.Error.WriteLine("Talking to citizens…");
            var (gaps, firstPrompts) = await GapBench.RunAsync(result.GetValue(calls), result.GetValue(atOnce), cancellationToken);
            Console.Error.WriteLine("Deciding beside many calls…");
            var decisions = await DecisionBench.RunAsync(result.GetValue(load), result.GetValue(seconds), cancellationToken);
            var measured = new TurnBenchResult(gaps, firstPrompts, decisions, result.GetValue(load));
            measured.Print(result.GetValue(json));
            return measured.Passed ? 0 : CommandLine.Failed;
        });
        return command;
    }
}
