using CallbackBot.Dialogs.Understanding.Lexicon;

namespace CallbackBot.Dialogs.Understanding.Alarms;

/// <summary>Finds the groups of <c>alarm-words-LANGUAGE.tsv</c> in a text: weapons, hurting, heights, smoke, but also what is past, feared or a figure of speech.</summary>
internal sealed class AlarmWords
{
    private static readonly Lazy<AlarmWords> LazyMandarin = new(() => new AlarmWords("zh"));
    private static readonly Lazy<AlarmWords> LazyEnglish = new(() => new AlarmWords("en"));

    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _groups;
    // How long the longest phrase is that begins with this character, in English with this word: most begin none.
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _longest;
    private readonly bool _english;

    private AlarmWords(string language)
    {
        _english = language == "en";
        var names = new List<string>();
        var groups = new Dictionary<string, int>(StringComparer.Ordinal);
        var longest = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in DataFile.Rows($"Understanding.Data.alarm-words-{language}.tsv", 2))
        {
            foreach (var phrase in DataFile.Phrases(row[1]))
            {
                if (!groups.TryAdd(phrase, names.Count))
                    throw new InvalidDataException($"alarm-words-{language}.tsv: '{phrase}' stands in {row[0]} and before.");
                var beginning = Beginning(phrase).ToString();
                longest[beginning] = Math.Max(longest.GetValueOrDefault(beginning), phrase.Length);
            }

            names.Add(row[0]);
        }

        (Names, _groups, _longest) = (names, groups.GetAlternateLookup<ReadOnlySpan<char>>(), longest.GetAlternateLookup<ReadOnlySpan<char>>());
    }

    /// <summary>Of the groups, by number.</summary>
    public IReadOnlyList<string> Names { get; }

    public static AlarmWords Of(bool english) => (english ? LazyEnglish : LazyMandarin).Value;

    /// <summary>The group of the longest phrase that begins at a place; -1 where none does.</summary>
    /// <param name="text">A normalised clause.</param>
    /// <param name="at">The place; in English where a word begins.</param>
    /// <param name="length">Of the phrase.</param>
    public int At(ReadOnlySpan<char> text, int at, out int length)
    {
        length = 0;
        if (!_longest.TryGetValue(Beginning(text[at..]), out var most)) return -1;
        for (length = Math.Min(most, text.Length - at); length > 0; length--)
        {
            if (_english && at + length < text.Length && text[at + length] != ' ') continue;
            if (_groups.TryGetValue(text.Slice(at, length), out var group)) return group;
        }

        return -1;
    }

    private ReadOnlySpan<char> Beginning(ReadOnlySpan<char> text) => _english && text.IndexOf(' ') is >= 0 and var blank ? text[..blank] : _english ? text : text[..1];
}
