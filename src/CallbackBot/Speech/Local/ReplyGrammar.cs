using System.Security.Cryptography;
using System.Text;
using CallbackBot.Dialogs.Understanding;

namespace CallbackBot.Speech.Local;

/// <summary>A grammar of whole phrases.</summary>
/// <param name="Name">Identifies it by its content.</param>
/// <param name="Jsgf">Empty when there is no phrase.</param>
internal readonly record struct PhraseGrammar(string Name, string Jsgf)
{
    public static PhraseGrammar Of(IEnumerable<string> phrases)
    {
        var choices = string.Join(" | ", phrases);
        var name = "q" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(choices)))[..16];
        return new PhraseGrammar(name, choices.Length == 0 ? "" : $"#JSGF V1.0;\ngrammar {name};\npublic <reply> = {choices};\n");
    }
}

/// <summary>
/// The phrases that may answer one question, with just their words as the dictionary (small means quick and exact), and for each meaning
/// the rival grammar of all phrases that mean something else.
/// </summary>
internal sealed class ReplyGrammar
{
    private static readonly (string Written, string Spoken)[] Contractions =
    [
        ("it is", "it's"), ("i am", "i'm"), ("that is", "that's"), ("do not", "don't"), ("did not", "didn't"), ("was not", "wasn't"),
        ("is not", "isn't"), ("can not", "can't"), ("have not", "haven't"), ("has not", "hasn't"),
    ];

    private readonly IReadOnlyList<string> _labels;
    private readonly Dictionary<string, string> _meanings;
    private readonly Dictionary<string, PhraseGrammar> _rivals;

    private ReplyGrammar(
        IReadOnlyList<string> labels, Dictionary<string, string> meanings, string dictionary, IReadOnlyList<string> unknownWords)
    {
        _labels = labels;
        _meanings = meanings;
        Dictionary = dictionary;
        UnknownWords = unknownWords;
        Everything = PhraseGrammar.Of(meanings.Keys);
        _rivals = meanings.Values.Distinct(StringComparer.Ordinal).ToDictionary(
            meaning => meaning, meaning => PhraseGrammar.Of(meanings.Where(other => other.Value != meaning).Select(other => other.Key)),
            StringComparer.Ordinal);
    }

    /// <summary>All phrases.</summary>
    public PhraseGrammar Everything { get; }

    /// <summary>Lines of <c>word PH ON ES</c>.</summary>
    public string Dictionary { get; }

    /// <summary>Words without a pronunciation; phrases with them are left out.</summary>
    public IReadOnlyList<string> UnknownWords { get; }

    /// <summary>All phrases that mean something else than this one.</summary>
    public PhraseGrammar RivalOf(string phrase) => _rivals[_meanings[phrase]];

    /// <summary>False for a request that is possible at any question ("stop calling").</summary>
    public bool IsAnswer(string phrase) => _labels.Contains(_meanings[phrase]);

    /// <exception cref="IOException">The dictionary cannot be read.</exception>
    public static ReplyGrammar Build(QuestionAsked question, IEnumerable<string> phrases, string dictionaryPath)
    {
        var wanted = phrases.Select(Plain).SelectMany(Variants).Where(phrase => phrase.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        var words = wanted.SelectMany(phrase => phrase.Split(' ')).ToHashSet(StringComparer.Ordinal);
        var pronounced = PronunciationDictionary.Look(words, dictionaryPath);

        // A phrase is worth what the conversation will make of it.
        var meanings = wanted.Where(phrase => phrase.Split(' ').All(pronounced.ContainsKey))
            .ToDictionary(phrase => phrase, phrase => ReplyUnderstanding.Understand(Written(phrase), question).Label ?? "", StringComparer.Ordinal);
        var dictionary = new StringBuilder();
        foreach (var word in meanings.Keys.SelectMany(phrase => phrase.Split(' ')).Distinct(StringComparer.Ordinal))
        {
            var said = pronounced[word].Concat(pronounced[word].SelectMany(PronunciationVariants.Of)).Distinct(StringComparer.Ordinal);
            foreach (var (variant, phones) in said.Index())
                dictionary.Append(word).Append(variant == 0 ? "" : $"({variant + 1})").Append(' ').Append(phones).Append('\n');
        }
        return new ReplyGrammar(
            question.Labels, meanings, dictionary.ToString(), [.. words.Where(word => !pronounced.ContainsKey(word)).Order(StringComparer.Ordinal)]);
    }

    /// <summary>
    /// "no it is not solved" is written "no, it is not solved": without the pause it could be read as a double negation. In "no one called"
    /// and "no problem now" there is none: "no, one called" would be the opposite.
    /// </summary>
    public static string Written(string phrase)
    {
        if (phrase.StartsWith("no one ", StringComparison.Ordinal) || phrase.StartsWith("no problem", StringComparison.Ordinal)) return phrase;
        foreach (var opening in (string[])["yes ", "no "])
        {
            if (phrase.StartsWith(opening, StringComparison.Ordinal)) return $"{opening.TrimEnd()}, {phrase[opening.Length..]}";
        }
        return phrase;
    }

    /// <summary>"Yes, I'm happy." is said "yes i'm happy".</summary>
    private static string Plain(string phrase)
    {
        var plain = new StringBuilder(phrase.Length);
        foreach (var character in phrase)
            plain.Append(char.IsAsciiLetterOrDigit(character) || character == '\'' ? char.ToLowerInvariant(character) : character == '’' ? '\'' : ' ');
        return string.Join(' ', plain.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>Lists are written out ("it is fixed"), people contract ("it's fixed").</summary>
    private static IEnumerable<string> Variants(string phrase)
    {
        yield return phrase;
        foreach (var (written, spoken) in Contractions)
        {
            var contracted = $" {phrase} ".Replace($" {written} ", $" {spoken} ", StringComparison.Ordinal).Trim();
            if (contracted != phrase) yield return contracted;
        }
    }
}
