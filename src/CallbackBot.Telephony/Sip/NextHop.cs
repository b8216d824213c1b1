using System.Net;
using System.Net.Sockets;

namespace CallbackBot.Telephony.Sip;

/// <summary>The address that a SIP URI stands for: a literal address, or the host's first address. No SRV or NAPTR (RFC 3263).</summary>
internal static class NextHop
{
    /// <summary>Null when the name does not resolve.</summary>
    public static async ValueTask<IPEndPoint?> ResolveAsync(SipUri? uri, AddressFamily family)
    {
        if (uri is null) return null;
        var host = uri.Parameter("maddr") ?? uri.Host;
        if (IPAddress.TryParse(host, out var literal)) return new IPEndPoint(literal, uri.PortOrDefault);
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(host, family);
            return addresses.Length == 0 ? null : new IPEndPoint(addresses[0], uri.PortOrDefault);
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
