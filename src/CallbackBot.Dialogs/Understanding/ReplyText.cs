using System.Text;

namespace CallbackBot.Dialogs.Understanding;

/// <summary>
/// Makes replies comparable: half-width, lower case, plain apostrophes, English contractions written out, events such as
/// <c>&lt;background tv&gt;</c> removed, one blank between words.
/// </summary>
internal static class ReplyText
{
    /// <summary>More than anybody says in one answer; the rest is noise, and nothing in it may cost time.</summary>
    public const int Longest = 800;

    private static readonly Dictionary<string, string> Contractions = Lexicon.DataFile
        .Rows("Understanding.Data.contractions-en.tsv", 2).ToDictionary(row => row[0], row => row[1], StringComparer.Ordinal);

    /// <summary>The reply in comparable form; empty when it held events only.</summary>
    public static string Normalise(string reply)
    {
        var text = new StringBuilder(Math.Min(reply.Length, Longest) + 16);
        var word = new StringBuilder(16);
        var skipTo = '\0';
        foreach (var raw in reply.AsSpan(0, Math.Min(reply.Length, Longest)))
        {
            var c = Fold(raw);
            if (skipTo != '\0')
            {
                if (c == skipTo) skipTo = '\0';
                continue;
            }
            if (c is '<' or '[')
            {
                skipTo = c == '<' ? '>' : ']';
                Flush(word, text);
                continue;
            }
            if (Lexicon.Vocabulary.IsLatin(c) || c is '\'' && word.Length > 0)
            {
                word.Append(c);
                continue;
            }
            Flush(word, text);
            if (char.IsWhiteSpace(c) || c is '-' or '"' or '“' or '”')
            {
                if (text.Length > 0 && text[^1] != ' ') text.Append(' ');
            }
            else if (!char.IsControl(c)) text.Append(c);
        }
        Flush(word, text);
        return text.ToString().Trim();
    }

    private static void Flush(StringBuilder word, StringBuilder text)
    {
        if (word.Length == 0) return;
        var letters = word.ToString();
        word.Clear();
        if (Contractions.TryGetValue(letters, out var full)) text.Append(full);
        else if (letters.EndsWith("n't", StringComparison.Ordinal)) text.Append(letters.AsSpan(0, letters.Length - 3)).Append(" not");
        else if (letters.IndexOf('\'') is var mark and > 0) text.Append(letters.AsSpan(0, mark)).Append(Ending(letters.AsSpan(mark + 1)));
        else text.Append(letters);
    }

    private static string Ending(ReadOnlySpan<char> ending) => ending switch
    {
        "s" => " is",
        "re" => " are",
        "ve" => " have",
        "ll" => " will",
        "d" => " would",
        "m" => " am",
        _ => "",
    };

    private static char Fold(char c) => c switch
    {
        >= '！' and <= '～' => char.ToLowerInvariant((char)(c - '！' + '!')),
        '　' => ' ',
        '’' or '‘' or '`' => '\'',
        '‹' or '〈' => '<',
        '›' or '〉' => '>',
        _ => char.ToLowerInvariant(c),
    };
}
