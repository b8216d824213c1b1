namespace CallbackBot.Speech.Azure;

/// <summary>The speech service of Azure: whose it is, where it is, how it listens and speaks.</summary>
public sealed record AzureSpeechOptions
{
    /// <summary>The resource's key; empty for a container, or where <see cref="TokenFile"/> says who we are.</summary>
    public string Key { get; init; } = "";

    /// <summary>Where the key is exchanged for tokens of ten minutes (<c>…/sts/v1.0/issueToken</c>); null: the key goes with every connection.</summary>
    public Uri? TokenUrl { get; init; }

    /// <summary>A file with a token that somebody else keeps fresh; read before every connection. Empty: none.</summary>
    public string TokenFile { get; init; } = "";

    /// <summary>Such as <c>westeurope</c> or <c>chinaeast2</c>; empty where both URLs are given.</summary>
    public string Region { get; init; } = "";

    /// <summary>Instead of the region: a host (<c>ws://10.0.0.5:5000</c>, as of a container) or a full endpoint (<c>wss://…/stt/speech/universal/v2</c>).</summary>
    public Uri? RecognitionUrl { get; init; }

    /// <summary>The same for synthesis; its full endpoint ends in <c>/tts/cognitiveservices/websocket/v1</c>.</summary>
    public Uri? SynthesisUrl { get; init; }

    /// <summary>
    /// A pause that ends a phrase. Shorter than the pause that ends an answer, so that the text is final when the answer is over.
    /// </summary>
    public TimeSpan SegmentationSilence { get; init; } = TimeSpan.FromMilliseconds(450);

    /// <summary>The service gives up on audio that holds no speech for so long.</summary>
    public TimeSpan InitialSilence { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long after an utterance its text may take; the citizen waits.</summary>
    public TimeSpan RecognitionTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long a prompt may take; nobody waits on the line.</summary>
    public TimeSpan SynthesisTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Voice by language; the longest matching prefix counts.</summary>
    public IReadOnlyDictionary<string, string> Voices { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["zh"] = "zh-CN-XiaoxiaoNeural",
        ["en"] = "en-US-JennyNeural",
    };

    /// <summary>Faster (+) or slower (-) than the voice speaks by itself.</summary>
    public int RatePercent { get; init; }

    /// <summary>Prompts that are spoken at a time, each over a connection of its own.</summary>
    public int SynthesisConnections { get; init; } = 4;
}
