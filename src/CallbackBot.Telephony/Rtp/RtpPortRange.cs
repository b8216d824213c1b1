using System.Net;
using System.Net.Sockets;
using CallbackBot.Telephony.Sip;

namespace CallbackBot.Telephony.Rtp;

/// <summary>
/// The ports that RTP may use. RTP takes even ports and leaves the odd one above to RTCP (RFC 3550 section 11).
/// Safe for use from several threads.
/// </summary>
public sealed class RtpPortRange
{
    private const int ReceiveBufferBytes = 64 * 1024;

    private readonly Lock _lock = new();
    private readonly IPAddress _local;
    private readonly int _first;
    private readonly int _count;
    private int _next;

    /// <summary>Covers the pairs of ports from <paramref name="first"/> to <paramref name="last"/> of one local address; nothing outside is bound.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no pair of ports in the range.</exception>
    public RtpPortRange(IPAddress local, int first, int last)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(first, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(last, IPEndPoint.MaxPort);
        _local = local;
        _first = first + (first & 1);
        _count = (last - _first + 1) / 2;
        ArgumentOutOfRangeException.ThrowIfLessThan(last, _first + 1);
    }

    /// <summary>
    /// Binds the next free pair: RTP's even port and the odd one above. Pairs are taken in turn, so that a late packet of an ended call does
    /// not reach the next one. The caller disposes both sockets, which do not block.
    /// </summary>
    /// <exception cref="SipTransportException">All ports are in use, or the address is not this machine's.</exception>
    public (Socket Rtp, Socket Rtcp) Bind()
    {
        for (var attempt = 0; attempt < _count; attempt++)
        {
            var port = NextPort();
            if (TryBind(port) is not { } rtp) continue;
            if (TryBind(port + 1) is { } rtcp)
            {
                rtp.ReceiveBufferSize = ReceiveBufferBytes;
                // A packet of audio is never so long; spares the system the choice of an identification for each.
                if (_local.AddressFamily == AddressFamily.InterNetwork) rtp.DontFragment = true;
                return (rtp, rtcp);
            }

            rtp.Dispose();
        }

        throw new SipTransportException(
            $"No free RTP port on {_local} between {_first} and {_first + ((_count - 1) * 2)}: widen the range or allow fewer calls.");
    }

    /// <summary>Null when the port is taken.</summary>
    private Socket? TryBind(int port)
    {
        var socket = new Socket(_local.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.ExclusiveAddressUse = true;
            socket.Bind(new IPEndPoint(_local, port));
            socket.Blocking = false;
            return socket;
        }
        catch (SocketException error)
        {
            socket.Dispose();
            if (error.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied) return null;
            throw new SipTransportException($"RTP cannot use the address {_local}: {error.Message}", error);
        }
    }

    private int NextPort()
    {
        lock (_lock)
        {
            var port = _first + (_next * 2);
            _next = (_next + 1) % _count;
            return port;
        }
    }
}
