using System.CommandLine;
using CallbackBot.Storage;
using CallbackBot.Worker.Output;
using CallbackBot.Worker.Settings;

namespace CallbackBot.Worker.Commands;

internal static class MigrateCommand
{
    public static Command Create()
    {
        var check = new Option<bool>("--check") { Description = "Only say what is missing; exit code 1 when something is." };
        var command = new Command("migrate", CommandLine.Example("Creates or updates the database's tables.", "migrate", "migrate --check")) { check };
        command.SetAction((result, cancellationToken) => RunAsync(result.GetValue(check), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(bool check, CancellationToken cancellationToken)
    {
        var settings = Configuration.Load();
        await using var data = await Database.OpenAsync(Configuration.DatabaseOf(settings), cancellationToken);
        var migrator = new Migrator(data, TimeProvider.System);
        if (check)
        {
            var state = await migrator.CheckAsync(cancellationToken);
            foreach (var name in state.Pending) Console.WriteLine($"missing: {name}");
            foreach (var name in state.Changed) Console.WriteLine($"changed since it was applied: {name}");
            foreach (var name in state.Unknown) Console.WriteLine($"of a newer version: {name}");
            if (state.IsCurrent) Console.WriteLine("the database is up to date");
            return state.IsCurrent ? 0 : CommandLine.Failed;
        }

        var applied = await migrator.MigrateAsync(cancellationToken);
        foreach (var name in applied) Console.WriteLine($"applied {name}");
        Console.WriteLine(applied.Count == 0 ? "the database was up to date" : $"{Counted.Of(applied.Count, "migration")} applied");
        return 0;
    }
}
