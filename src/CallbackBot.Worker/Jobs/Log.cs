namespace CallbackBot.Worker.Jobs;

internal static partial class Log
{
    [LoggerMessage(201, LogLevel.Information, "{File}: {Inserted} new orders, {Updated} updated, {Unchanged} unchanged, {Rejected} rows rejected")]
    public static partial void Imported(ILogger logger, string file, int inserted, int updated, int unchanged, int rejected);

    [LoggerMessage(202, LogLevel.Warning, "{Job}: the database is away ({Problem}); tried again with the next tick")]
    public static partial void DatabaseAway(ILogger logger, string job, string problem);
}
