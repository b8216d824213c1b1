using System.Text;

namespace CallbackBot.Dialogs.Understanding;

/// <summary>
/// Makes replies comparable: half-width, lower case, plain apostrophes, English contractions written out, events such as
/// <c>&lt;background tv&gt;</c>, <c>[noise]</c> or <c>(coughs)</c> removed, one blank between words.
/// </summary>
internal static class ReplyText
{
    /// <summary>More than anybody says in one answer; what is between its beginning and its end is not read, so that it costs no time.</summary>
    public const int Longest = 800;

    /// <summary>People end with their verdict.</summary>
    private const int End = 200;

    private static readonly Dictionary<string, string> Contractions = Lexicon.DataFile
        .Rows("Understanding.Data.contractions-en.tsv", 2).ToDictionary(row => row[0], row => row[1], StringComparer.Ordinal);
    private static readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> InFull = Contractions.GetAlternateLookup<ReadOnlySpan<char>>();

    [ThreadStatic]
    private static StringBuilder? _text;

    /// <summary>The reply in comparable form; empty when it held events only.</summary>
    public static string Normalise(string reply)
    {
        var text = (_text ??= new StringBuilder(2 * Longest)).Clear();
        Span<char> word = stackalloc char[Longest];
        var letters = 0;
        var skipTo = '\0';
        for (var at = 0; at < reply.Length; at++)
        {
            if (at == Longest - End && reply.Length > Longest)
            {
                Flush(word, ref letters, text);
                text.Append(", ");
                (at, skipTo) = (reply.Length - End, '\0');
            }

            var raw = reply[at];
            var c = Fold(raw);
            if (skipTo != '\0')
            {
                if (c == skipTo) skipTo = '\0';
                continue;
            }
            if (c is '<' or '[' or '(')
            {
                skipTo = c switch { '<' => '>', '[' => ']', _ => ')' };
                Flush(word, ref letters, text);
                continue;
            }
            if (Lexicon.Vocabulary.IsLatin(c) || c is '\'' && letters > 0)
            {
                word[letters++] = c;
                continue;
            }
            Flush(word, ref letters, text);
            if (char.IsWhiteSpace(c) || c is '-' or '"' or '“' or '”')
            {
                if (text.Length > 0 && text[^1] != ' ') text.Append(' ');
            }
            else if (!char.IsControl(c)) text.Append(c);
        }
        Flush(word, ref letters, text);
        return text.ToString().Trim();
    }

    private static void Flush(ReadOnlySpan<char> word, ref int letters, StringBuilder text)
    {
        if (letters == 0) return;
        word = word[..letters];
        letters = 0;
        if (InFull.TryGetValue(word, out var full)) text.Append(full);
        else if (word.EndsWith("n't")) text.Append(word[..^3]).Append(" not");
        else if (word.IndexOf('\'') is var mark and > 0) text.Append(word[..mark]).Append(Ending(word[(mark + 1)..]));
        else text.Append(word);
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
