namespace Microsoft.CognitiveServices.Speech;

/// <summary>A text, or why there is none.</summary>
public class RecognitionResult
{
    private protected RecognitionResult(ResultReason reason, string text) => (Reason, Text) = (reason, text);

    public virtual ResultReason Reason { get; }

    public virtual string Text { get; }
}

/// <summary>A text of speech.</summary>
public class SpeechRecognitionResult : RecognitionResult
{
    internal SpeechRecognitionResult(ResultReason reason, string text, IReadOnlyList<DetailedSpeechRecognitionResult> best) : base(reason, text) => Alternatives = best;

    internal IReadOnlyList<DetailedSpeechRecognitionResult> Alternatives { get; }
}

/// <summary>One of several readings of the same speech.</summary>
public sealed class DetailedSpeechRecognitionResult
{
    internal DetailedSpeechRecognitionResult(double confidence, string text) => (Confidence, Text) = (confidence, text);

    public double Confidence { get; }

    public string Text { get; }
}

/// <summary>What a detailed result holds more.</summary>
public static class SpeechRecognitionResultExtensions
{
    /// <summary>The readings, the likeliest first; empty unless the output format is <see cref="OutputFormat.Detailed"/>.</summary>
    public static IEnumerable<DetailedSpeechRecognitionResult> Best(this SpeechRecognitionResult result) => result.Alternatives;
}
