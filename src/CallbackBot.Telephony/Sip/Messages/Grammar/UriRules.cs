namespace CallbackBot.Telephony.Sip.Messages.Grammar;

/// <summary>URIs as the grammar has them: sip and sips (RFC 3261 section 19.1.1), tel (RFC 3966 section 3), any other by RFC 2396.</summary>
internal static class UriRules
{
    private const string Mark = "-_.!~*'()";
    private const string User = "&=+$,;?/";
    private const string Password = "&=+$,";
    private const string Parameter = "[]/:&+$";
    private const string Header = "[]/?:+$";
    private const string Reserved = ";/?:@&=+$,";

    /// <summary>A whole URI.</summary>
    /// <param name="mayHaveHeaders">False for a Request-URI (section 19.1.1, table 1).</param>
    public static string? Check(ReadOnlySpan<char> uri, bool mayHaveHeaders = true)
    {
        if (uri.Length > SipUri.MaxLength) return "the URI is too long";
        var colon = uri.IndexOf(':');
        if (colon <= 0) return "the URI has no scheme";
        var scheme = uri[..colon];
        if (!char.IsAsciiLetter(scheme[0])) return "the URI's scheme begins with no letter";
        foreach (var c in scheme)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('+' or '-' or '.')) return "the URI's scheme is none";
        var rest = uri[(colon + 1)..];
        if (scheme.Equals("sip", StringComparison.OrdinalIgnoreCase) || scheme.Equals("sips", StringComparison.OrdinalIgnoreCase)) return Sip(rest, mayHaveHeaders);
        if (scheme.Equals("tel", StringComparison.OrdinalIgnoreCase)) return TelRules.Check(rest);
        return rest.IsEmpty ? "the URI is empty" : Absolute(rest);
    }

    /// <summary>hostname, IPv4address or IPv6reference.</summary>
    public static string? Host(ReadOnlySpan<char> host)
    {
        if (host.IsEmpty) return "the host is missing";
        if (host[0] == '[') return host[^1] == ']' && SipUri.ReadIPv6(host[1..^1]) is not null ? null : "the host is no IPv6 reference";
        if (host.Length > 255) return "the host is too long";
        if (!host.ContainsAnyExcept("0123456789."))
            return IsIPv4(host) ? null : "the host is no IPv4 address";
        if (host[^1] == '.') host = host[..^1];
        var top = host[(host.LastIndexOf('.') + 1)..];
        foreach (var range in host.Split('.'))
        {
            var label = host[range];
            if (label.IsEmpty || label[0] == '-' || label[^1] == '-') return "the host has a bad label";
            foreach (var c in label)
                if (!char.IsAsciiLetterOrDigit(c) && c != '-') return "the host has a character that belongs to none";
        }

        return char.IsAsciiLetter(top[0]) ? null : "the host's last label begins with no letter";
    }

    /// <summary>Four decimal numbers of one to three digits: a leading zero is no sign of an octal one, as it is for <c>inet_aton</c>.</summary>
    public static bool IsIPv4(ReadOnlySpan<char> text)
    {
        if (text.Count('.') != 3) return false;
        foreach (var range in text.Split('.'))
            if (text[range] is not { Length: > 0 and <= 3 } part || part.ContainsAnyExceptInRange('0', '9') || int.Parse(part, null) > 255) return false;
        return true;
    }

    /// <summary>host [":" port], nothing around the colon.</summary>
    public static string? HostPort(ReadOnlySpan<char> text)
    {
        var hostEnd = text.StartsWith('[') ? text.IndexOf(']') + 1 : text.IndexOf(':');
        if (hostEnd <= 0) return Host(text);
        if (Host(text[..hostEnd]) is { } why) return why;
        return hostEnd == text.Length ? null : text[hostEnd] == ':' ? Port(text[(hostEnd + 1)..]) : "the host is no IPv6 reference";
    }

    public static string? Port(ReadOnlySpan<char> port) =>
        !port.IsEmpty && !port.ContainsAnyExceptInRange('0', '9') && port.TrimStart('0') is { Length: > 0 and <= 5 } digits && int.Parse(digits, null) <= 65535
            ? null
            : "the port is not 1 to 65535";

    /// <summary>What stands behind another scheme; brackets only around the IPv6 address of an authority (<c>srvr</c>).</summary>
    private static string? Absolute(ReadOnlySpan<char> rest)
    {
        var authority = rest.StartsWith("//") ? rest[2..] : default;
        if (authority.IndexOfAny('/', '?') is >= 0 and var end) authority = authority[..end];
        var server = authority[(authority.IndexOf('@') + 1)..];
        if (server.StartsWith('[') && HostPort(server) is { } why) return why;
        var (from, to) = server.StartsWith('[') ? (2 + authority.Length - server.Length, 2 + authority.Length) : (0, 0);
        return Characters(rest[..from], Reserved) && Characters(rest[to..], Reserved) ? null : "the URI has a character that must be escaped";
    }

    private static string? Sip(ReadOnlySpan<char> rest, bool mayHaveHeaders)
    {
        var at = rest.IndexOf('@');
        if (at >= 0)
        {
            var colon = rest[..at].IndexOf(':');
            var user = colon < 0 ? rest[..at] : rest[..colon];
            if (user.IsEmpty) return "the URI's user is empty";
            if (!Characters(user, User) || (colon >= 0 && !Characters(rest[(colon + 1)..at], Password))) return "the URI's user has a character that must be escaped";
            rest = rest[(at + 1)..];
        }

        var question = rest.IndexOf('?');
        if (question >= 0 && !mayHaveHeaders) return "the URI carries headers";
        if (question >= 0 && Headers(rest[(question + 1)..]) is { } why) return why;
        if (question >= 0) rest = rest[..question];
        var semicolon = rest.IndexOf(';');
        return HostPort(semicolon < 0 ? rest : rest[..semicolon]) ?? (semicolon < 0 ? null : Parameters(rest[(semicolon + 1)..]));
    }

    private static string? Parameters(ReadOnlySpan<char> text)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var range in text.Split(';'))
        {
            var parameter = text[range];
            var equals = parameter.IndexOf('=');
            var name = equals < 0 ? parameter : parameter[..equals];
            var value = equals < 0 ? default : parameter[(equals + 1)..];
            if (name.IsEmpty || (equals >= 0 && value.IsEmpty)) return "the URI has an empty parameter";
            if (!Characters(name, Parameter) || !Characters(value, Parameter)) return "the URI has a parameter with a character that must be escaped";
            if (!seen.Add(name.ToString())) return "the URI has a parameter twice";
            if (Known(name, value) is { } why) return why;
        }

        return null;
    }

    /// <summary>The parameters that section 25.1 gives a form of their own.</summary>
    private static string? Known(ReadOnlySpan<char> name, ReadOnlySpan<char> value)
    {
        if (name.Equals("ttl", StringComparison.OrdinalIgnoreCase))
            return value is { Length: > 0 and <= 3 } && !value.ContainsAnyExceptInRange('0', '9') && int.Parse(value, null) <= 255 ? null : "the URI's ttl is not 0 to 255";
        if (name.Equals("maddr", StringComparison.OrdinalIgnoreCase)) return Host(value);
        if (name.Equals("transport", StringComparison.OrdinalIgnoreCase) || name.Equals("method", StringComparison.OrdinalIgnoreCase) || name.Equals("user", StringComparison.OrdinalIgnoreCase))
            return HeaderText.IsToken(value) ? null : "the URI has a parameter that is no token";
        return null;
    }

    private static string? Headers(ReadOnlySpan<char> text)
    {
        foreach (var range in text.Split('&'))
        {
            var header = text[range];
            var equals = header.IndexOf('=');
            if (equals <= 0) return "the URI has a header without a name or value";
            if (!Characters(header[..equals], Header) || !Characters(header[(equals + 1)..], Header)) return "the URI has a header with a character that must be escaped";
        }

        return null;
    }

    /// <summary>True when all are unreserved, escaped, or of the set.</summary>
    internal static bool Characters(ReadOnlySpan<char> text, string set)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsAsciiLetterOrDigit(c) || Mark.Contains(c) || set.Contains(c)) continue;
            if (c != '%' || i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2])) return false;
            i += 2;
        }

        return true;
    }
}
