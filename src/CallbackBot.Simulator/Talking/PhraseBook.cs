using YamlDotNet.Serialization;

namespace CallbackBot.Simulator.Talking;

/// <summary>How people say things: several wordings for each phrase and language (<c>Data/phrases.yaml</c>).</summary>
internal sealed class PhraseBook
{
    private readonly Dictionary<string, Dictionary<string, List<string>>> _wordings;

    private PhraseBook(Dictionary<string, Dictionary<string, List<string>>> wordings) => _wordings = wordings;

    public static PhraseBook Load()
    {
        using var stream = typeof(PhraseBook).Assembly.GetManifestResourceStream("phrases.yaml")
            ?? throw new InvalidOperationException("phrases.yaml is not embedded");
        using var reader = new StreamReader(stream);
        return new PhraseBook(new DeserializerBuilder().Build().Deserialize<Dictionary<string, Dictionary<string, List<string>>>>(reader));
    }

    /// <summary>Wordings of a phrase; those of "I don't know" when it has none.</summary>
    public IReadOnlyList<string> Wordings(string language, string phrase)
    {
        var ofLanguage = _wordings[language.StartsWith("en", StringComparison.Ordinal) ? "en" : "zh-CN"];
        return ofLanguage.TryGetValue(phrase, out var found) ? found : ofLanguage[Phrase.DontKnow];
    }
}
