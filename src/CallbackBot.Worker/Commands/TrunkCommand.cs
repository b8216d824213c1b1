using System.CommandLine;
using System.Text.Json;
using CallbackBot.Worker.Health;
using CallbackBot.Worker.Output;
using CallbackBot.Worker.Settings;

namespace CallbackBot.Worker.Commands;

internal static class TrunkCommand
{
    public static Command Create()
    {
        var wait = new Option<int>("--wait") { Description = "Seconds to wait for an answer.", DefaultValueFactory = _ => 4 };
        wait.Within(1, 32);
        var json = new Option<bool>("--json") { Description = "Print the result as JSON." };
        var status = new Command("status", CommandLine.Example(
            "Asks every configured trunk now: OPTIONS, and where it registers which contacts the registrar knows. Changes nothing, so a service may run. "
            + "Exit code 1 when a trunk is down.",
            "trunk status", "trunk status --json")) { wait, json };
        status.SetAction((result, cancellationToken) => StatusAsync(TimeSpan.FromSeconds(result.GetValue(wait)), result.GetValue(json), cancellationToken));
        return new Command("trunk", CommandLine.Example("The lines into the telephone network.", "trunk status")) { status };
    }

    private static async Task<int> StatusAsync(TimeSpan wait, bool json, CancellationToken cancellationToken)
    {
        var checks = await TrunkCheck.AskAsync(Configuration.Load(), wait, cancellationToken);
        if (json) Console.WriteLine(JsonSerializer.Serialize(new { trunks = checks.Select(TrunkReport.Data) }, Json.Options));
        else foreach (var check in checks) TrunkReport.Print(check);
        return checks.All(c => c.IsUp) ? 0 : CommandLine.Failed;
    }
}
