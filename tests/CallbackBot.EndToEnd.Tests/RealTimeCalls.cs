namespace CallbackBot.EndToEnd.Tests;

/// <summary>Calls in real time, by themselves and one after the other: what runs beside them would take their processor away.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RealTimeCalls
{
    public const string Name = "calls in real time";
}
