namespace CallbackBot.Worker.Health;

internal enum HealthState
{
    Ok,

    /// <summary>Works today; will not for long.</summary>
    Warning,

    Wrong,
}

/// <summary>One thing that was looked at. When it is not ok, the text says how to mend it.</summary>
internal sealed record HealthCheck(string Name, HealthState State, string Text);
