using CallbackBot.Dialogs.Understanding.Lexicon;

namespace CallbackBot.Dialogs.Rehearsal;

/// <summary>What simulated citizens say in one language; <c>Data/citizens-*.tsv</c>.</summary>
internal sealed class CitizenWords
{
    private static readonly CitizenWords Chinese = new("zh");
    private static readonly CitizenWords English = new("en");

    private readonly Dictionary<(string Meaning, string Manner), string[]> _wordings;

    private CitizenWords(string language) => _wordings = DataFile
        .Rows($"Rehearsal.Data.citizens-{language}.tsv", 3).ToDictionary(row => (row[0], row[1]), row => row[2].Split('|'));

    public static CitizenWords In(string language) => Definition.Vocabulary.IsChinese(language) ? Chinese : English;

    /// <summary>Every wording, with what it means.</summary>
    public IEnumerable<(string Meaning, string Wording)> All => _wordings.SelectMany(w => w.Value.Select(words => (w.Key.Meaning, words)));

    /// <summary>One wording of a meaning; in plain words when the manner has none, null when nobody says such a thing.</summary>
    public string? Say(Random random, string meaning, string manner = "plain")
    {
        if (!_wordings.TryGetValue((meaning, manner), out var wordings) && !_wordings.TryGetValue((meaning, "plain"), out wordings)) return null;
        return wordings[random.Next(wordings.Length)];
    }

    /// <summary>True when the manner has words of its own for this.</summary>
    public bool Has(string meaning, string manner) => _wordings.ContainsKey((meaning, manner));
}
