namespace Microsoft.CognitiveServices.Speech;

/// <summary>Where the service is, who asks, and how it listens and speaks. Recognisers and synthesizers copy it when they are made.</summary>
public class SpeechConfig
{
    private Dictionary<PropertyId, string> _properties = [];

    private SpeechConfig() { }

    public string AuthorizationToken { get; set; } = "";

    public string SpeechRecognitionLanguage { get; set; } = "en-US";

    public OutputFormat OutputFormat { get; set; }

    internal string? Region { get; private init; }

    internal Uri? Host { get; private init; }

    internal Uri? Endpoint { get; private init; }

    internal string Key { get; private init; } = "";

    internal ProfanityOption? Profanity { get; private set; }

    internal SpeechSynthesisOutputFormat SynthesisFormat { get; private set; }

    public static SpeechConfig FromSubscription(string subscriptionKey, string region)
    {
        ArgumentException.ThrowIfNullOrEmpty(subscriptionKey);
        ArgumentException.ThrowIfNullOrEmpty(region);
        return new() { Key = subscriptionKey, Region = region };
    }

    public static SpeechConfig FromAuthorizationToken(string authorizationToken, string region)
    {
        ArgumentException.ThrowIfNullOrEmpty(authorizationToken);
        ArgumentException.ThrowIfNullOrEmpty(region);
        return new() { AuthorizationToken = authorizationToken, Region = region };
    }

    public static SpeechConfig FromEndpoint(Uri endpoint) => new() { Endpoint = endpoint };

    public static SpeechConfig FromEndpoint(Uri endpoint, string subscriptionKey) => new() { Endpoint = endpoint, Key = subscriptionKey };

    public static SpeechConfig FromHost(Uri host) => new() { Host = host };

    public static SpeechConfig FromHost(Uri host, string subscriptionKey) => new() { Host = host, Key = subscriptionKey };

    public void SetProperty(PropertyId id, string value) => _properties[id] = value;

    public string GetProperty(PropertyId id) => _properties.GetValueOrDefault(id, "");

    public void SetProfanity(ProfanityOption profanity) => Profanity = profanity;

    public void SetSpeechSynthesisOutputFormat(SpeechSynthesisOutputFormat format) => SynthesisFormat = format;

    internal SpeechConfig Copy()
    {
        var copy = (SpeechConfig)MemberwiseClone();
        copy._properties = new(_properties);
        return copy;
    }
}
