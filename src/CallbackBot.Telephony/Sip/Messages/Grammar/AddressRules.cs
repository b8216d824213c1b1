namespace CallbackBot.Telephony.Sip.Messages.Grammar;

/// <summary>name-addr and addr-spec, and the headers made of them (RFC 3261 sections 20.10, 20.20, 20.30, 20.34, 20.39).</summary>
internal static class AddressRules
{
    public static string? FromOrTo(ref GrammarScanner s) => Address(ref s, mayBeBare: true) ?? ParameterRules.Any(ref s, ParameterRules.Tag);

    public static string? AnyAddress(ref GrammarScanner s) => Address(ref s, mayBeBare: true) ?? ParameterRules.Any(ref s);

    /// <summary>Route and Record-Route: angle brackets are a must.</summary>
    public static string? Bracketed(ref GrammarScanner s) => Address(ref s, mayBeBare: false) ?? ParameterRules.Any(ref s);

    /// <summary>RFC 3325 section 9.1: no parameters.</summary>
    public static string? Identity(ref GrammarScanner s) => Address(ref s, mayBeBare: true);

    /// <summary>One star, or addresses.</summary>
    public static string? Contact(ref GrammarScanner s)
    {
        if (s.Rest is not "*") return s.List(static (ref GrammarScanner item) => Address(ref item, mayBeBare: true) ?? ParameterRules.Any(ref item, ParameterRules.Contact));
        s.Skip(1);
        return null;
    }

    /// <summary>Alert-Info, Call-Info, Error-Info: a URI in angle brackets without a name.</summary>
    public static string? Link(ref GrammarScanner s) => s.Blanks() ?? BracketedUri(ref s) ?? ParameterRules.Any(ref s);

    private static string? Address(ref GrammarScanner s, bool mayBeBare)
    {
        s.Blanks();
        if (s.Next == '"') return s.QuotedString("the display name") ?? s.Blanks() ?? BracketedUri(ref s);
        if (s.Next == '<') return BracketedUri(ref s);
        var whole = s;
        while (s.Token() is null && s.Blanks() is null && s.Next != '<')
        {
            // Words of a display name.
        }

        if (s.Next == '<') return BracketedUri(ref s);
        s = whole;
        if (s.Rest.Contains('<') && !s.Rest[..s.Rest.IndexOf('<')].Contains(':')) return "the display name must be quoted";
        return mayBeBare ? BareUri(ref s) : "'<' expected";
    }

    private static string? BracketedUri(ref GrammarScanner s)
    {
        if (s.Char('<') is { } missing) return missing;
        var close = s.Rest.IndexOf('>');
        if (close < 0) return "'>' is missing";
        if (UriRules.Check(s.Rest[..close]) is { } why) return why;
        s.Skip(close + 1);
        return null;
    }

    /// <summary>Section 20: a comma, a semicolon or a question mark would belong to the header; such a URI needs its brackets.</summary>
    private static string? BareUri(ref GrammarScanner s)
    {
        var end = s.Rest.IndexOfAny(" \t,;<>\"?");
        var uri = end < 0 ? s.Rest : s.Rest[..end];
        if (UriRules.Check(uri) is { } why) return why;
        s.Skip(uri.Length);
        return s.Next == '?' ? "a URI with a question mark must stand in angle brackets" : null;
    }
}
