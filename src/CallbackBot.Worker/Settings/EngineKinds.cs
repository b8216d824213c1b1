using CallbackBot.Speech;
using CallbackBot.Speech.FunAsr;
using CallbackBot.Speech.Local;
using CallbackBot.Speech.Sherpa;
using CallbackBot.Speech.Vosk;

namespace CallbackBot.Worker.Settings;

/// <summary>Makes a speech engine from settings that were checked.</summary>
public delegate T MakeEngine<out T>(TimeProvider time, ILoggerFactory loggers);

/// <summary>A speech engine that a site may name.</summary>
/// <param name="Name">In <c>Speech:Recognizers</c> or <c>Speech:Synthesizers</c>.</param>
/// <param name="Section">Of its own settings, under <c>Speech</c>; null where it has none.</param>
/// <param name="Keys">The names that the section may hold.</param>
/// <param name="Read">Checks the settings; called only for engines that are named.</param>
internal sealed record EngineKind<T>(string Name, string? Section, IReadOnlyList<string> Keys, Func<Setting, MakeEngine<T>> Read);

/// <summary>All speech engines there are. A new one is a line in the list of what it can do, and a method that reads its settings.</summary>
internal static class EngineKinds
{
    /// <summary>The end of a chain of recognisers.</summary>
    public const string Keys = "keys";

    public static IReadOnlyList<EngineKind<ISpeechRecognizer>> Recognizers { get; } =
    [
        new("pocketsphinx", "PocketSphinx", ["ModelFolder"], PocketSphinx),
        new("azure", "Azure", AzureSettings.Keys, AzureSettings.Recognizer),
        new(FunAsrRecognizer.Title.Name, "FunAsr", [.. EngineServers.Keys, "HotWordWeight"], FunAsr),
        new(VoskRecognizer.Title.Name, "Vosk", [.. EngineServers.Keys, "UsePhrases"], Vosk),
        new(SherpaRecognizer.Title.Name, "Sherpa", [.. EngineServers.Keys, "SampleRate"], Sherpa),
        new(Keys, null, [], _ => (_, _) => new KeysOnlyRecognizer()),
    ];

    public static IReadOnlyList<EngineKind<ISpeechSynthesizer>> Synthesizers { get; } =
    [
        new("espeak", "Espeak", ["MandarinWordsPerMinute", "EnglishWordsPerMinute"], Espeak),
        new("azure", "Azure", AzureSettings.Keys, AzureSettings.Synthesizer),
    ];

    private static MakeEngine<ISpeechRecognizer> PocketSphinx(Setting read)
    {
        var options = new PocketSphinxOptions { ModelFolder = Home.Resolve(read.Text("ModelFolder")) };
        return (time, loggers) => new PocketSphinxRecognizer(options, time, loggers.CreateLogger<PocketSphinxRecognizer>());
    }

    private static MakeEngine<ISpeechRecognizer> FunAsr(Setting read)
    {
        var options = new FunAsrOptions(EngineServers.Read(read), read.Number("HotWordWeight", 1, 100));
        return (time, _) => FunAsrRecognizer.Create(options, time);
    }

    private static MakeEngine<ISpeechRecognizer> Vosk(Setting read)
    {
        var options = new VoskOptions(EngineServers.Read(read), read.Flag("UsePhrases"));
        return (time, _) => VoskRecognizer.Create(options, time);
    }

    private static MakeEngine<ISpeechRecognizer> Sherpa(Setting read)
    {
        var rate = read.Number("SampleRate", 8000, 16000);
        if (rate is not (8000 or 16000)) throw read.Wrong("SampleRate", "8000 or 16000 is allowed");
        var options = new SherpaOptions(EngineServers.Read(read), rate);
        return (time, _) => SherpaRecognizer.Create(options, time);
    }

    private static MakeEngine<ISpeechSynthesizer> Espeak(Setting read)
    {
        var options = new EspeakOptions
        {
            Voices = new Dictionary<string, EspeakVoice>(StringComparer.OrdinalIgnoreCase)
            {
                ["zh"] = new("cmn-latn-pinyin", read.Number("MandarinWordsPerMinute", 80, 400)),
                ["en"] = new("en-us", read.Number("EnglishWordsPerMinute", 80, 400)),
            },
        };
        return (time, _) => new EspeakSynthesizer(options, time);
    }
}
