using Microsoft.CognitiveServices.Speech;

namespace CallbackBot.Speech.Azure;

/// <summary>The service's errors as ours: what is wrong, whether another try can help, and which setting to look at.</summary>
internal static class AzureErrors
{
    public static SpeechException Of(CancellationErrorCode code, string details)
    {
        var (what, isTransient) = code switch
        {
            CancellationErrorCode.AuthenticationFailure => ("refuses who we are: check Speech:Azure:Key (or TokenFile, TokenUrl) and the Region that it belongs to", false),
            CancellationErrorCode.Forbidden => ("forbids it: check that Speech:Azure:Key is of a speech resource in this Region, and its quota", false),
            CancellationErrorCode.BadRequest => ("does not understand the request: check Speech:Azure:MandarinVoice, EnglishVoice, RecognitionUrl and SynthesisUrl", false),
            CancellationErrorCode.TooManyRequests => ("has too many requests of ours: use fewer lines, or raise the resource's quota", true),
            CancellationErrorCode.ServiceTimeout => ("did not answer in time", true),
            CancellationErrorCode.ConnectionFailure => ("cannot be reached, or the connection broke", true),
            _ => ("failed", true),
        };
        return new SpeechException($"Azure speech {what} ({code}: {details})", isTransient);
    }
}
