using CallbackBot.Worker.Hosting;
using Quartz;

namespace CallbackBot.Worker.Jobs;

/// <summary>Every few seconds: fill the free lines. Also puts right what a dead worker or an absent database left behind.</summary>
[DisallowConcurrentExecution]
internal sealed class DialJob(Hotline hotline, ILogger<DialJob> logger) : DatabaseJob(logger)
{
    protected override async Task TickAsync(CancellationToken cancellationToken)
    {
        await hotline.Stores.Attempts.ReplayJournalAsync(cancellationToken);
        await hotline.Stores.Callbacks.RecoverAsync(cancellationToken);
        await hotline.Dialer.TickAsync(cancellationToken);
    }
}
