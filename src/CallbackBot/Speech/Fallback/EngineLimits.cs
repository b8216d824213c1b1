namespace CallbackBot.Speech.Fallback;

/// <summary>How long an engine may take, and when it is left alone.</summary>
public sealed record EngineLimits
{
    /// <summary>From the end of an utterance to its text: after that an engine has failed.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The same for all engines of a chain together: after that the citizen is asked again.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>Speaking one prompt, each try.</summary>
    public TimeSpan SynthesisTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>So many failures, if they are half of all uses within <see cref="Window"/>, open the circuit.</summary>
    public int FailuresThatOpen { get; init; } = 2;

    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>An open circuit is tried again after this long, in the background and at no citizen's cost.</summary>
    public TimeSpan Rest { get; init; } = TimeSpan.FromSeconds(15);
}
