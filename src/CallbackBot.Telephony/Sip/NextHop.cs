using System.Net;
using System.Net.Sockets;

namespace CallbackBot.Telephony.Sip;

/// <summary>
/// The hop that a SIP URI stands for (RFC 3263): <c>transport=</c> and sips: say the protocol, a literal address or the host's addresses where to. No SRV
/// or NAPTR: the platform has no such look-up.
/// </summary>
internal static class NextHop
{
    /// <summary>
    /// The host's first address, with the others behind it in <see cref="SipHop.Otherwise"/>. Null when the name does not resolve, or the URI asks
    /// for a transport that we do not have.
    /// </summary>
    public static async ValueTask<SipHop?> ResolveAsync(SipUri? uri, AddressFamily family)
    {
        if (uri is null || ProtocolOf(uri) is not { } protocol) return null;
        var host = uri.Parameter("maddr") ?? uri.Host;

        // RFC 5922 section 7: the certificate is for the domain of the URI, whatever address it leads to.
        var name = protocol == SipProtocol.Tls ? uri.Host : null;
        var port = uri.Port ?? (protocol == SipProtocol.Tls ? 5061 : 5060);
        if (IPAddress.TryParse(host, out var literal)) return new SipHop(protocol, new IPEndPoint(literal, port), name);
        try
        {
            SipHop? hop = null;
            foreach (var address in (await Dns.GetHostAddressesAsync(host, family)).Reverse())
                hop = new SipHop(protocol, new IPEndPoint(address, port), name) { Otherwise = hop };
            return hop;
        }
        catch (SocketException)
        {
            return null;
        }
    }

    /// <summary>RFC 3263 section 4.1, without NAPTR: the parameter, else TLS for sips: and UDP for sip:.</summary>
    private static SipProtocol? ProtocolOf(SipUri uri)
    {
        var secure = uri.Scheme == "sips";
        return uri.Parameter("transport")?.ToLowerInvariant() switch
        {
            null or "" => secure ? SipProtocol.Tls : SipProtocol.Udp,
            "udp" => secure ? null : SipProtocol.Udp,

            // RFC 3261 section 26.2.2: sips: over TCP is TLS.
            "tcp" => secure ? SipProtocol.Tls : SipProtocol.Tcp,
            "tls" => SipProtocol.Tls,
            _ => null,
        };
    }
}
