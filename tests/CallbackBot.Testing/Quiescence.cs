namespace CallbackBot.Testing;

/// <summary>
/// For tests on manual time whose subject has loops in the background: time may pass only when they have done what they could, or a time-out
/// overtakes a message that is on its way. Wants one thread for tests and loops (xunit.runner.json of the Telephony tests).
/// </summary>
public static class Quiescence
{
    private const int Looks = 4;
    private const int MostLooks = 100;

    /// <summary>The fewest pool threads ever seen at work: the runner's own.</summary>
    private static int _fewest = int.MaxValue;

    /// <summary>Goes to the end of all queues until the thread pool has nothing to do several times in a row.</summary>
    public static async Task SettleAsync()
    {
        var (quiet, looks) = (0, 0);
        while (quiet < Looks && looks++ < MostLooks)
        {
            await Task.Run(static () => { });
            ThreadPool.GetAvailableThreads(out var available, out _);
            ThreadPool.GetMaxThreads(out var most, out _);
            var busy = most - available;
            _fewest = Math.Min(_fewest, busy);
            quiet = busy <= _fewest && ThreadPool.PendingWorkItemCount == 0 ? quiet + 1 : 0;

            // On a busy machine the loop at work may not have a core, and all looks be over before it gets one.
            if (quiet == 0) Thread.Yield();
        }
    }
}
