using CallbackBot.Scoring;
using CallbackBot.Worker.Hosting;
using CallbackBot.Worker.Output;
using Quartz;

namespace CallbackBot.Worker.Jobs;

/// <summary>Writes the current period's league tables as <c>rank-2026-11.json</c> for whoever shows them.</summary>
[DisallowConcurrentExecution]
internal sealed class RankJob(Hotline hotline, ILogger<RankJob> logger) : DatabaseJob(logger)
{
    protected override async Task TickAsync(CancellationToken cancellationToken)
    {
        var stores = hotline.Stores;
        var period = stores.Policies.PeriodOf(Period.Today(TimeProvider.System));
        var league = await new RankQuery(stores.Data, stores.Policies).ReadAsync(period, kind: null, cancellationToken);
        Directory.CreateDirectory(hotline.Settings.ReportsFolder);
        await Json.WriteFileAsync(
            Path.Combine(hotline.Settings.ReportsFolder, $"rank-{period.Name}.json"),
            new { period = period.Name, policy = league.Policy.Name, units = league.Units.Select(LeagueData.Row) },
            cancellationToken);
    }
}
