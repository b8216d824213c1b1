using System.Collections.Concurrent;
using System.Net;
using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Sip.Transport;

/// <summary>
/// RFC 3261 section 18.1.1: a request that might not fit into one packet goes over TCP, and over UDP only where the peer takes no connection, which is
/// remembered for a while.
/// </summary>
internal sealed class LargeRequests(bool alwaysUdp, TimeProvider time)
{
    /// <summary>The section's limit where nobody knows the path's MTU.</summary>
    public const int Limit = 1300;

    private const int MostRemembered = 1000;

    private static readonly TimeSpan s_remembered = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<IPEndPoint, long> _refused = new();

    /// <summary>The hops to try for a request, in order.</summary>
    public SipHop Route(SipRequest request, SipHop hop) => alwaysUdp || SipWriter.Write(request).Length <= Limit ? hop : Route(hop);

    /// <summary>A peer did not take the connection.</summary>
    public void Refused(SipHop hop)
    {
        if (hop.Protocol != SipProtocol.Tcp) return;
        if (_refused.Count >= MostRemembered) _refused.Clear();
        _refused[hop.Address] = time.GetTimestamp();
    }

    private SipHop Route(SipHop hop)
    {
        var rest = hop with { Otherwise = hop.Otherwise is { } next ? Route(next) : null };
        if (hop.Protocol != SipProtocol.Udp || HasRefused(hop.Address)) return rest;
        return new SipHop(SipProtocol.Tcp, hop.Address) { Otherwise = rest };
    }

    private bool HasRefused(IPEndPoint address) => _refused.TryGetValue(address, out var at) && time.GetElapsedTime(at) < s_remembered;
}
