namespace CallbackBot.Speech;

/// <summary>Text to 8 kHz A-law.</summary>
public interface ISpeechSynthesizer
{
    /// <summary>Identifies engine, version and voice; part of the key under which prompts are cached.</summary>
    string Voice(string language);

    /// <summary>Speaks <paramref name="spoken"/> (numbers and readings already spelled out).</summary>
    /// <returns>A-law bytes, 8000 a second.</returns>
    /// <exception cref="SpeechException">The engine is missing, failed or timed out.</exception>
    Task<byte[]> SynthesizeAsync(string spoken, string language, CancellationToken cancellationToken);
}

/// <summary>A speech engine failed. <see cref="IsTransient"/> says whether another try can help.</summary>
public sealed class SpeechException(string message, bool isTransient, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>True for time-outs, crashes and broken connections; false for a missing engine or a bad configuration.</summary>
    public bool IsTransient { get; } = isTransient;
}
