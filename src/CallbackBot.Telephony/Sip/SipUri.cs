using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace CallbackBot.Telephony.Sip;

/// <summary>A sip: or sips: URI (RFC 3261 section 19.1).</summary>
/// <param name="Scheme"><c>sip</c> or <c>sips</c>, in lower case.</param>
/// <param name="User">The part before the @, still escaped; null when there is none.</param>
/// <param name="Host">A name or an address; an IPv6 address without its brackets.</param>
/// <param name="Port">1 to 65535, or null.</param>
/// <param name="Parameters">Everything after the host and port as written, with its leading <c>;</c> or <c>?</c>; empty when there is none.</param>
public sealed record SipUri(string Scheme, string? User, string Host, int? Port, string Parameters = "")
{
    /// <summary>The longest URI that is read.</summary>
    public const int MaxLength = 4096;

    /// <summary>The port of RFC 3261 section 19.1.2 where none is written.</summary>
    public int PortOrDefault => Port ?? (Scheme == "sips" ? 5061 : 5060);

    /// <summary>
    /// What it is reached by (RFC 3263 section 4.1, without NAPTR): the <c>transport</c> parameter, else TLS for sips: and UDP for sip:. Null when it asks for
    /// something that no agent of ours speaks.
    /// </summary>
    public SipProtocol? Protocol => Parameter("transport")?.ToLowerInvariant() switch
    {
        null or "" => Scheme == "sips" ? SipProtocol.Tls : SipProtocol.Udp,
        "udp" => Scheme == "sips" ? null : SipProtocol.Udp,

        // RFC 3261 section 26.2.2: sips: over TCP is TLS.
        "tcp" => Scheme == "sips" ? SipProtocol.Tls : SipProtocol.Tcp,
        "tls" => SipProtocol.Tls,
        _ => null,
    };

    /// <summary>Reads a URI; false when it is not one.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out SipUri? uri)
    {
        uri = null;
        text = text.Trim();
        var colon = text.IndexOf(':');
        if (colon < 0 || text.Length > MaxLength || text.ContainsAnyInRange('\0', ' ') || text.ContainsAny("<>\"")) return false;
        string scheme;
        if (text[..colon].Equals("sip", StringComparison.OrdinalIgnoreCase)) scheme = "sip";
        else if (text[..colon].Equals("sips", StringComparison.OrdinalIgnoreCase)) scheme = "sips";
        else return false;

        var rest = text[(colon + 1)..];
        string? user = null;
        var at = rest.IndexOf('@');
        if (at == 0) return false;
        if (at > 0)
        {
            user = rest[..at].ToString();
            rest = rest[(at + 1)..];
        }

        var end = rest.IndexOfAny(';', '?');
        var hostPort = end < 0 ? rest : rest[..end];
        if (!TryParseHostPort(hostPort, out var host, out var port)) return false;
        uri = new SipUri(scheme, user, host, port, end < 0 ? "" : rest[end..].ToString());
        return true;
    }

    /// <summary>Reads a URI.</summary>
    /// <exception cref="FormatException">It is not a SIP URI.</exception>
    public static SipUri Parse(string text) => TryParse(text, out var uri) ? uri : throw new FormatException("not a SIP URI");

    /// <summary>The URI of a user at an address.</summary>
    public static SipUri At(IPEndPoint address, string? user = null) => new("sip", user, address.Address.ToString(), address.Port);

    /// <summary>The value of a parameter; empty for one without value, null when it is absent.</summary>
    public string? Parameter(string name)
    {
        foreach (var part in Parameters.Split('?')[0].Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=');
            if ((equals < 0 ? part : part[..equals]).Equals(name, StringComparison.OrdinalIgnoreCase)) return equals < 0 ? "" : part[(equals + 1)..];
        }

        return null;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Scheme}:{(User is null ? "" : User + "@")}{WriteHostPort(Host, Port)}{Parameters}";

    private static readonly SearchValues<char> IPv6Characters = SearchValues.Create("0123456789abcdefABCDEF:.");

    /// <summary>What stands before the colon of any URI, in lower case.</summary>
    internal static string SchemeOf(string uri) => uri[..Math.Max(0, uri.IndexOf(':'))].ToLowerInvariant();

    internal static string WriteHostPort(string host, int? port) =>
        (host.Contains(':') ? $"[{host}]" : host) + (port is { } number ? string.Create(CultureInfo.InvariantCulture, $":{number}") : "");

    internal static bool TryParseHostPort(ReadOnlySpan<char> text, out string host, out int? port)
    {
        host = "";
        port = null;
        var after = ReadOnlySpan<char>.Empty;
        if (text.StartsWith('['))
        {
            var close = text.IndexOf(']');
            if (close < 0 || ReadIPv6(text[1..close]) is not { } address) return false;
            host = address;
            after = text[(close + 1)..];
        }
        else
        {
            var colon = text.IndexOf(':');
            var name = (colon < 0 ? text : text[..colon]).Trim();
            foreach (var c in name)
                if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '-' or '_')) return false;
            host = name.ToString();
            if (colon >= 0) after = text[colon..];
        }

        if (host.Length is 0 or > 255) return false;
        after = after.Trim();
        if (after.IsEmpty) return true;
        if (after[0] != ':' || !ushort.TryParse(after[1..].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0) return false;
        port = number;
        return true;
    }

    /// <summary>
    /// What stands between the brackets of an IPv6 reference, or null. Three colons before an IPv4 part came from the grammar of RFC 3261 itself
    /// and are read as two (RFC 5118 section 4.10). A zone is not part of a reference.
    /// </summary>
    internal static string? ReadIPv6(ReadOnlySpan<char> text)
    {
        if (text.Length > 47 || text.ContainsAnyExcept(IPv6Characters)) return null;
        var address = text.Contains('.') ? text.ToString().Replace(":::", "::", StringComparison.Ordinal) : text.ToString();
        return IPAddress.TryParse(address, out var parsed) && parsed.AddressFamily == AddressFamily.InterNetworkV6 ? address : null;
    }
}
