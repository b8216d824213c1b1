using System.CommandLine;
using CallbackBot.Worker.Health;

namespace CallbackBot.Worker.Commands;

internal static class DoctorCommand
{
    public static Command Create()
    {
        var command = new Command("doctor", CommandLine.Example(
            "Looks at settings, database, trunk, speech engines, scripts, calendar, disk and clock: what is wrong, and how to mend it. Exit code 1 when something is.",
            "doctor"));
        command.SetAction(async (_, cancellationToken) =>
        {
            var healthy = true;
            await foreach (var check in HealthChecks.RunAsync(cancellationToken))
            {
                healthy &= check.State != HealthState.Wrong;
                var mark = check.State switch { HealthState.Ok => "ok", HealthState.Warning => "soon", _ => "WRONG" };
                Console.WriteLine($"{mark,-5}  {check.Name,-20}  {check.Text}");
            }

            return healthy ? 0 : CommandLine.Failed;
        });
        return command;
    }
}
