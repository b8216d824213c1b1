namespace CallbackBot.Testing.Azure;

/// <summary>Makes text of speech for <see cref="AzureSpeechFake"/>.</summary>
/// <param name="speech">8 kHz samples from the first that is no silence.</param>
/// <param name="whole">False while the person still speaks.</param>
/// <returns>Null: nothing to understand.</returns>
public delegate string? AzureEar(ReadOnlySpan<short> speech, bool whole);

/// <summary>Ears.</summary>
public static class AzureEars
{
    private const int SamplesPerCharacter = 1600;

    /// <summary>Hears this text, one character more every 200 ms, and a full stop at the end.</summary>
    public static AzureEar Hearing(string text) => (speech, whole) =>
        whole ? text + (text[0] > 0xFF ? "。" : ".") : text[..Math.Min(text.Length, speech.Length / SamplesPerCharacter)];

    /// <summary>Hears no words.</summary>
    public static string? Nothing(ReadOnlySpan<short> speech, bool whole) => null;
}
