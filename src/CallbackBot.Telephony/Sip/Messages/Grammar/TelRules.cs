namespace CallbackBot.Telephony.Sip.Messages.Grammar;

/// <summary>Telephone numbers as URIs: RFC 3966 section 3.</summary>
internal static class TelRules
{
    private const string Separators = "-.()";

    /// <summary>What stands behind <c>tel:</c>: a global number, or a local one with the context that it is dialled in.</summary>
    public static string? Check(ReadOnlySpan<char> text)
    {
        var semicolon = text.IndexOf(';');
        var number = semicolon < 0 ? text : text[..semicolon];
        var isGlobal = number.StartsWith('+');
        if (isGlobal) number = number[1..];
        var digits = 0;
        foreach (var c in number)
        {
            if (char.IsAsciiDigit(c) || (!isGlobal && (char.IsAsciiHexDigit(c) || c is '*' or '#'))) digits++;
            else if (!Separators.Contains(c)) return "the number has a character that belongs to none";
        }

        if (digits == 0) return "the number has no digits";
        var hasContext = false;
        if (semicolon >= 0 && Parameters(text[(semicolon + 1)..], ref hasContext) is { } why) return why;
        return isGlobal || hasContext ? null : "the local number has no phone-context";
    }

    private static string? Parameters(ReadOnlySpan<char> text, ref bool hasContext)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var range in text.Split(';'))
        {
            var parameter = text[range];
            var equals = parameter.IndexOf('=');
            var name = equals < 0 ? parameter : parameter[..equals];
            var value = equals < 0 ? default : parameter[(equals + 1)..];
            if (name.IsEmpty || (equals >= 0 && value.IsEmpty)) return "the number has an empty parameter";
            foreach (var c in name)
                if (!char.IsAsciiLetterOrDigit(c) && c != '-') return "the number has a bad parameter";
            if (!UriRules.Characters(value, "[]/:&+$")) return "the number has a parameter with a character that must be escaped";
            if (!seen.Add(name.ToString())) return "the number has a parameter twice";
            if (name.Equals("ext", StringComparison.OrdinalIgnoreCase) && !IsDigits(value)) return "the number's extension is no number";
            if (!name.Equals("phone-context", StringComparison.OrdinalIgnoreCase)) continue;
            if (!IsContext(value)) return "the number's phone-context is neither a global number nor a domain";
            hasContext = true;
        }

        return null;
    }

    /// <summary>descriptor: global-number-digits or domainname.</summary>
    private static bool IsContext(ReadOnlySpan<char> value) =>
        value.StartsWith('+') ? IsDigits(value[1..]) : !value.StartsWith('[') && UriRules.Host(value) is null;

    private static bool IsDigits(ReadOnlySpan<char> text) => text.ContainsAnyInRange('0', '9') && !text.ContainsAnyExcept("0123456789-.()");
}
