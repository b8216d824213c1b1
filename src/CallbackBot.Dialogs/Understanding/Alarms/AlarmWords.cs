using CallbackBot.Dialogs.Understanding.Lexicon;

namespace CallbackBot.Dialogs.Understanding.Alarms;

/// <summary>Finds the groups of <c>alarm-words-LANGUAGE.tsv</c> in a text: weapons, hurting, heights, smoke, but also what is past, feared or a figure of speech.</summary>
internal sealed class AlarmWords
{
    private static readonly Lazy<AlarmWords> LazyMandarin = new(() => new AlarmWords("zh"));
    private static readonly Lazy<AlarmWords> LazyEnglish = new(() => new AlarmWords("en"));

    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _groups;
    private readonly int _longest;
    private readonly bool _english;

    private AlarmWords(string language)
    {
        _english = language == "en";
        var names = new List<string>();
        var groups = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in DataFile.Rows($"Understanding.Data.alarm-words-{language}.tsv", 2))
        {
            foreach (var phrase in DataFile.Phrases(row[1]))
            {
                if (!groups.TryAdd(phrase, names.Count))
                    throw new InvalidDataException($"alarm-words-{language}.tsv: '{phrase}' stands in {row[0]} and before.");
                _longest = Math.Max(_longest, phrase.Length);
            }

            names.Add(row[0]);
        }

        (Names, _groups) = (names, groups.GetAlternateLookup<ReadOnlySpan<char>>());
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
        for (length = Math.Min(_longest, text.Length - at); length > 0; length--)
        {
            if (_english && at + length < text.Length && text[at + length] != ' ') continue;
            if (_groups.TryGetValue(text.Slice(at, length), out var group)) return group;
        }

        return -1;
    }
}
