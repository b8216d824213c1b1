using CallbackBot.WorkOrders;
using CallbackBot.Worker.Hosting;
using Quartz;

namespace CallbackBot.Worker.Jobs;

/// <summary>Imports the files that wait in the watched folder.</summary>
[DisallowConcurrentExecution]
internal sealed class PullJob(Hotline hotline, ILogger<PullJob> logger) : DatabaseJob(logger)
{
    protected override async Task TickAsync(CancellationToken cancellationToken)
    {
        var import = new OrderImport(hotline.Stores.Data, hotline.Stores.Personal, TimeProvider.System);
        var source = new OrderFolderSource(hotline.Settings.OrdersFolder, TimeProvider.System);
        foreach (var report in await import.PullAsync(source, dryRun: false, cancellationToken))
            Log.Imported(logger, report.Source, report.Inserted, report.Updated, report.Unchanged, report.Rejected.Count);
    }
}
