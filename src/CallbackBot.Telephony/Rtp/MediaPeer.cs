using System.Net;

namespace CallbackBot.Telephony.Rtp;

/// <summary>
/// Where a call's media comes from and goes to (symmetric RTP, RFC 4961). Media goes to the address in the SDP until a valid packet
/// arrives: then to that packet's source, which may be a NAT's, and nothing else is listened to. Only the SDP's own address may still take
/// over.
/// </summary>
internal sealed class MediaPeer
{
    // One second. After a re-INVITE the old source still sends for a moment; if only it goes on, the new address is behind a NAT.
    private const int PacketsBeforePreviousIsBelieved = 50;

    private SocketAddress? _signalled;
    private SocketAddress? _latched;
    private SocketAddress? _previous;
    private int _fromPrevious;

    /// <summary>Where to send; null before the SDP is known.</summary>
    public SocketAddress? Target => _latched ?? _signalled;

    /// <summary>A new SDP. Latching starts again if it names another address.</summary>
    public void Signal(IPEndPoint remote)
    {
        var signalled = remote.Serialize();
        if (signalled.Equals(_signalled)) return;
        _signalled = signalled;
        (_previous, _latched, _fromPrevious) = (_latched, null, 0);
    }

    /// <summary>Whether a valid packet from <paramref name="source"/> is of this call. Allocates only when the source changes.</summary>
    public bool Accepts(SocketAddress source)
    {
        if (source.Equals(_latched)) return true;
        if (source.Equals(_signalled))
        {
            _latched = _signalled;
            return true;
        }

        if (_latched is not null || _signalled is null) return false;
        if (source.Equals(_previous) && ++_fromPrevious < PacketsBeforePreviousIsBelieved) return true;
        _latched = new SocketAddress(source.Family, source.Size);
        source.Buffer[..source.Size].CopyTo(_latched.Buffer);
        return true;
    }

    /// <summary>Whether two addresses differ in the port at most.</summary>
    public static bool SameHost(SocketAddress one, SocketAddress other)
    {
        // Family, port, host: sockaddr_in and sockaddr_in6 begin alike.
        const int port = 2, behindPort = 4;
        var a = one.Buffer.Span[..one.Size];
        var b = other.Buffer.Span[..other.Size];
        return a[..port].SequenceEqual(b[..port]) && a[behindPort..].SequenceEqual(b[behindPort..]);
    }
}
