using System.Globalization;
using Microsoft.CognitiveServices.Speech;

namespace CallbackBot.Speech.Azure;

/// <summary>Makes the package's configuration out of ours.</summary>
internal sealed class AzureAccount(AzureSpeechOptions options, TimeProvider time) : IDisposable
{
    private readonly AzureTokens _tokens = new(options, time);

    public AzureSpeechOptions Options => options;

    /// <exception cref="SpeechException">No token is to be had.</exception>
    public ValueTask<string?> TokenAsync(CancellationToken cancellationToken) => _tokens.GetAsync(cancellationToken);

    /// <param name="locale">What will be spoken.</param>
    /// <param name="token">Of <see cref="TokenAsync"/>.</param>
    public SpeechConfig Recognition(string locale, string? token)
    {
        var config = Connect(options.RecognitionUrl, "stt", token);
        config.SpeechRecognitionLanguage = locale;
        config.OutputFormat = OutputFormat.Detailed;

        // An angry citizen is understood by the words, and nobody is spared by stars in a transcript.
        config.SetProfanity(ProfanityOption.Raw);
        config.SetProperty(PropertyId.Speech_SegmentationSilenceTimeoutMs, Milliseconds(options.SegmentationSilence));
        config.SetProperty(PropertyId.SpeechServiceConnection_InitialSilenceTimeoutMs, Milliseconds(options.InitialSilence));
        return config;
    }

    /// <param name="token">Of <see cref="TokenAsync"/>.</param>
    public SpeechConfig Synthesis(string? token)
    {
        var config = Connect(options.SynthesisUrl, "tts", token);
        config.SetSpeechSynthesisOutputFormat(SpeechSynthesisOutputFormat.Raw8Khz8BitMonoALaw);
        return config;
    }

    public void Dispose() => _tokens.Dispose();

    private SpeechConfig Connect(Uri? url, string service, string? token)
    {
        url ??= OwnCloud(service);
        if (url is null) return token is null ? SpeechConfig.FromSubscription(options.Key, options.Region) : SpeechConfig.FromAuthorizationToken(token, options.Region);
        var withKey = token is null && options.Key.Length > 0;
        var config = url.AbsolutePath == "/"
            ? withKey ? SpeechConfig.FromHost(url, options.Key) : SpeechConfig.FromHost(url)
            : withKey ? SpeechConfig.FromEndpoint(url, options.Key) : SpeechConfig.FromEndpoint(url);
        if (token is not null) config.AuthorizationToken = token;
        return config;
    }

    /// <summary>The documentation of the China clouds has the SDK pointed at their hosts; by region alone it may turn to the global cloud.</summary>
    private Uri? OwnCloud(string service) =>
        options.Region.StartsWith("china", StringComparison.OrdinalIgnoreCase) ? new Uri($"wss://{options.Region}.{service}.speech.azure.cn") : null;

    private static string Milliseconds(TimeSpan time) => time.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture);
}
