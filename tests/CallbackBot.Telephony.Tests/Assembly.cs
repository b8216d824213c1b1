// One thread for tests and for the loops of the agents that they start: what is posted first runs first, so a test that lets manual time pass
// can let everything that was sent before happen before.
[assembly: CollectionBehavior(MaxParallelThreads = 1)]

namespace CallbackBot.Telephony.Tests;

/// <summary>Calls in real time, with programs of others: by themselves, after the tests that let time pass by hand.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RealTime
{
    public const string Name = "real time";
}
