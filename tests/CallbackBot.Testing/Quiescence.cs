namespace CallbackBot.Testing;

/// <summary>
/// For tests on manual time whose subject has loops in the background: time may pass only when they have done what they could, or a time-out
/// overtakes a message that is on its way. Wants one thread for tests and loops (xunit.runner.json of the Telephony tests), and loops that stay
/// on it: of work in the thread pool only the queue can be seen, not whether a thread that took it has got a processor yet.
/// </summary>
public static class Quiescence
{
    private const int LongestChain = 16; // Hand-overs from loop to loop that one event sets off.
    private const int MostRounds = 1000; // What keeps the thread pool busy for longer is not the subject.

    /// <summary>Goes to the end of the thread's queue until nothing waits there, and the thread pool has had nothing to do meanwhile.</summary>
    public static async Task SettleAsync()
    {
        for (var round = 0; round < MostRounds; round++)
        {
            var done = ThreadPool.CompletedWorkItemCount;
            for (var i = 0; i < LongestChain; i++) await Task.Yield();
            if (ThreadPool.PendingWorkItemCount == 0 && ThreadPool.CompletedWorkItemCount == done) return;

            // On a busy machine the thread that took the work may not have a processor yet.
            Thread.Yield();
        }
    }
}
