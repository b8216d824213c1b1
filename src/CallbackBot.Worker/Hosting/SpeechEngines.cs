using CallbackBot.Speech;
using CallbackBot.Worker.Settings;

namespace CallbackBot.Worker.Hosting;

/// <summary>The engines of a site, made once each and joined into chains.</summary>
internal static class SpeechEngines
{
    /// <exception cref="SpeechException">The folder of the prompts cannot be used.</exception>
    public static SynthesizerChain OpenVoices(SpeechSettings settings, TimeProvider time, ILoggerFactory loggers)
    {
        var made = Made(settings.Synthesizers, time, loggers);
        var cached = made.Values.SelectMany(v => v).Distinct()
            .ToDictionary(v => v, v => new PromptCache(v, settings.CacheFolder, settings.CacheMegabytes * 1_000_000L, time));
        return new SynthesizerChain(made.Select<IReadOnlyList<PromptCache>>(chain => [.. chain.Select(v => cached[v])]), loggers.CreateLogger<SynthesizerChain>());
    }

    public static RecognizerChain OpenRecognizers(SpeechSettings settings, TimeProvider time, ILoggerFactory loggers) =>
        new(Made(settings.Recognizers, time, loggers), loggers.CreateLogger<RecognizerChain>());

    /// <summary>Each engine of the chains once, without what is around it in a service.</summary>
    public static ByLanguage<IReadOnlyList<T>> Made<T>(ByLanguage<IReadOnlyList<EngineChoice<T>>> chains, TimeProvider time, ILoggerFactory loggers)
    {
        var engines = new Dictionary<string, T>(StringComparer.Ordinal);
        return chains.Select<IReadOnlyList<T>>(chain => [.. chain.Select(Engine)]);

        T Engine(EngineChoice<T> choice) => engines.TryGetValue(choice.Name, out var made) ? made : engines[choice.Name] = choice.Make(time, loggers);
    }
}
