using System.CommandLine;
using System.Text.Json;
using CallbackBot.Calls;
using CallbackBot.Dialogs.Rehearsal;
using CallbackBot.Worker.Output;

namespace CallbackBot.Worker.Commands;

/// <summary>Thousands of simulated citizens talk to a script.</summary>
internal static class ScriptRehearseCommand
{
    public static Command Create()
    {
        var path = new Argument<string>("PATH") { Description = "A script." };
        var citizens = Citizens();
        var seed = Seed();
        var json = new Option<bool>("--json") { Description = "Print the report as data." };
        var command = new Command("rehearse", CommandLine.Example(
            "Simulated citizens (terse, talkative, angry, sarcastic, hard of hearing, driving…) talk to a script in text; what they meant is known. "
            + "Exit code 1 when a limit of docs/scripts.md is not kept.",
            "script rehearse dialogs/three-rates-zh.yaml", "script rehearse dialogs/three-rates-en.yaml --citizens 500 --seed 7 --json"))
        {
            path, citizens, seed, json,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            var dialog = ScriptLibrary.LoadOne(result.GetRequiredValue(path)).Dialog;
            var report = await ScriptRehearsal.RunAsync(dialog, result.GetValue(citizens), result.GetValue(seed), Progress(result.GetValue(citizens)), cancellationToken);
            Console.WriteLine(result.GetValue(json) ? JsonSerializer.Serialize(report, Json.Options) : RehearsalText.Of(report));
            return report.Passed ? 0 : CommandLine.Failed;
        });
        return command;
    }

    public static Option<int> Citizens()
    {
        var option = new Option<int>("--citizens") { Description = "How many conversations.", DefaultValueFactory = _ => 2000 };
        option.Validators.Add(r =>
        {
            if (r.GetValueOrDefault<int>() is < 1 or > 1_000_000) r.AddError("--citizens must be 1 to 1000000");
        });
        return option;
    }

    public static Option<int> Seed() => new("--seed") { Description = "The same seed gives the same conversations.", DefaultValueFactory = _ => 1 };

    // A line that overwrites itself, for people only.
    public static Action<int>? Progress(int citizens)
    {
        if (Console.IsErrorRedirected) return null;
        var step = Math.Max(1, citizens / 100);
        return done =>
        {
            if (done % step == 0 || done == citizens) Console.Error.Write(done == citizens ? "\r\u001b[K" : $"\r{done} of {Counted.Of(citizens, "conversation")}");
        };
    }
}
