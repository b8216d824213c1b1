namespace CallbackBot.Calls;

internal enum MediaEventKind
{
    /// <summary>The last 20 ms of the prompt went out, or the prompt was dropped.</summary>
    PromptEnded,

    /// <summary>The citizen began to speak into the prompt; it waits.</summary>
    PromptPaused,

    PromptResumed,

    /// <summary>An utterance is over; its audio is in the recogniser's stream.</summary>
    SpeechEnded,

    /// <summary>An utterance ended under a prompt that it could not interrupt: its stream is of no use for the answer that may follow.</summary>
    SpeechDropped,

    /// <summary>The recogniser's text so far has changed.</summary>
    PartialText,

    /// <summary>The engine was slow: a bridging word was said, or broken off because the citizen spoke.</summary>
    Bridged,

    /// <summary>Nobody spoke within the time allowed after the prompt.</summary>
    SilenceElapsed,

    KeyPressed,
}

/// <summary>What the media thread tells the conversation. Times count from the answer, on the recording's clock.</summary>
/// <param name="Began">Onset of speech, or the moment itself.</param>
/// <param name="At">The moment.</param>
/// <param name="Key">The key, for <see cref="MediaEventKind.KeyPressed"/>.</param>
/// <param name="Into">For speech: true when it began while the prompt was playing. For a prompt or a bridging word: true when it was played to its end.</param>
/// <param name="Brief">For speech: short enough to be a filler that let the prompt wait.</param>
internal readonly record struct MediaEvent(MediaEventKind Kind, TimeSpan Began, TimeSpan At, char Key = '\0', bool Into = false, bool Brief = false);
