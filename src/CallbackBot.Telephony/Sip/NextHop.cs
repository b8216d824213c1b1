using System.Net;
using System.Net.Sockets;

namespace CallbackBot.Telephony.Sip;

/// <summary>
/// The hop that a SIP URI stands for (RFC 3263): <c>transport=</c> and sips: say the protocol, a literal address or the host's addresses where to. No SRV
/// or NAPTR: the platform has no such look-up.
/// </summary>
internal static class NextHop
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <summary>
    /// The host's first address, with the others behind it in <see cref="SipHop.Otherwise"/>. Null when the name does not resolve, or the URI asks
    /// for a transport that we do not have.
    /// </summary>
    /// <param name="uri">Whom to reach.</param>
    /// <param name="family">Of our own address.</param>
    /// <param name="time">For the patience with a name server: half a minute of the platform's would hold up the other trunks too.</param>
    public static async ValueTask<SipHop?> ResolveAsync(SipUri? uri, AddressFamily family, TimeProvider time)
    {
        if (uri?.Protocol is not { } protocol) return null;
        var host = uri.Parameter("maddr") ?? uri.Host;

        // RFC 5922 section 7: the certificate is for the domain of the URI, whatever address it leads to.
        var name = protocol == SipProtocol.Tls ? uri.Host : null;
        var port = uri.Port ?? (protocol == SipProtocol.Tls ? 5061 : 5060);
        if (IPAddress.TryParse(host, out var literal)) return new SipHop(protocol, new IPEndPoint(literal, port), name);
        try
        {
            SipHop? hop = null;
            var addresses = await Dns.GetHostAddressesAsync(host, family).WaitAsync(Patience, time);
            foreach (var address in addresses.Reverse())
                hop = new SipHop(protocol, new IPEndPoint(address, port), name) { Otherwise = hop };
            return hop;
        }
        catch (Exception unresolved) when (unresolved is SocketException or TimeoutException)
        {
            return null;
        }
    }
}
