using CallbackBot.Dialogs.Understanding.Lexicon;

namespace CallbackBot.Dialogs.Understanding.Rules;

/// <summary>Where a reply holds words of <c>not-now.tsv</c>.</summary>
internal sealed class NotNowWords
{
    private static readonly Vocabulary Known = new();
    private static readonly List<string> Kinds = [];

    private readonly List<(string Kind, int Start, int End)> _found = [];

    static NotNowWords()
    {
        foreach (var row in DataFile.Rows("Understanding.Data.not-now.tsv", 3))
        {
            foreach (var word in DataFile.Phrases(row[2]))
            {
                if (Known.Add(word, WordClass.None) == Kinds.Count) Kinds.Add(row[1]);
            }
        }
    }

    public static NotNowWords Of(string text)
    {
        var words = new NotNowWords();
        for (var at = 0; at < text.Length;)
        {
            var begins = at == 0 || !Vocabulary.IsLatin(text[at]) || !Vocabulary.IsLatin(text[at - 1]);
            var word = begins ? Known.LongestAt(text, at, out var length) : -1 + (length = 0);
            if (word >= 0) words._found.Add((Kinds[word], at, at + length));
            at += Math.Max(1, length);
        }
        return words;
    }

    /// <summary>True where a word of the kind lies in a stretch of the text.</summary>
    public bool Has(string kind, int from, int to) => _found.Exists(w => w.Kind == kind && w.Start >= from && w.End <= to);
}
