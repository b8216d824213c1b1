using Npgsql;
using Quartz;

namespace CallbackBot.Worker.Jobs;

/// <summary>A job that needs the database: while it is away, a tick is one line in the log; the next tick tries again.</summary>
internal abstract class DatabaseJob(ILogger logger) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        try
        {
            await TickAsync(cancellationToken);
        }
        catch (NpgsqlException away)
        {
            Log.DatabaseAway(logger, context.Trigger.Key.Name, away.Message);
        }
    }

    protected abstract Task TickAsync(CancellationToken cancellationToken);
}
