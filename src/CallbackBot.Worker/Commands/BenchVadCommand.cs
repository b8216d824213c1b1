using System.CommandLine;
using CallbackBot.Worker.Bench.Vad;

namespace CallbackBot.Worker.Commands;

/// <summary>How well the robot hears that somebody speaks.</summary>
internal static class BenchVadCommand
{
    public static Command Create()
    {
        var seed = new Option<int>("--seed") { Description = "Another seed, other voices and noises.", DefaultValueFactory = _ => 1 };
        var utterances = new Option<int>("--utterances") { Description = "Utterances in each noise.", DefaultValueFactory = _ => 400 };
        var minutes = new Option<int>("--minutes") { Description = "Minutes of each noise without speech.", DefaultValueFactory = _ => 10 };
        var json = new Option<bool>("--json") { Description = "Print the result as JSON." };
        utterances.Within(1, 10_000);
        minutes.Within(1, 600);
        var command = new Command("vad", CommandLine.Example(
            "Measures voice activity on generated telephone audio: how much speech is found in noise, and how often noise, tones, coughs, babble and music are taken "
                + "for speech. Needs espeak-ng. Exit code 1 when a figure is not as required (docs/turn-taking.md).",
            "bench vad --seed 7 --utterances 400 --minutes 10",
            "bench vad --json"))
        {
            seed, utterances, minutes, json,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            var measured = await VadBench.RunAsync(new(result.GetValue(seed), result.GetValue(utterances), result.GetValue(minutes)), cancellationToken);
            measured.Print(result.GetValue(json));
            return measured.Passed ? 0 : CommandLine.Failed;
        });
        return command;
    }
}
