using CallbackBot.Dialogs.Prompts;
using CallbackBot.Dialogs.Understanding;

namespace CallbackBot.Dialogs.Running;

/// <summary>
/// The citizen at the other end: a phone (CallbackBot/Calls) or a text (Testing). A conversation plays and listens; it decides nothing.
/// </summary>
/// <remarks>Both methods throw <see cref="OperationCanceledException"/> when <c>ended</c> fires (the call is over).</remarks>
public interface IConversation
{
    /// <summary>
    /// From the end of what the citizen said or pressed to the beginning of the latest prompt; null when that prompt followed nothing of theirs, and where
    /// nobody waits.
    /// </summary>
    TimeSpan? Gap => null;

    /// <summary>Plays a statement. Returns what the citizen said or pressed if that interrupted it, null when it was played to its end.</summary>
    Task<Heard?> SayAsync(Prompt prompt, Interruption interruption, CancellationToken ended);

    /// <summary>Plays a question and waits for the reply. The silence timer starts at the end of playback.</summary>
    Task<Heard> AskAsync(Prompt prompt, Listening listening, CancellationToken ended);
}

/// <summary>When the citizen may interrupt a prompt; null <paramref name="After"/> means never.</summary>
public readonly record struct Interruption(TimeSpan? After)
{
    /// <summary>Speech does not interrupt; keys are kept for the next question that has them.</summary>
    public static Interruption Never => new(null);

    /// <summary>Speech interrupts from the first word.</summary>
    public static Interruption Anytime => new(TimeSpan.Zero);
}

/// <summary>How to listen for a reply.</summary>
public sealed record Listening
{
    /// <summary>The step that asks.</summary>
    public required string Step { get; init; }

    /// <summary>What is asked; a recogniser may build its grammar or hints from it.</summary>
    public required QuestionAsked Question { get; init; }

    /// <summary>Keys that this question accepts.</summary>
    public required string Keys { get; init; }

    /// <summary>When the prompt may be interrupted.</summary>
    public Interruption Interruption { get; init; } = new(TimeSpan.FromSeconds(1));

    /// <summary>No speech and no key for this long after the prompt is silence.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The pause that ends an answer.</summary>
    public TimeSpan EndPause { get; init; } = TimeSpan.FromMilliseconds(600);

    /// <summary>An answer is cut off after this long.</summary>
    public TimeSpan LongestAnswer { get; init; } = TimeSpan.FromSeconds(20);
}

/// <summary>What came back from the citizen in one turn.</summary>
public abstract record Heard
{
    /// <summary>Words, with the recogniser's confidence 0..1.</summary>
    public sealed record Speech(string Text, double Confidence) : Heard;

    /// <summary>Keys, in the order pressed.</summary>
    public sealed record Keys(string Pressed) : Heard;

    /// <summary>Neither speech nor key.</summary>
    public sealed record Silence : Heard;

    /// <summary>Speech from which no text came (a mumble, or no engine for this language).</summary>
    public sealed record Unintelligible : Heard
    {
        /// <summary>True when nobody made words of it, since no engine is there or works: saying it again will hardly help, keys will.</summary>
        public bool NoEngine { get; init; }
    }

    /// <summary>When the prompt of this turn began, since the answer of the call.</summary>
    public TimeSpan PromptBegan { get; init; }

    /// <summary>When the reply began, since the answer of the call (the moment of giving up for silence).</summary>
    public TimeSpan Began { get; init; }

    /// <summary>When the reply ended.</summary>
    public TimeSpan Ended { get; init; }

    /// <summary>True when the reply interrupted the prompt.</summary>
    public bool BargeIn { get; init; }
}
