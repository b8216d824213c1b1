using System.Net;

namespace CallbackBot.Telephony.Sip.Transport;

/// <summary>The transports of one agent, bound.</summary>
internal static class AgentTransports
{
    /// <summary>A free UDP port may be taken for TCP; the next one seldom is.</summary>
    private const int MostTries = 20;

    /// <summary>UDP first, TCP on the same port (RFC 3261 section 18.2.1 wants both), TLS where the options say.</summary>
    /// <exception cref="SipTransportException">An address cannot be bound.</exception>
    public static async Task<IReadOnlyList<ISipTransport>> BindAsync(SipUserAgentOptions options, TimeProvider time)
    {
        for (var tries = 1; ; tries++)
        {
            var bound = new List<ISipTransport>();
            try
            {
                bound.Add(Bound(new UdpTransport(options.Local)));
                bound.Add(Bound(new TcpTransport(bound[0].LocalEndPoint, options.ListenTcp, StreamLimits.Default, time)));
                var tls = options.Tls.Listen ?? bound[0].LocalEndPoint;
                bound.Add(Bound(new TlsTransport(tls, options.Tls.Listen is not null, options.Tls, StreamLimits.Default, time)));
                return bound;
            }
            catch (SipTransportException)
            {
                foreach (var transport in bound) await transport.DisposeAsync();
                if (options.Local.Port != 0 || tries == MostTries || bound.Count != 1) throw;
            }
        }
    }

    private static ISipTransport Bound(ISipTransport transport)
    {
        transport.Bind();
        return transport;
    }
}
