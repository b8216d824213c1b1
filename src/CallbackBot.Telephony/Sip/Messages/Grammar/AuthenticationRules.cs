using System.Collections.Frozen;

namespace CallbackBot.Telephony.Sip.Messages.Grammar;

/// <summary>Challenges and credentials (RFC 3261 sections 20.6, 20.7, 20.27, 20.28, 20.44; lengths of digests by RFC 8760).</summary>
internal static class AuthenticationRules
{
    private static readonly FrozenDictionary<string, Rule> InChallenge = ParameterRules.Known(
        ("realm", Quoted), ("domain", Quoted), ("nonce", Quoted), ("opaque", Quoted), ("qop", Quoted), ("algorithm", Token), ("stale", Truth));

    private static readonly FrozenDictionary<string, Rule> InCredentials = ParameterRules.Known(
        ("username", Quoted), ("realm", Quoted), ("nonce", Quoted), ("uri", Quoted), ("response", Digest), ("cnonce", Quoted), ("opaque", Quoted),
        ("qop", Token), ("algorithm", Token), ("nc", Count));

    private static readonly FrozenDictionary<string, Rule> InInformation = ParameterRules.Known(
        ("nextnonce", Quoted), ("rspauth", Digest), ("cnonce", Quoted), ("qop", Token), ("nc", Count));

    public static string? Challenge(ref GrammarScanner s) => Scheme(ref s, InChallenge);

    public static string? Credentials(ref GrammarScanner s) => Scheme(ref s, InCredentials);

    public static string? Information(ref GrammarScanner s) => Parameters(ref s, InInformation);

    /// <summary>Of a scheme other than Digest only the general form is known.</summary>
    private static string? Scheme(ref GrammarScanner s, FrozenDictionary<string, Rule> digest)
    {
        if (s.Token(out var scheme, "a scheme") is { } why) return why;
        var known = scheme.Equals("Digest", StringComparison.OrdinalIgnoreCase) ? digest : FrozenDictionary<string, Rule>.Empty;
        return s.Blank() ?? Parameters(ref s, known);
    }

    private static string? Parameters(ref GrammarScanner s, FrozenDictionary<string, Rule> known)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        while (true)
        {
            if (s.Token(out var token, "a parameter") is { } why) return why;
            var name = token.ToString();
            if (!seen.Add(name)) return "a parameter is given twice";
            if ((s.Separator('=') ?? known.GetValueOrDefault(name, TokenOrQuoted)(ref s)) is { } wrong) return wrong;
            s.Blanks();
            if (s.Next != ',') return null;
            s.Separator(',');
        }
    }

    private static string? Token(ref GrammarScanner s) => s.Token("a parameter's value");

    private static string? Truth(ref GrammarScanner s)
    {
        if (s.Token(out var word, "stale") is { } why) return why;
        return word.Equals("true", StringComparison.OrdinalIgnoreCase) || word.Equals("false", StringComparison.OrdinalIgnoreCase) ? null : "stale is not true or false";
    }

    private static string? Quoted(ref GrammarScanner s) => s.QuotedString("a parameter's value");

    private static string? TokenOrQuoted(ref GrammarScanner s) => s.Next == '"' ? s.QuotedString() : s.Token("a parameter's value");

    private static string? Digest(ref GrammarScanner s) =>
        s.Char('"') ?? s.Run(out _, char.IsAsciiHexDigitLower, "a digest in hexadecimal") ?? s.Char('"');

    private static string? Count(ref GrammarScanner s)
    {
        if (s.Run(out var digits, char.IsAsciiHexDigitLower, "nc") is { } why) return why;
        return digits.Length == 8 ? null : "nc is not eight hexadecimal digits in lower case";
    }
}
