using System.Collections.Frozen;

namespace CallbackBot.Telephony.Sip.Messages.Grammar;

/// <summary>Parameters behind semicolons (RFC 3261 section 25.1, generic-param); no name twice (section 7.3.1).</summary>
internal static class ParameterRules
{
    public static readonly FrozenDictionary<string, Rule> Contact = Known(
        ("q", static (ref GrammarScanner s) => s.Separator('=') ?? Quality(ref s)),
        ("expires", static (ref GrammarScanner s) => s.Separator('=') ?? s.Number(uint.MaxValue, "expires")));

    public static readonly FrozenDictionary<string, Rule> Tag = Known(("tag", TokenValue));

    public static readonly FrozenDictionary<string, Rule> RetryAfter = Known(
        ("duration", static (ref GrammarScanner s) => s.Separator('=') ?? s.Number(uint.MaxValue, "duration")));

    public static readonly FrozenDictionary<string, Rule> Via = Known(
        ("branch", TokenValue),
        ("ttl", static (ref GrammarScanner s) => s.Separator('=') ?? s.Number(255, "ttl")),
        ("maddr", static (ref GrammarScanner s) => s.Separator('=') ?? ViaRules.Host(ref s)),
        ("received", static (ref GrammarScanner s) => s.Separator('=') ?? ViaRules.Received(ref s)),
        ("rport", static (ref GrammarScanner s) => HasValue(ref s) ? s.Separator('=') ?? s.Number(65535, "rport") : null));

    private static readonly FrozenDictionary<string, Rule> Common = Known(
        ("q", static (ref GrammarScanner s) => s.Separator('=') ?? Quality(ref s)),
        ("cause", static (ref GrammarScanner s) => s.Separator('=') ?? s.Number(uint.MaxValue, "cause")),
        ("handling", TokenValue),
        ("purpose", TokenValue));

    /// <summary>Any parameters; those whose form is known, in that form.</summary>
    public static string? Any(ref GrammarScanner s) => Any(ref s, Common);

    public static string? Any(ref GrammarScanner s, FrozenDictionary<string, Rule> known)
    {
        HashSet<string>? seen = null;
        while (true)
        {
            s.Blanks();
            if (s.Next != ';') return null;
            s.Separator(';');
            if (s.Token(out var token, "a parameter") is { } why) return why;
            var name = token.ToString();
            if (!(seen ??= new HashSet<string>(StringComparer.OrdinalIgnoreCase)).Add(name)) return "a parameter is given twice";
            if (known.TryGetValue(name, out var rule))
            {
                if (rule(ref s) is { } wrong) return wrong;
            }
            else if (HasValue(ref s) && (s.Separator('=') ?? Value(ref s)) is { } wrong)
            {
                return wrong;
            }
        }
    }

    /// <summary>Parameters that must have a value, as those of a media type.</summary>
    public static string? Valued(ref GrammarScanner s)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        while (true)
        {
            s.Blanks();
            if (s.Next != ';') return null;
            s.Separator(';');
            if ((s.Token(out var name, "a parameter") ?? s.Separator('=') ?? Value(ref s)) is { } why) return why;
            if (!seen.Add(name.ToString())) return "a parameter is given twice";
        }
    }

    /// <summary>gen-value: token, host or quoted-string; a host that is no token is an IPv6 reference.</summary>
    public static string? Value(ref GrammarScanner s) =>
        s.Next == '"' ? s.QuotedString() : s.Next == '[' ? ViaRules.Host(ref s) : s.Token("a parameter's value");

    public static FrozenDictionary<string, Rule> Known(params ReadOnlySpan<(string Name, Rule Rule)> rules)
    {
        var table = new Dictionary<string, Rule>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, rule) in rules) table.Add(name, rule);
        return table.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    private static bool HasValue(ref GrammarScanner s)
    {
        s.Blanks();
        return s.Next == '=';
    }

    private static string? TokenValue(ref GrammarScanner s) => s.Separator('=') ?? s.Token("a parameter's value");

    /// <summary>qvalue: 0 to 1 with at most three decimals.</summary>
    private static string? Quality(ref GrammarScanner s)
    {
        if (s.Run(out var text, static c => char.IsAsciiDigit(c) || c == '.', "q") is { } why) return why;
        var fits = text[0] is '0' or '1' && text.Length <= 5 && (text.Length == 1 || (text[1] == '.' && !text[2..].ContainsAnyExceptInRange('0', text[0] == '0' ? '9' : '0')));
        return fits ? null : "q is not 0 to 1 with at most three decimals";
    }
}
