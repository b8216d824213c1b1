using CallbackBot.Dialogs.Understanding.Lexicon;

namespace CallbackBot.Dialogs.Understanding.Alarms;

/// <summary>Finds the groups of <c>alarm-words-LANGUAGE.tsv</c> in a text: weapons, hurting, heights, smoke, but also what is past, feared or a figure of speech.</summary>
internal sealed class AlarmWords
{
    private static readonly Lazy<AlarmWords> LazyMandarin = new(() => new AlarmWords("zh"));
    private static readonly Lazy<AlarmWords> LazyEnglish = new(() => new AlarmWords("en"));

    private readonly Vocabulary _phrases = new();
    private readonly List<int> _groups = []; // Of each phrase.
    private readonly List<string> _names = [];

    private AlarmWords(string language)
    {
        foreach (var row in DataFile.Rows($"Understanding.Data.alarm-words-{language}.tsv", 2))
        {
            foreach (var phrase in DataFile.Phrases(row[1]))
            {
                if (_phrases.Add(phrase, WordClass.None) < _groups.Count)
                    throw new InvalidDataException($"alarm-words-{language}.tsv: '{phrase}' stands in {row[0]} and before.");
                _groups.Add(_names.Count);
            }

            _names.Add(row[0]);
        }
    }

    /// <summary>Of the groups, by number.</summary>
    public IReadOnlyList<string> Names => _names;

    public static AlarmWords Of(bool english) => (english ? LazyEnglish : LazyMandarin).Value;

    /// <summary>The group of the longest phrase that begins at a place; -1 where none does.</summary>
    /// <param name="text">A normalised clause.</param>
    /// <param name="at">The place; in English where a word begins.</param>
    /// <param name="length">Of the phrase; 0 where none begins.</param>
    public int At(ReadOnlySpan<char> text, int at, out int length)
    {
        var phrase = _phrases.LongestAt(text, at, out length);
        return phrase < 0 ? -1 : _groups[phrase];
    }
}
