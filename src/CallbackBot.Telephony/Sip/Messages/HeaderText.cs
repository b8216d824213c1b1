using System.Text;

namespace CallbackBot.Telephony.Sip.Messages;

/// <summary>The lexical rules that header values share: lists, parameters and quoted strings (RFC 3261 section 25.1).</summary>
internal static class HeaderText
{
    /// <summary>Splits at a separator that stands neither in a quoted string nor inside angle brackets; parts are trimmed, empty ones dropped.</summary>
    public static List<string> Split(ReadOnlySpan<char> text, char separator)
    {
        var parts = new List<string>();
        while (!text.IsEmpty)
        {
            var end = IndexOf(text, separator);
            var part = (end < 0 ? text : text[..end]).Trim();
            if (!part.IsEmpty) parts.Add(part.ToString());
            text = end < 0 ? [] : text[(end + 1)..];
        }

        return parts;
    }

    /// <summary>
    /// True when no quoted string and no bracket is open at the end: something may be appended, and will be read as what it is.
    /// </summary>
    public static bool IsClosed(ReadOnlySpan<char> text)
    {
        bool quoted = false, bracketed = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (quoted && text[i] == '\\') i++;
            else if (text[i] == '"') quoted = !quoted;
            else if (!quoted && text[i] is '<' or '>') bracketed = text[i] == '<';
        }

        return !quoted && !bracketed;
    }

    /// <summary>The first place of a character outside quoted strings and angle brackets, or -1.</summary>
    public static int IndexOf(ReadOnlySpan<char> text, char wanted)
    {
        bool quoted = false, bracketed = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted)
            {
                if (c == '\\') i++;
                else if (c == '"') quoted = false;
                continue;
            }

            if (c == wanted && !bracketed) return i;
            if (c == '"') quoted = true;
            else if (c == '<') bracketed = true;
            else if (c == '>') bracketed = false;
        }

        return -1;
    }

    /// <summary>Reads <c>name=value</c> pairs split at a separator. Names are lower case, values unquoted; the first of two equal names counts.</summary>
    public static Dictionary<string, string> Parameters(ReadOnlySpan<char> text, char separator)
    {
        var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in Split(text, separator))
        {
            var equals = part.IndexOf('=');
            var name = (equals < 0 ? part : part[..equals]).Trim();
            parameters.TryAdd(name, equals < 0 ? "" : Unquote(part.AsSpan(equals + 1).Trim()));
        }

        return parameters;
    }

    public static string Unquote(ReadOnlySpan<char> text)
    {
        if (text.Length < 2 || text[0] != '"' || text[^1] != '"') return text.ToString();
        var plain = new StringBuilder(text.Length);
        for (var i = 1; i < text.Length - 1; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length - 1) i++;
            plain.Append(text[i]);
        }

        return plain.ToString();
    }

    /// <summary>A quoted string; control characters, which the grammar forbids, are left out.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            if (char.IsControl(c)) continue;
            if (c is '"' or '\\') quoted.Append('\\');
            quoted.Append(c);
        }

        return quoted.Append('"').ToString();
    }

    public static bool IsToken(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
            if (!IsTokenChar(c)) return false;
        return !text.IsEmpty;
    }

    public static bool IsTokenChar(char c) => char.IsAsciiLetterOrDigit(c) || "-.!%*_+`'~".Contains(c);
}
