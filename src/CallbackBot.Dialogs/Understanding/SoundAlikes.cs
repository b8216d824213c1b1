using CallbackBot.Dialogs.Understanding.Lexicon;

namespace CallbackBot.Dialogs.Understanding;

/// <summary>Words that a recogniser writes for others that sound the same: <c>补满意</c> for 不满意, "this satisfied" for dissatisfied.</summary>
internal sealed class SoundAlikes
{
    private readonly Vocabulary _written = new();
    private readonly List<int> _meant = [];

    /// <summary>Reads <c>sound-alikes-LANGUAGE.tsv</c>: the word meant, what is written for it.</summary>
    public static SoundAlikes Load(string language, Vocabulary vocabulary)
    {
        var alikes = new SoundAlikes();
        foreach (var row in DataFile.Rows($"Understanding.Data.sound-alikes-{language}.tsv", 2))
        {
            var meant = vocabulary.Add(row[0], WordClass.None);
            foreach (var written in DataFile.Phrases(row[1]))
            {
                if (alikes._written.Add(written, WordClass.None) == alikes._meant.Count) alikes._meant.Add(meant);
            }
        }
        return alikes;
    }

    /// <summary>The word meant by what is written at a place.</summary>
    /// <returns>Its number in the vocabulary, or -1; <paramref name="length"/> is the length of what is written.</returns>
    public int At(ReadOnlySpan<char> text, int start, out int length)
    {
        var written = _written.LongestAt(text, start, out length);
        return written < 0 ? -1 : _meant[written];
    }
}
