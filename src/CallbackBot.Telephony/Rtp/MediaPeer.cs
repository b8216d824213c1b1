using System.Net;

namespace CallbackBot.Telephony.Rtp;

/// <summary>
/// Where a call's media comes from and goes to (symmetric RTP, RFC 4961). Media goes to the address in the SDP until packets from elsewhere,
/// perhaps from behind a NAT, have shown that they are one stream: then to their source, and nothing else is listened to. Only the SDP's own
/// address is believed at once, and may still take over.
/// </summary>
internal sealed class MediaPeer
{
    // One second. After a re-INVITE the old source still sends for a moment; if a NAT's goes on and nobody else sends, the NAT kept its mapping.
    private const int PacketsBeforePreviousIsBelieved = 50;

    // From the host of the SDP or of the signalling, another port is a NAT's doing. From any other host it takes a fifth of a second, in
    // which nobody who is signalled may speak.
    private const int PacketsFromAKnownHost = 2;
    private const int PacketsFromAnyHost = 10;
    private const int MaxGap = 20;

    private SocketAddress? _signalled;
    private SocketAddress? _signalling;
    private SocketAddress? _latched;
    private SocketAddress? _previous;
    private bool _previousWasNat;
    private int _fromPrevious;
    private SocketAddress? _candidate;
    private uint _candidateSsrc;
    private ushort _candidateSequence;
    private byte _candidateType;
    private int _fromCandidate;

    /// <summary>Where to send; null before the SDP is known.</summary>
    public SocketAddress? Target => _latched ?? _signalled;

    /// <summary>
    /// A new SDP. Latching starts again if it names another address. A far side that was where its SDP said is taken at its word again: it is heard from
    /// its old address until it sends from the new one, and spoken to at the new one.
    /// </summary>
    /// <param name="remote">Where the SDP wants its media.</param>
    /// <param name="signalling">Where the far side's SIP comes from, if known: its media may come from that host too.</param>
    public void Signal(IPEndPoint remote, IPAddress? signalling = null)
    {
        if (signalling is not null && signalling.AddressFamily == remote.AddressFamily) _signalling = new IPEndPoint(signalling, 0).Serialize();
        var signalled = remote.Serialize();
        if (signalled.Equals(_signalled)) return;
        (_previous, _previousWasNat) = (_latched, _latched is not null && !_latched.Equals(_signalled));
        (_signalled, _latched, _fromPrevious, _fromCandidate) = (signalled, null, 0, 0);
    }

    /// <summary>
    /// Whether a packet is of this call. <paramref name="packet"/> is RTP with a payload type of the call and, in an encrypted one, authentic.
    /// Allocates only when the source changes.
    /// </summary>
    public bool Accepts(SocketAddress source, in RtpPacket packet)
    {
        if (source.Equals(_latched)) return true;
        if (source.Equals(_signalled))
        {
            _latched = _signalled;
            return true;
        }

        if (_latched is not null || _signalled is null) return false;
        if (source.Equals(_previous) && (!_previousWasNat || ++_fromPrevious < PacketsBeforePreviousIsBelieved)) return true;
        if (!source.Equals(_previous) && !IsPlausible(source, packet)) return false;
        _latched = Copy(source);
        return true;
    }

    /// <summary>So many packets in a row that one sender could have sent: one source, one payload type, ascending sequence numbers.</summary>
    private bool IsPlausible(SocketAddress source, in RtpPacket packet)
    {
        var follows = _fromCandidate > 0 && source.Equals(_candidate) && packet.Ssrc == _candidateSsrc && packet.PayloadType == _candidateType &&
            (ushort)(packet.Sequence - _candidateSequence) is > 0 and < MaxGap;
        if (!follows)
        {
            // Another stranger does not push out one who is on the way, unless that one came from nowhere and this one from a known host.
            if (_fromCandidate > 0 && !source.Equals(_candidate) && (IsKnownHost(_candidate!) || !IsKnownHost(source)) && --_fromCandidate > 0) return false;
            if (!source.Equals(_candidate)) _candidate = Copy(source);
            (_candidateSsrc, _candidateType, _fromCandidate) = (packet.Ssrc, packet.PayloadType, 0);
        }

        _candidateSequence = packet.Sequence;
        return ++_fromCandidate >= (IsKnownHost(source) ? PacketsFromAKnownHost : PacketsFromAnyHost);
    }

    private bool IsKnownHost(SocketAddress source) =>
        SameHost(source, _signalled!) || (_signalling is not null && SameHost(source, _signalling));

    private static SocketAddress Copy(SocketAddress source)
    {
        var copy = new SocketAddress(source.Family, source.Size);
        source.Buffer[..source.Size].CopyTo(copy.Buffer);
        return copy;
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
