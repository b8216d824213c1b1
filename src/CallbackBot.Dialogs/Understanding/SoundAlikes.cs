using System.Text;
using CallbackBot.Dialogs.Understanding.Lexicon;

namespace CallbackBot.Dialogs.Understanding;

/// <summary>
/// Puts the word that was meant where a recogniser wrote another that sounds the same: 不满意 for 补满意, "dissatisfied" for "this
/// satisfied". The table names written forms, or <c>*</c> for any Hanzi of the same pinyin.
/// </summary>
internal sealed class SoundAlikes
{
    private readonly Vocabulary _written = new();
    private readonly List<string> _meant = [];
    private readonly Vocabulary _byPinyin = new();
    private readonly List<string> _meantByPinyin = [];

    /// <summary>Reads <c>sound-alikes-LANGUAGE.tsv</c>: words meant, what is written for them.</summary>
    public static SoundAlikes Load(string language)
    {
        var alikes = new SoundAlikes();
        foreach (var row in DataFile.Rows($"Understanding.Data.sound-alikes-{language}.tsv", 2))
        {
            foreach (var meant in DataFile.Phrases(row[0]))
            {
                if (row[1] == "*")
                {
                    if (alikes._byPinyin.Add(Syllables.Of(meant), WordClass.None) == alikes._meantByPinyin.Count) alikes._meantByPinyin.Add(meant);
                    continue;
                }
                foreach (var written in DataFile.Phrases(row[1]))
                {
                    if (alikes._written.Add(written, WordClass.None) == alikes._meant.Count) alikes._meant.Add(meant);
                }
            }
        }
        return alikes;
    }

    /// <summary>The text with the words that were meant; the same instance when nothing sounds like another word.</summary>
    public string Rewrite(string text, Vocabulary vocabulary, PhraseTable phrases)
    {
        StringBuilder? rewritten = null;
        var sounds = _meantByPinyin.Count > 0 ? Syllables.Of(text) : text;
        for (var at = 0; at < text.Length;)
        {
            var known = vocabulary.LongestAt(text, at, out var length) >= 0 ? length : 0;
            known = Math.Max(known, phrases.LongestPlainAt(text, at));
            var meant = At(text, sounds, at, known, vocabulary, out var written);
            if (meant is not null)
            {
                rewritten ??= new StringBuilder(text, 0, at, text.Length + 8);
                rewritten.Append(meant);
                at += written;
                continue;
            }
            var step = Math.Max(known, 1);
            if (known == 0)
            {
                while (at + step < text.Length && Vocabulary.IsLatin(text[at + step - 1]) && Vocabulary.IsLatin(text[at + step])) step++;
            }
            rewritten?.Append(text, at, step);
            at += step;
        }
        return rewritten?.ToString() ?? text;
    }

    private string? At(string text, string sounds, int at, int known, Vocabulary vocabulary, out int length)
    {
        var word = _written.LongestAt(text, at, out length);
        if (word >= 0 && length > known) return _meant[word];
        if (known > 1 || !Syllables.IsHanzi(text[at])) return null;
        word = _byPinyin.LongestAt(sounds, at, out length);
        if (word < 0 || string.CompareOrdinal(text, at, _meantByPinyin[word], 0, length) == 0) return null;
        // A known word inside, or one that reaches out of the stretch, is more likely what was said: 忙|一会儿 is not 满意.
        for (var inside = at + 1; inside < at + length; inside++)
        {
            if (vocabulary.LongestAt(text, inside, out var reach) >= 0 && reach > 1 && (inside + reach != at + length || reach == length)) return null;
        }
        return _meantByPinyin[word];
    }
}
