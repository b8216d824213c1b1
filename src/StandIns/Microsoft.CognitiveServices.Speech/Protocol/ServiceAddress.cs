namespace Microsoft.CognitiveServices.Speech.Protocol;

/// <summary>Where the service is: by region, by host with the usual path, or by a full endpoint.</summary>
internal static class ServiceAddress
{
    private const string RecognitionPath = "/speech/recognition/conversation/cognitiveservices/v1";
    private const string SynthesisPath = "/tts/cognitiveservices/websocket/v1";

    public static Uri Recognition(SpeechConfig config)
    {
        var address = Of(config, "stt", RecognitionPath);
        Add("language", config.SpeechRecognitionLanguage);
        Add("format", config.OutputFormat == OutputFormat.Detailed ? "detailed" : "simple");
        Add("profanity", config.Profanity?.ToString().ToLowerInvariant());
        Add("initialSilenceTimeoutMs", config.GetProperty(PropertyId.SpeechServiceConnection_InitialSilenceTimeoutMs));
        Add("segmentationSilenceTimeoutMs", config.GetProperty(PropertyId.Speech_SegmentationSilenceTimeoutMs));
        return address.Uri;

        // What the endpoint itself says counts more.
        void Add(string name, string? value)
        {
            var query = address.Query.TrimStart('?');
            if (string.IsNullOrEmpty(value) || query.Split('&').Any(part => part.StartsWith(name + "=", StringComparison.OrdinalIgnoreCase))) return;
            address.Query = $"{query}{(query.Length > 0 ? "&" : "")}{name}={Uri.EscapeDataString(value)}";
        }
    }

    public static Uri Synthesis(SpeechConfig config) => Of(config, "tts", SynthesisPath).Uri;

    private static UriBuilder Of(SpeechConfig config, string service, string path)
    {
        if (config.Endpoint is { } endpoint) return WebSocket(endpoint);
        if (config.Host is { } host)
        {
            var address = WebSocket(host);
            address.Path = path;
            return address;
        }

        return new UriBuilder($"wss://{config.Region}.{service}.speech.{Suffix(config.Region!)}{path}");
    }

    /// <summary>China and the US government have clouds of their own.</summary>
    private static string Suffix(string region) => region switch
    {
        _ when region.StartsWith("china", StringComparison.OrdinalIgnoreCase) => "azure.cn",
        _ when region.StartsWith("usgov", StringComparison.OrdinalIgnoreCase) => "azure.us",
        _ => "microsoft.com",
    };

    private static UriBuilder WebSocket(Uri address)
    {
        var builder = new UriBuilder(address);
        var port = address.IsDefaultPort ? -1 : address.Port;
        builder.Scheme = address.Scheme switch { "http" => "ws", "https" => "wss", var scheme => scheme };
        builder.Port = port;
        return builder;
    }
}
