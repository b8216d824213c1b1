using CallbackBot.Dialogs.Understanding;

namespace CallbackBot.Speech;

/// <summary>Speech to text, one stream per utterance; our own voice activity decides where an utterance begins and ends.</summary>
public interface ISpeechRecognizer
{
    /// <summary>As the settings name it.</summary>
    string Name { get; }

    /// <summary>Makes the engine ready, so that no reply waits for it: when a service starts, for <c>doctor</c>, and to see whether it has recovered.</summary>
    /// <returns>What answered, in a few words.</returns>
    /// <exception cref="SpeechException">It does not work; the message says how to mend it.</exception>
    Task<string> StartAsync(CancellationToken cancellationToken);

    /// <summary>False when the engine cannot make words of the replies (no model for the language, or free speech): then only keys are understood.</summary>
    bool Supports(QuestionAsked question);

    /// <summary>
    /// Opens a stream for one reply to <paramref name="question"/>. The prompt waits for it: connecting goes on in the background, and a failure
    /// of it shows in <see cref="IRecognitionStream.FinishAsync"/>.
    /// </summary>
    /// <exception cref="SpeechException">The engine is missing or rests after failures.</exception>
    ValueTask<IRecognitionStream> OpenAsync(QuestionAsked question, CancellationToken cancellationToken);
}

/// <summary>One utterance on its way through a recogniser.</summary>
public interface IRecognitionStream : IAsyncDisposable
{
    /// <summary>Takes audio: A-law, 8 kHz, in order. Never blocks; the bytes are copied.</summary>
    void Write(ReadOnlySpan<byte> alaw);

    /// <summary>The text so far; null until there is one.</summary>
    string? Partial { get; }

    /// <summary>No more audio comes: waits for the final text.</summary>
    /// <exception cref="SpeechException">The engine failed or timed out.</exception>
    Task<Recognition> FinishAsync(CancellationToken cancellationToken);
}

/// <summary>What a recogniser made of an utterance; empty <paramref name="Text"/> means speech without text.</summary>
/// <param name="Text">The words.</param>
/// <param name="Confidence">0..1.</param>
public readonly record struct Recognition(string Text, double Confidence);
