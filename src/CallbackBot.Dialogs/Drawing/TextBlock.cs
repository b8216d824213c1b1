namespace CallbackBot.Dialogs.Drawing;

/// <summary>Text broken into lines that fit a width. Widths are estimates for common sans-serif fonts, on the wide side.</summary>
internal static class TextBlock
{
    private const string NoLineEnd = "“‘（《【(";
    private const string NoLineStart = "，。！？；：、”’）》】,.!?;:)…";

    /// <summary>Width in pixels.</summary>
    public static double Width(string text, double fontSize) => text.Sum(c => Em(c)) * fontSize;

    /// <summary>Lines no wider than this: Chinese breaks between characters, English between words; a field is never cut.</summary>
    public static IReadOnlyList<string> Wrap(string text, double fontSize, double width)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var piece in Pieces(text))
        {
            var breaks = line.Length > 0 && !NoLineStart.Contains(piece[0]) && Width((line + piece).TrimEnd(), fontSize) > width;
            if (breaks)
            {
                lines.Add(line.TrimEnd());
                line = "";
            }

            line += line.Length == 0 ? piece.TrimStart() : piece;
        }

        if (line.Length > 0) lines.Add(line.TrimEnd());
        return lines;
    }

    private static IEnumerable<string> Pieces(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var first = at;
            while (at + 1 < text.Length && NoLineEnd.Contains(text[at])) at++;
            var end = at + 1;
            if (text.AsSpan(at).StartsWith("{{") && text.IndexOf("}}", at, StringComparison.Ordinal) is > 0 and var close) end = close + 2;
            else if (!IsWide(text[at])) while (end < text.Length && !IsWide(text[end]) && text[end] != ' ' && text[end] != '{') end++;
            if (end < text.Length && text[end] == ' ') end++;
            yield return text[first..end];
            at = end;
        }
    }

    private static double Em(char c) => c switch
    {
        _ when IsWide(c) => 1,
        ' ' or 'i' or 'j' or 'l' or 't' or 'f' or 'r' or 'I' or '.' or ',' or ':' or ';' or '\'' or '|' or '!' or '(' or ')' => 0.36,
        'm' or 'w' or 'M' or 'W' or '—' => 0.9,
        >= 'A' and <= 'Z' => 0.68,
        _ => 0.58,
    };

    private static bool IsWide(char c) => c is >= '\u2e80' and not (>= '\uff61' and <= '\uffdc') or '“' or '”' or '‘' or '’' or '…';
}
