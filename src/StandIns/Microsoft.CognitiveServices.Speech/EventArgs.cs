namespace Microsoft.CognitiveServices.Speech;

/// <summary>Of a session with the service.</summary>
public class SessionEventArgs : EventArgs
{
    internal SessionEventArgs() { }
}

/// <summary>Something happened to a place in the audio.</summary>
public class RecognitionEventArgs : SessionEventArgs
{
    internal RecognitionEventArgs() { }
}

/// <summary>A partial or final text.</summary>
public class SpeechRecognitionEventArgs : RecognitionEventArgs
{
    internal SpeechRecognitionEventArgs(SpeechRecognitionResult result) => Result = result;

    public SpeechRecognitionResult Result { get; }
}

/// <summary>Recognition ended: at the end of the audio, or by an error.</summary>
public sealed class SpeechRecognitionCanceledEventArgs : SpeechRecognitionEventArgs
{
    internal SpeechRecognitionCanceledEventArgs(CancellationReason reason, CancellationErrorCode code, string details)
        : base(new SpeechRecognitionResult(ResultReason.Canceled, "", [])) => (Reason, ErrorCode, ErrorDetails) = (reason, code, details);

    public CancellationReason Reason { get; }

    public CancellationErrorCode ErrorCode { get; }

    public string ErrorDetails { get; }
}
