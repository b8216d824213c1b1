using CallbackBot.Speech;
using CallbackBot.Speech.Fallback;
using CallbackBot.Worker.Settings;

namespace CallbackBot.Worker.Hosting;

/// <summary>The engines of a site, made once each, each behind its circuit, and joined into chains.</summary>
internal static class SpeechEngines
{
    private const int SynthesisRetries = 1;

    /// <exception cref="SpeechException">The folder of the prompts cannot be used.</exception>
    public static SynthesizerChain OpenVoices(SpeechSettings settings, TimeProvider time, ILoggerFactory loggers)
    {
        var logger = loggers.CreateLogger<SynthesizerChain>();
        var chains = Made(settings.Synthesizers, time, loggers, (name, engine) => new PromptCache(
            new GuardedSynthesizer(engine, new EngineCircuit(name, settings.Limits.SynthesisTimeout, SynthesisRetries, settings.Limits, time, logger)),
            settings.CacheFolder, settings.CacheMegabytes * 1_000_000L, time));
        return new SynthesizerChain(chains, logger);
    }

    public static RecognizerChain OpenRecognizers(SpeechSettings settings, TimeProvider time, ILoggerFactory loggers)
    {
        var logger = loggers.CreateLogger<RecognizerChain>();
        var chains = Made<ISpeechRecognizer, ISpeechRecognizer>(settings.Recognizers, time, loggers, (name, engine) =>
            new GuardedRecognizer(engine, new EngineCircuit(name, settings.Limits.Timeout, retries: 0, settings.Limits, time, logger)));
        return new RecognizerChain(chains, settings.Limits.LongestWait, time, logger);
    }

    /// <summary>Each engine of the chains once, as it is: for <c>doctor</c>.</summary>
    public static ByLanguage<IReadOnlyList<T>> Made<T>(ByLanguage<IReadOnlyList<EngineChoice<T>>> chains, TimeProvider time, ILoggerFactory loggers) =>
        Made(chains, time, loggers, (_, engine) => engine);

    private static ByLanguage<IReadOnlyList<TOut>> Made<T, TOut>(
        ByLanguage<IReadOnlyList<EngineChoice<T>>> chains, TimeProvider time, ILoggerFactory loggers, Func<string, T, TOut> guard)
    {
        var engines = new Dictionary<string, TOut>(StringComparer.Ordinal);
        return chains.Select<IReadOnlyList<TOut>>(chain => [.. chain.Select(Engine)]);

        TOut Engine(EngineChoice<T> choice) =>
            engines.TryGetValue(choice.Name, out var made) ? made : engines[choice.Name] = guard(choice.Name, choice.Make(time, loggers));
    }
}
