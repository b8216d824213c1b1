using System.CommandLine;
using CallbackBot.WorkOrders;
using CallbackBot.Worker.Hosting;
using CallbackBot.Worker.Settings;

namespace CallbackBot.Worker.Commands;

internal static class OrdersCommand
{
    public static Command Create() => new("orders", CommandLine.Example("Brings closed work orders in.", "orders import orders.csv")) { ImportCommand(), PullCommand() };

    private static Command ImportCommand()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "CSV or TSV with a header; UTF-8 or GB18030." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Check and report, store nothing." };
        var command = new Command("import", CommandLine.Example(
            "Imports one file: good rows go in once, each bad row is reported with line, column and reason; exit code 1 if there was one.",
            "orders import orders.csv", "orders import orders.csv --dry-run")) { file, dryRun };
        command.SetAction((result, cancellationToken) =>
        {
            var path = result.GetRequiredValue(file).FullName;
            if (!File.Exists(path)) throw new UserErrorException($"the file '{path}' does not exist");
            return RunAsync(_ => new OrderFileSource(path), result.GetValue(dryRun), cancellationToken);
        });
        return command;
    }

    private static Command PullCommand()
    {
        var dryRun = new Option<bool>("--dry-run") { Description = "Look at the next file only, store and move nothing." };
        var command = new Command("pull", CommandLine.Example(
            "Imports what waits in the watched folder (Folders:Orders): incoming/ to done/ or rejected/.", "orders pull")) { dryRun };
        command.SetAction((result, cancellationToken) =>
            RunAsync(settings => new OrderFolderSource(settings.OrdersFolder, TimeProvider.System), result.GetValue(dryRun), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Func<HotlineSettings, IWorkOrderSource> source, bool dryRun, CancellationToken cancellationToken)
    {
        var settings = Configuration.Load();
        await using var stores = await Stores.OpenAsync(settings, makeKeys: false, TimeProvider.System, cancellationToken);
        var import = new OrderImport(stores.Data, stores.Personal, TimeProvider.System);
        var reports = await import.PullAsync(source(settings), dryRun, cancellationToken);
        if (reports.Count == 0) Console.WriteLine("nothing to import");
        foreach (var report in reports)
        {
            foreach (var row in report.Rejected) await Console.Error.WriteLineAsync($"{report.Source}: {row}");
            var encoding = report.Encoding.Length > 0 ? $" ({report.Encoding})" : "";
            Console.WriteLine(
                $"{report.Source}{encoding}: {report.Inserted} new, {report.Updated} updated, {report.Unchanged} unchanged, {report.Rejected.Count} rejected{(dryRun ? "; nothing was stored" : "")}");
        }

        return reports.Any(r => r.Rejected.Count > 0) ? CommandLine.Failed : 0;
    }
}
