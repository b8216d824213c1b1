using System.Collections.Frozen;

namespace CallbackBot.Telephony.Sip.Messages.Grammar;

/// <summary>The form of each header of RFC 3261 section 20, and of those that other RFCs added and this agent reads or writes.</summary>
internal static class HeaderRules
{
    private static readonly FrozenDictionary<string, Rule> Lists = new Dictionary<string, Rule>(StringComparer.OrdinalIgnoreCase)
    {
        ["Accept"] = static (ref GrammarScanner s) => s.ListOrNothing(MediaRange),
        ["Accept-Encoding"] = static (ref GrammarScanner s) => s.ListOrNothing(TokenWithParameters),
        ["Accept-Language"] = static (ref GrammarScanner s) => s.ListOrNothing(LanguageRange),
        ["Alert-Info"] = static (ref GrammarScanner s) => s.List(AddressRules.Link),
        ["Allow"] = static (ref GrammarScanner s) => s.ListOrNothing(Token),
        ["Allow-Events"] = static (ref GrammarScanner s) => s.List(Token),
        ["Authentication-Info"] = AuthenticationRules.Information,
        ["Authorization"] = AuthenticationRules.Credentials,
        ["Call-Info"] = static (ref GrammarScanner s) => s.List(AddressRules.Link),
        ["Contact"] = AddressRules.Contact,
        ["Content-Encoding"] = static (ref GrammarScanner s) => s.List(Token),
        ["Content-Language"] = static (ref GrammarScanner s) => s.List(LanguageTag),
        ["Error-Info"] = static (ref GrammarScanner s) => s.List(AddressRules.Link),
        ["In-Reply-To"] = static (ref GrammarScanner s) => s.List(CallId),
        ["P-Asserted-Identity"] = static (ref GrammarScanner s) => s.List(AddressRules.Identity),
        ["P-Early-Media"] = static (ref GrammarScanner s) => s.ListOrNothing(Token),
        ["P-Preferred-Identity"] = static (ref GrammarScanner s) => s.List(AddressRules.Identity),
        ["Path"] = static (ref GrammarScanner s) => s.List(AddressRules.Bracketed),
        ["Proxy-Authenticate"] = AuthenticationRules.Challenge,
        ["Proxy-Authorization"] = AuthenticationRules.Credentials,
        ["Proxy-Require"] = static (ref GrammarScanner s) => s.List(Token),
        ["Reason"] = static (ref GrammarScanner s) => s.List(TokenWithParameters),
        ["Record-Route"] = static (ref GrammarScanner s) => s.List(AddressRules.Bracketed),
        ["Require"] = static (ref GrammarScanner s) => s.List(Token),
        ["Route"] = static (ref GrammarScanner s) => s.List(AddressRules.Bracketed),
        ["Service-Route"] = static (ref GrammarScanner s) => s.List(AddressRules.Bracketed),
        ["Supported"] = static (ref GrammarScanner s) => s.ListOrNothing(Token),
        ["Unsupported"] = static (ref GrammarScanner s) => s.List(Token),
        ["Via"] = static (ref GrammarScanner s) => s.List(ViaRules.Via),
        ["Warning"] = static (ref GrammarScanner s) => s.List(Warning),
        ["WWW-Authenticate"] = AuthenticationRules.Challenge,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, Rule> Singles = new Dictionary<string, Rule>(StringComparer.OrdinalIgnoreCase)
    {
        ["Call-ID"] = CallId,
        ["Content-Disposition"] = TokenWithParameters,
        ["Content-Length"] = static (ref GrammarScanner s) => s.Number(uint.MaxValue),
        ["Content-Type"] = static (ref GrammarScanner s) => s.Token("the type") ?? s.Separator('/') ?? s.Token("the subtype") ?? ParameterRules.Valued(ref s),
        ["CSeq"] = static (ref GrammarScanner s) => s.Number(int.MaxValue) ?? s.Blank() ?? s.Token("the method"),
        ["Date"] = DateRules.Date,
        ["Event"] = TokenWithParameters,
        ["Expires"] = static (ref GrammarScanner s) => s.Number(uint.MaxValue),
        ["From"] = AddressRules.FromOrTo,
        ["Max-Forwards"] = static (ref GrammarScanner s) => s.Number(255),
        ["Min-Expires"] = static (ref GrammarScanner s) => s.Number(uint.MaxValue),
        ["Min-SE"] = static (ref GrammarScanner s) => s.Number(uint.MaxValue) ?? ParameterRules.Any(ref s),
        ["MIME-Version"] = static (ref GrammarScanner s) => s.Number(uint.MaxValue) ?? s.Char('.') ?? s.Number(uint.MaxValue),
        ["Organization"] = Text,
        ["Priority"] = Token,
        ["RAck"] = static (ref GrammarScanner s) => s.Number(uint.MaxValue) ?? s.Blank() ?? s.Number(int.MaxValue) ?? s.Blank() ?? s.Token("the method"),
        ["Refer-To"] = AddressRules.AnyAddress,
        ["Referred-By"] = AddressRules.AnyAddress,
        ["Replaces"] = Replaces,
        ["Reply-To"] = AddressRules.AnyAddress,
        ["Retry-After"] = RetryAfter,
        ["RSeq"] = static (ref GrammarScanner s) => s.Number(uint.MaxValue),
        ["Server"] = Products,
        ["Session-Expires"] = static (ref GrammarScanner s) => s.Number(uint.MaxValue) ?? ParameterRules.Any(ref s),
        ["SIP-ETag"] = Token,
        ["SIP-If-Match"] = Token,
        ["Subject"] = Text,
        ["Subscription-State"] = TokenWithParameters,
        ["Timestamp"] = Timestamp,
        ["To"] = AddressRules.FromOrTo,
        ["User-Agent"] = Products,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>True when a message may carry the field once only: its value is no list (section 7.3.1).</summary>
    public static bool IsSingle(string name) => Singles.ContainsKey(name);

    /// <summary>Null when a value has its header's form, else why not. Unknown headers are text.</summary>
    public static string? Check(string name, ReadOnlySpan<char> value)
    {
        var scanner = new GrammarScanner(value);
        var rule = Lists.GetValueOrDefault(name) ?? Singles.GetValueOrDefault(name) ?? Text;
        return rule(ref scanner) ?? scanner.End();
    }

    /// <summary>True when the header's form is known here.</summary>
    public static bool IsKnown(string name) => Lists.ContainsKey(name) || Singles.ContainsKey(name);

    private static string? Token(ref GrammarScanner s) => s.Token();

    private static string? TokenWithParameters(ref GrammarScanner s) => s.Token() ?? ParameterRules.Any(ref s);

    private static string? MediaRange(ref GrammarScanner s) => s.Token("the type") ?? s.Separator('/') ?? s.Token("the subtype") ?? ParameterRules.Any(ref s);

    private static string? LanguageRange(ref GrammarScanner s) => (s.Next == '*' ? s.Char('*') : LanguageTag(ref s)) ?? ParameterRules.Any(ref s);

    /// <summary>Subtags may have digits (RFC 5646), as in <c>zh-Hant-419</c>; RFC 3261 still had letters only.</summary>
    private static string? LanguageTag(ref GrammarScanner s)
    {
        if (s.Alpha(8, "a language") is { } why) return why;
        while (s.Next == '-')
        {
            s.Skip(1);
            if (s.Run(out var subtag, char.IsAsciiLetterOrDigit, "a language's subtag") is { } wrong) return wrong;
            if (subtag.Length > 8) return "a language's subtag is too long";
        }

        return null;
    }

    /// <summary>callid: word ["@" word].</summary>
    private static string? CallId(ref GrammarScanner s)
    {
        if (s.Run(out _, IsWord, "a word") is { } why) return why;
        return s.Next == '@' ? s.Char('@') ?? s.Run(out _, IsWord, "a word behind the @") : null;
    }

    private static bool IsWord(char c) => HeaderText.IsTokenChar(c) || "()<>:\\\"/[]?{}".Contains(c);

    /// <summary>warn-code, warn-agent (a host or a pseudonym) and a quoted text.</summary>
    private static string? Warning(ref GrammarScanner s)
    {
        if ((s.Digits(3, out _, "the code") ?? s.Char(' ')) is { } why) return why;
        if (s.Run(out var agent, static c => HeaderText.IsTokenChar(c) || "[]:".Contains(c), "the agent") is { } missing) return missing;
        return (HeaderText.IsToken(agent) ? null : UriRules.HostPort(agent)) ?? s.Char(' ') ?? s.QuotedString("the text");
    }

    /// <summary>RFC 3891 section 6.1: a Call-ID and the tags.</summary>
    private static string? Replaces(ref GrammarScanner s) => CallId(ref s) ?? ParameterRules.Any(ref s);

    private static string? RetryAfter(ref GrammarScanner s)
    {
        if (s.Number(uint.MaxValue) is { } why) return why;
        s.Blanks();
        return (s.Next == '(' ? s.Comment() : null) ?? ParameterRules.Any(ref s, ParameterRules.RetryAfter);
    }

    private static string? Timestamp(ref GrammarScanner s)
    {
        if (s.Run(out _, char.IsAsciiDigit, "a number") is { } why) return why;
        if (s.Next == '.') _ = s.Char('.') ?? s.AnyDigits();
        if (s.AtEnd) return null;
        return s.Blank() ?? s.AnyDigits() ?? (s.Next == '.' ? s.Char('.') : null) ?? s.AnyDigits();
    }

    /// <summary>Server and User-Agent: products and comments with blanks between them.</summary>
    private static string? Products(ref GrammarScanner s)
    {
        while (true)
        {
            if (s.Next == '(')
            {
                if (s.Comment() is { } why) return why;
            }
            else
            {
                if (s.Token("a product") is { } why) return why;
                var behind = s.Rest.TrimStart(" \t");
                if (behind.StartsWith('/') && (s.Separator('/') ?? s.Token("a version")) is { } wrong) return wrong;
                if (!s.AtEnd && s.Next != '(' && s.Blank() is { } missing) return missing;
            }

            if (s.AtEnd) return null;
        }
    }

    /// <summary>TEXT-UTF8-TRIM, and a header that is not known: no control character, and bytes over 127 as UTF-8 or as its continuation bytes.</summary>
    private static string? Text(ref GrammarScanner s)
    {
        var text = s.Rest;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is (< ' ' and not '\t') or '\x7F') return "a control character";
            if (text[i] < '\xC0') continue;
            if (GrammarScanner.Utf8Length(text[i..]) is not (> 0 and var length)) return "bytes that are not UTF-8";
            i += length - 1;
        }

        s.Skip(text.Length);
        return null;
    }
}
