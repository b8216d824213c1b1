using System.Globalization;
using CallbackBot.Speech;
using CallbackBot.Speech.Azure;

namespace CallbackBot.Worker.Settings;

/// <summary>The section <c>Speech:Azure</c>, for its recogniser and its voices.</summary>
internal static class AzureSettings
{
    public static readonly string[] Keys =
    [
        "Region", "Key", "TokenFile", "TokenUrl", "RecognitionUrl", "SynthesisUrl", "MandarinVoice", "EnglishVoice", "RatePercent",
        "SegmentationSilenceMilliseconds", "InitialSilenceMilliseconds", "RecognitionTimeoutSeconds", "SynthesisTimeoutSeconds", "SynthesisConnections",
    ];

    public static MakeEngine<ISpeechRecognizer> Recognizer(Setting read)
    {
        var options = Read(read, "RecognitionUrl");
        return (time, loggers) => new AzureRecognizer(options, time, loggers.CreateLogger<AzureRecognizer>());
    }

    public static MakeEngine<ISpeechSynthesizer> Synthesizer(Setting read)
    {
        var options = Read(read, "SynthesisUrl");
        return (time, _) => new AzureSynthesizer(options, time);
    }

    /// <param name="read">The section.</param>
    /// <param name="url">The setting that takes the place of the region.</param>
    /// <exception cref="ConfigurationException">A value is missing or not allowed.</exception>
    private static AzureSpeechOptions Read(Setting read, string url)
    {
        var options = new AzureSpeechOptions
        {
            Region = Region(read),
            Key = Key(read),
            TokenFile = read.Optional("TokenFile").Length > 0 ? read.File("TokenFile") : "",
            TokenUrl = Url(read, "TokenUrl", "https", "http"),
            RecognitionUrl = Url(read, "RecognitionUrl", "wss", "ws"),
            SynthesisUrl = Url(read, "SynthesisUrl", "wss", "ws"),
            Voices = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["zh"] = read.Text("MandarinVoice"), ["en"] = read.Text("EnglishVoice") },
            RatePercent = Percent(read, "RatePercent", -50, 100),
            SegmentationSilence = TimeSpan.FromMilliseconds(read.Number("SegmentationSilenceMilliseconds", 100, 5000)),
            InitialSilence = TimeSpan.FromMilliseconds(read.Number("InitialSilenceMilliseconds", 1000, 60000)),
            RecognitionTimeout = read.Seconds("RecognitionTimeoutSeconds", 1, 30),
            SynthesisTimeout = read.Seconds("SynthesisTimeoutSeconds", 1, 60),
            SynthesisConnections = read.Number("SynthesisConnections", 1, 100),
        };
        var byRegion = read.Optional(url).Length == 0;
        if (byRegion && options.Region.Length == 0) throw read.Wrong("Region", $"a region such as westeurope or chinaeast2 is needed, or {url}");
        if (options.TokenFile.Length > 0 && options.TokenUrl is not null) throw read.Wrong("TokenUrl", "either TokenFile or TokenUrl is allowed");
        if (options.Key.Length == 0 && options.TokenUrl is not null) throw read.Wrong("Key", "the key that TokenUrl exchanges is needed");
        if (options.Key.Length == 0 && byRegion && options.TokenFile.Length == 0) throw read.Wrong("Key", "the key of the speech resource is needed, or TokenFile");
        return options;
    }

    private static string Region(Setting read)
    {
        var region = read.Optional("Region");
        return region.All(char.IsAsciiLetterOrDigit) ? region : throw read.Wrong("Region", "a region such as westeurope or chinaeast2 is allowed");
    }

    private static string Key(Setting read)
    {
        var key = read.Optional("Key");

        // What it holds stays unsaid.
        return key.All(c => c is > ' ' and < '\x7f') ? key : throw read.Wrong("Key", "…", "letters, digits and signs are allowed, without blanks");
    }

    /// <summary>Where a key or token goes along, the connection is encrypted, unless it does not leave this machine.</summary>
    private static Uri? Url(Setting read, string name, string secure, string open)
    {
        if (read.Optional(name) is not { Length: > 0 } text) return null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || (url.Scheme != secure && url.Scheme != open))
            throw read.Wrong(name, $"a URL such as {secure}://host or {open}://host:5000 is allowed, or nothing");
        var secret = read.Optional("Key").Length > 0 || read.Optional("TokenFile").Length > 0;
        return secret && url.Scheme == open && !url.IsLoopback ? throw read.Wrong(name, $"{secure}:// is needed where a key or token goes along") : url;
    }

    private static int Percent(Setting read, string name, int min, int max) =>
        int.TryParse(read.Optional(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var percent) && percent >= min && percent <= max
            ? percent
            : throw read.Wrong(name, $"a whole number from {min} to {max} is allowed");
}
