namespace CallbackBot.Telephony.Tests.Fuzz;

/// <summary>Tests that compute for seconds, or weigh the heap: by themselves, since the others share one thread and would wait for them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class LongRunning
{
    public const string Name = "long running";
}
