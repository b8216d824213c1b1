using System.Text;
using CallbackBot.Dialogs.Understanding.Lexicon;

namespace CallbackBot.Dialogs.Prompts;

/// <summary>
/// Prepares Mandarin for espeak-ng's voice <c>cmn-latn-pinyin</c>, which reads Hanzi well but one by one: words with a character of several
/// readings (银行, 重复) are replaced by pinyin from <c>Prompts/Data/polyphones.tsv</c>, the longest word first.
/// </summary>
public static class Pinyin
{
    private static readonly Dictionary<string, string> Words = DataFile.Rows("Prompts.Data.polyphones.tsv", 2)
        .ToDictionary(row => row[0], row => row[1], StringComparer.Ordinal);

    private static readonly int Longest = Words.Keys.Max(word => word.Length);

    /// <summary>What to hand to espeak-ng. Other engines read Hanzi in context and get the text as it is.</summary>
    public static string ForEspeak(string text)
    {
        var spoken = new StringBuilder(text.Length + 16);
        for (var at = 0; at < text.Length;)
        {
            var length = Math.Min(Longest, text.Length - at);
            while (length > 1 && !Words.ContainsKey(text.Substring(at, length))) length--;
            if (length > 1)
            {
                // Blanks part the syllables from Latin letters around them.
                spoken.Append(' ').Append(Words[text.Substring(at, length)]).Append(' ');
                at += length;
            }
            else spoken.Append(text[at++]);
        }
        return spoken.ToString().Trim();
    }
}
