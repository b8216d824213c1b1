namespace CallbackBot.Telephony.Sip.Messages.Grammar;

/// <summary>Via (RFC 3261 section 20.42, RFC 3581 section 3).</summary>
internal static class ViaRules
{
    public static string? Via(ref GrammarScanner s)
    {
        if (s.Token(out var protocol, "the protocol") is { } noProtocol) return noProtocol;
        if (!protocol.Equals("SIP", StringComparison.OrdinalIgnoreCase)) return "the protocol is not SIP";
        if (s.Separator('/') is { } noSlash) return noSlash;
        if (s.Token(out var version, "the version") is { } noVersion) return noVersion;
        if (version is not "2.0") return "the version is not 2.0";
        return s.Separator('/') ?? s.Token("the transport") ?? s.Blank() ?? SentBy(ref s) ?? ParameterRules.Any(ref s, ParameterRules.Via);
    }

    /// <summary>host, up to what cannot belong to it.</summary>
    public static string? Host(ref GrammarScanner s)
    {
        var end = s.Next == '[' ? s.Rest.IndexOf(']') + 1 : s.Rest.IndexOfAny(" \t:;,");
        var host = end < 0 ? s.Rest : s.Rest[..end];
        if (UriRules.Host(host) is { } why) return why;
        s.Skip(host.Length);
        return null;
    }

    /// <summary>An address; an IPv6 one stands without brackets, and with them for those who read the grammar otherwise (RFC 5118 section 4.5).</summary>
    public static string? Received(ref GrammarScanner s)
    {
        if (s.Next == '[') return Host(ref s);
        if (s.Run(out var address, static c => char.IsAsciiHexDigit(c) || c is ':' or '.', "received") is { } why) return why;
        return UriRules.IsIPv4(address) || (address.Contains(':') && SipUri.ReadIPv6(address) is not null) ? null : "received is no address";
    }

    private static string? SentBy(ref GrammarScanner s)
    {
        if (Host(ref s) is { } why) return why;
        s.Blanks();
        if (s.Next != ':') return null;
        s.Separator(':');
        return s.Run(out var port, char.IsAsciiDigit, "the port") ?? UriRules.Port(port);
    }
}
