using System.Net;
using System.Net.Sockets;

namespace CallbackBot.Telephony.Sip.Transport;

/// <summary>SIP over TCP (RFC 3261 section 18).</summary>
internal sealed class TcpTransport(IPEndPoint local, bool listen, StreamLimits limits, TimeProvider time)
    : StreamTransport(SipProtocol.Tcp, local, listen, limits, time)
{
    protected override Task<Stream> SecureAsync(NetworkStream connected, SipHop hop, CancellationToken cancellationToken) => Task.FromResult<Stream>(connected);

    protected override Task<Stream> SecureAcceptedAsync(NetworkStream accepted, CancellationToken cancellationToken) => Task.FromResult<Stream>(accepted);
}
