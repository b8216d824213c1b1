namespace CallbackBot.Telephony.Tests;

/// <summary>
/// Calls in real time, with programs of others: by themselves, after the tests that let time pass by hand. Those share one thread (xunit.runner.json) with
/// the loops of the agents that they start: what is posted first runs first, so what was sent before time passes happens before.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RealTime
{
    public const string Name = "real time";
}
