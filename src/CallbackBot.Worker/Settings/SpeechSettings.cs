using CallbackBot.Speech;
using CallbackBot.Speech.Fallback;

namespace CallbackBot.Worker.Settings;

/// <summary>An engine that a site has chosen; the same one wherever a chain names it.</summary>
public sealed record EngineChoice<T>(string Name, MakeEngine<T> Make);

/// <summary>The section <c>Speech</c>: which engines listen and speak, in order of preference, and where prompts are kept.</summary>
public sealed record SpeechSettings
{
    private const string Section = "Speech";
    private const string Languages = "Languages";
    private const string RecognizersKey = "Recognizers";
    private const string SynthesizersKey = "Synthesizers";

    public required string CacheFolder { get; init; }

    public required int CacheMegabytes { get; init; }

    public required ByLanguage<IReadOnlyList<EngineChoice<ISpeechRecognizer>>> Recognizers { get; init; }

    public required ByLanguage<IReadOnlyList<EngineChoice<ISpeechSynthesizer>>> Synthesizers { get; init; }

    /// <summary>How long engines may take.</summary>
    public required EngineLimits Limits { get; init; }

    /// <exception cref="ConfigurationException">A value or a name is not allowed.</exception>
    internal static SpeechSettings Read(IConfiguration configuration)
    {
        CheckNames(configuration);
        var read = new Setting(configuration, Section);
        return new SpeechSettings
        {
            CacheFolder = Home.Resolve(read.Text("Cache")),
            CacheMegabytes = read.Number("CacheMegabytes", 1, 1_000_000),
            Limits = new EngineLimits { Timeout = read.Seconds("TimeoutSeconds", 1, 30), LongestWait = read.Seconds("LongestWaitSeconds", 1, 60) },
            Recognizers = Chains(configuration, RecognizersKey, EngineKinds.Recognizers, ["pocketsphinx", EngineKinds.Keys]),
            Synthesizers = Chains(configuration, SynthesizersKey, EngineKinds.Synthesizers, ["espeak"]),
        };
    }

    private static void CheckNames(IConfiguration configuration)
    {
        var sections = EngineKinds.Recognizers.Select(k => (k.Section, k.Keys)).Concat(EngineKinds.Synthesizers.Select(k => (k.Section, k.Keys)))
            .Where(k => k.Section is not null).ToLookup(k => k.Section!, k => k.Keys, StringComparer.OrdinalIgnoreCase);
        SettingNames.Check(
            configuration.GetSection(Section), ["Cache", "CacheMegabytes", "TimeoutSeconds", "LongestWaitSeconds", RecognizersKey, SynthesizersKey, Languages, .. sections.Select(s => s.Key)]);
        foreach (var section in sections) SettingNames.Check(configuration.GetSection($"{Section}:{section.Key}"), [.. section.SelectMany(keys => keys)]);
        foreach (var language in configuration.GetSection($"{Section}:{Languages}").GetChildren()) SettingNames.Check(language, [RecognizersKey, SynthesizersKey]);
    }

    /// <summary>The chain of <c>Speech</c>, and those of <c>Speech:Languages</c> where a language has its own.</summary>
    private static ByLanguage<IReadOnlyList<EngineChoice<T>>> Chains<T>(
        IConfiguration configuration, string key, IReadOnlyList<EngineKind<T>> kinds, IReadOnlyList<string> standard)
    {
        var choices = new Dictionary<string, EngineChoice<T>>(StringComparer.Ordinal);
        var byLanguage = new Dictionary<string, IReadOnlyList<EngineChoice<T>>>(StringComparer.OrdinalIgnoreCase);
        foreach (var language in configuration.GetSection($"{Section}:{Languages}").GetChildren())
            if (Chain(language.Path) is { Count: > 0 } own) byLanguage[language.Key] = own;
        return new(byLanguage, Chain(Section) is { Count: > 0 } general ? general : [.. standard.Select(Choice)]);

        List<EngineChoice<T>> Chain(string section)
        {
            var read = new Setting(configuration, section);
            var names = read.Names(key, [.. kinds.Select(k => k.Name)]);
            if (names.Contains(EngineKinds.Keys, StringComparer.Ordinal) && names[^1] != EngineKinds.Keys)
                throw read.Wrong(key, $"{string.Join(", ", names)}", $"'{EngineKinds.Keys}' is the end of a chain: what stands behind it would never listen");
            return [.. names.Select(Choice)];
        }

        EngineChoice<T> Choice(string name)
        {
            if (choices.TryGetValue(name, out var known)) return known;
            var kind = kinds.Single(k => k.Name == name);
            return choices[name] = new EngineChoice<T>(name, kind.Read(new Setting(configuration, kind.Section is null ? Section : $"{Section}:{kind.Section}")));
        }
    }
}
