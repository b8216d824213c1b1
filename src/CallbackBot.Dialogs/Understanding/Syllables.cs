using CallbackBot.Dialogs.Understanding.Lexicon;

namespace CallbackBot.Dialogs.Understanding;

/// <summary>
/// Writes each Hanzi as one private character for its pinyin syllable, with the sounds folded that speakers and recognisers confuse (zh and z,
/// sh and s, ch and c, eng and en, ing and in), so that words can be compared by sound with the means for comparing text.
/// </summary>
internal static class Syllables
{
    private const char FirstSyllable = '\uE000';

    /// <summary>By character; 0 for what is no Hanzi.</summary>
    private static readonly char[] ByHanzi = Load();

    /// <summary>The text in syllables; what is no Hanzi stays.</summary>
    public static string Of(string text) => string.Create(text.Length, text, static (sounds, source) =>
    {
        for (var i = 0; i < source.Length; i++) sounds[i] = ByHanzi[source[i]] is not '\0' and var sound ? sound : source[i];
    });

    public static bool IsHanzi(char c) => ByHanzi[c] != '\0';

    private static char[] Load()
    {
        var folded = new Dictionary<string, char>(StringComparer.Ordinal);
        var hanzi = new char[char.MaxValue + 1];
        foreach (var row in DataFile.Rows("Understanding.Data.pinyin.tsv", 2))
        {
            var key = Fold(row[0]);
            if (!folded.TryGetValue(key, out var syllable)) folded[key] = syllable = (char)(FirstSyllable + folded.Count);
            foreach (var c in row[1]) hanzi[c] = syllable;
        }
        return hanzi;
    }

    private static string Fold(string syllable)
    {
        if (syllable.Length > 1 && syllable[1] == 'h') syllable = syllable.Remove(1, 1);
        if (syllable.EndsWith("eng", StringComparison.Ordinal) || syllable.EndsWith("ing", StringComparison.Ordinal)) syllable = syllable[..^1];
        // 结局 for 解决: after j, q, x and y the final ue is easily lost.
        return syllable.Length > 2 && syllable.EndsWith("ue", StringComparison.Ordinal) ? syllable[..^1] : syllable;
    }
}
