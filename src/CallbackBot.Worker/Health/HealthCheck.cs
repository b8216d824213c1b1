namespace CallbackBot.Worker.Health;

/// <summary>One thing that was looked at. When it is not ok, the text says how to mend it.</summary>
internal sealed record HealthCheck(string Name, bool Ok, string Text);
