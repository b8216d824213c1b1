namespace Microsoft.CognitiveServices.Speech;

/// <summary>Speech, or why there is none.</summary>
public sealed class SpeechSynthesisResult : IDisposable
{
    internal SpeechSynthesisResult(byte[] audio) => (Reason, AudioData) = (ResultReason.SynthesizingAudioCompleted, audio);

    internal SpeechSynthesisResult(CancellationReason reason, CancellationErrorCode code, string details)
    {
        Reason = ResultReason.Canceled;
        AudioData = [];
        Cancellation = (reason, code, details);
    }

    public ResultReason Reason { get; }

    public byte[] AudioData { get; }

    internal (CancellationReason Reason, CancellationErrorCode Code, string Details)? Cancellation { get; }

    public void Dispose() { }
}

/// <summary>Why a synthesis was cancelled.</summary>
public class SpeechSynthesisCancellationDetails
{
    private SpeechSynthesisCancellationDetails(CancellationReason reason, CancellationErrorCode code, string details) =>
        (Reason, ErrorCode, ErrorDetails) = (reason, code, details);

    public CancellationReason Reason { get; }

    public CancellationErrorCode ErrorCode { get; }

    public string ErrorDetails { get; }

    public static SpeechSynthesisCancellationDetails FromResult(SpeechSynthesisResult result) =>
        result.Cancellation is { } why ? new(why.Reason, why.Code, why.Details) : throw new InvalidOperationException("the result was not cancelled");
}
