namespace Microsoft.CognitiveServices.Speech;

/// <summary>What a result is. Only the members in use; the numbers are the package's.</summary>
public enum ResultReason
{
    NoMatch = 0,
    Canceled = 1,
    RecognizingSpeech = 2,
    RecognizedSpeech = 3,
    SynthesizingAudioCompleted = 9,
}

/// <summary>Why recognition or synthesis ended.</summary>
public enum CancellationReason
{
    Error = 1,
    EndOfStream = 2,
    CancelledByUser = 3,
}

/// <summary>What went wrong, where the reason is <see cref="CancellationReason.Error"/>.</summary>
public enum CancellationErrorCode
{
    NoError = 0,
    AuthenticationFailure = 1,
    BadRequest = 2,
    TooManyRequests = 3,
    Forbidden = 4,
    ConnectionFailure = 5,
    ServiceTimeout = 6,
    ServiceError = 7,
    ServiceUnavailable = 8,
    RuntimeError = 9,
}

/// <summary>Whether a result has alternatives with confidences.</summary>
public enum OutputFormat
{
    Simple = 0,
    Detailed = 1,
}

/// <summary>What becomes of swear words.</summary>
public enum ProfanityOption
{
    Masked = 0,
    Removed = 1,
    Raw = 2,
}

/// <summary>Settings that have no member of their own.</summary>
public enum PropertyId
{
    SpeechServiceConnection_InitialSilenceTimeoutMs = 3200,
    Speech_SegmentationSilenceTimeoutMs = 9002,
}

/// <summary>What synthesis returns.</summary>
public enum SpeechSynthesisOutputFormat
{
    Raw8Khz8BitMonoALaw,
}
