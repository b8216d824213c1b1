using System.Text;

namespace CallbackBot.Speech.Streaming;

/// <summary>Pieces of recognised text put together: blanks between words of letters, none between characters.</summary>
internal static class RecognizedWords
{
    public static string Join(IEnumerable<string> pieces)
    {
        var text = new StringBuilder();
        foreach (var word in pieces.SelectMany(p => p.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        {
            if (text.Length > 0 && IsLetters(text[^1]) && IsLetters(word[0])) text.Append(' ');
            text.Append(word);
        }

        return text.ToString();
    }

    /// <summary>A phrase as words of a recogniser's lexicon: characters one by one, since which compounds it knows is not ours to know.</summary>
    public static string Spell(string phrase)
    {
        var words = new StringBuilder();
        foreach (var c in phrase)
        {
            if (c < 0x80 && (char.IsAsciiLetterOrDigit(c) || c == '\'')) words.Append(char.ToLowerInvariant(c));
            else if (c >= 0x80 && char.IsLetter(c)) words.Append(' ').Append(c).Append(' ');
            else words.Append(' ');
        }

        return string.Join(' ', words.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>Latin letters, digits and the marks after them: what is written with blanks.</summary>
    private static bool IsLetters(char c) => c < 0x2E80;
}
