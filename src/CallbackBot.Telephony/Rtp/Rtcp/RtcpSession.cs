using System.Net;
using System.Text;

namespace CallbackBot.Telephony.Rtp.Rtcp;

/// <summary>
/// The reports of one call (RFC 3550 section 6): ours every 5 s or so, and what the far side's say. Lives in the turns of its
/// <see cref="RtpSession"/>, under whose lock it is used. Allocates nothing per packet.
/// </summary>
/// <remarks>
/// A report may wait: the second socket is read once a second. Where the system knows when a packet arrived, delays are reckoned from that
/// moment; where it does not, the socket is read in every turn.
/// </remarks>
internal sealed class RtcpSession : IDisposable
{
    private const int NameLength = 16;
    private const int SampleRate = 8000;
    private static readonly TimeSpan LongestBelievable = TimeSpan.FromSeconds(30);

    private readonly MediaSocket _rtp;
    private readonly MediaSocket _socket;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly RtpSender _sender;
    private readonly RtpReceiver _receiver;
    private readonly NtpTime _clock;
    private readonly bool _knowsArrival;
    private readonly byte[] _name;
    private readonly byte[] _packet = new byte[RtcpPacket.MaxWritten + Srtp.SrtpOutbound.MaxExpansion];

    private SocketAddress? _signalled;
    private SocketAddress? _latched;
    private bool _mux;
    private bool _started;
    private long _nextLook;
    private long _nextReport;
    private uint _reportedPackets;
    private uint _reportedBefore;
    private uint _lastSent; // Middle of the NTP time of our last sender report, and of the one before.
    private uint _sentBefore;
    private uint _lastHeard;
    private long _lastHeardAt;

    /// <param name="rtp">The session's socket, which reports go over when both sides agreed to share it.</param>
    /// <param name="socket">Bound to the port above; owned.</param>
    /// <param name="time">The session's.</param>
    /// <param name="random">For this session alone; spreads the reports and makes the name.</param>
    /// <param name="sender">Whose packets the reports are about, and whose keys they are sent with.</param>
    /// <param name="receiver">The same for what arrives.</param>
    public RtcpSession(MediaSocket rtp, MediaSocket socket, TimeProvider time, Random random, RtpSender sender, RtpReceiver receiver)
    {
        (_rtp, _socket, _time, _random, _sender, _receiver) = (rtp, socket, time, random, sender, receiver);
        _clock = new NtpTime(time);
        _knowsArrival = time != TimeProvider.System || socket.StampArrivals();

        // A name of its own for every call (RFC 7022 section 4.2): nobody learns a host or a person from it.
        Span<byte> name = stackalloc byte[NameLength * 3 / 4];
        random.NextBytes(name);
        _name = Encoding.ASCII.GetBytes(Convert.ToBase64String(name));
    }

    public long ReportsSent { get; private set; }

    public long ReportsReceived { get; private set; }

    /// <summary>The far side said BYE (section 6.6). SIP ends calls; this only tells that the audio is over.</summary>
    public bool FarSideLeft { get; private set; }

    public TimeSpan? RoundTrip { get; private set; }

    public FarSideReception? FarSide { get; private set; }

    /// <summary>Where reports go; may be called again.</summary>
    public void Configure(RtpParameters parameters)
    {
        _mux = parameters.RtcpMux;
        var remote = parameters.RemoteRtcp ?? new IPEndPoint(parameters.Remote.Address, Math.Min(parameters.Remote.Port + 1, IPEndPoint.MaxPort));
        var signalled = remote.Serialize();
        if (signalled.Equals(_signalled)) return;
        (_signalled, _latched) = (signalled, null);
    }

    /// <summary>From now on we report.</summary>
    public void Start(long now)
    {
        if (_started) return;
        _started = true;
        Schedule(now, first: true);
    }

    /// <summary>What a turn of the session has to do here. Returns when the next is due that has anything to do.</summary>
    public long Turn(long due, MediaPeer peer)
    {
        if (due >= _nextLook)
        {
            Look(_time.GetTimestamp(), peer);
            _nextLook = due + (_knowsArrival ? _time.TimestampFrequency : 0);
        }

        if (_started && due >= _nextReport) Report(_time.GetTimestamp(), peer, bye: false);
        return _started ? Math.Min(_nextLook, _nextReport) : _nextLook;
    }

    /// <summary>The call is over (section 6.3.7): who has sent nothing says nothing.</summary>
    public void Leave(long now, MediaPeer peer)
    {
        if (_started && (_sender.Packets > 0 || ReportsSent > 0)) Report(now, peer, bye: true);
        _started = false;
    }

    /// <summary>Takes what arrived from the far side, on this socket or, when shared, on RTP's.</summary>
    public void Take(Span<byte> datagram, long arrival)
    {
        if (!_receiver.TryOpenRtcp(datagram, out var length) || !RtcpPacket.TryRead(datagram[..length], _sender.Ssrc, out var packet))
        {
            _receiver.Ignore();
            return;
        }

        ReportsReceived++;
        if (packet.AboutUs is { } block) Learn(block, arrival);
        if (_receiver.Ssrc is { } ssrc && ssrc != packet.Ssrc) return;
        if (packet.SenderTime is { } sent) (_lastHeard, _lastHeardAt) = (sent, arrival);
        FarSideLeft |= packet.Bye;
    }

    public void Dispose() => _socket.Dispose();

    private void Look(long now, MediaPeer peer)
    {
        var batch = DatagramBatch.Rent();
        _socket.Receive(batch, DatagramBatch.Capacity);
        // The system remembers the last packet's arrival only; more than one in a second is nobody's honest report.
        var arrival = now;
        if (batch.Count > 0 && _time == TimeProvider.System) arrival -= (long)(_socket.SinceArrival().TotalSeconds * _time.TimestampFrequency);
        for (var i = 0; i < batch.Count; i++)
        {
            if (!batch.IsWhole(i) || _mux || !IsFromThere(batch.Source(i), peer)) _receiver.Ignore();
            else Take(batch.Datagram(i), arrival);
        }

        batch.Return();
    }

    /// <summary>Symmetric RTCP (RFC 4961 section 4): from the host that RTP comes from or goes to, any port, which answers go to from then on.</summary>
    private bool IsFromThere(SocketAddress source, MediaPeer peer)
    {
        if (source.Equals(_latched)) return true;
        if (source.Equals(_signalled))
        {
            _latched = _signalled;
            return true;
        }

        if (_latched is not null || peer.Target is not { } target || !MediaPeer.SameHost(source, target)) return false;
        _latched = new SocketAddress(source.Family, source.Size);
        source.Buffer[..source.Size].CopyTo(_latched.Buffer);
        return true;
    }

    private void Learn(ReportBlock block, long arrival)
    {
        FarSide = new FarSideReception(block.FractionLost / 256.0, block.Lost, TimeSpan.FromSeconds(block.Jitter / (double)SampleRate));
        if (block.LastReport == 0 || (block.LastReport != _lastSent && block.LastReport != _sentBefore)) return;

        // Section 6.4.1, figure 2. A little less than nothing is a clock's rounding.
        var trip = (int)(_clock.ShortAt(arrival) - block.LastReport - block.Delay);
        var roundTrip = NtpTime.FromShort((uint)Math.Max(trip, 0));
        if (roundTrip <= LongestBelievable) RoundTrip = roundTrip;
    }

    private void Report(long now, MediaPeer peer, bool bye)
    {
        // A sender report while something was sent since the report before the last one (section 6.4).
        var sends = _sender.Packets != _reportedBefore;
        SenderInfo? info = sends ? new SenderInfo(_clock.At(now), _sender.Timestamp, _sender.Packets, _sender.Octets) : null;
        (_reportedBefore, _reportedPackets) = (_reportedPackets, _sender.Packets);
        if (info is { } sent) (_sentBefore, _lastSent) = (_lastSent, NtpTime.Middle(sent.Ntp));

        var delay = _lastHeard == 0 ? 0 : _clock.ShortAt(now) - _clock.ShortAt(_lastHeardAt);
        var length = RtcpPacket.Write(_packet, _sender.Ssrc, info, _receiver.Report(_lastHeard, delay), _name, bye);
        length = _sender.ProtectRtcp(_packet, length);
        if ((_mux ? peer.Target : _latched ?? _signalled) is { } to)
        {
            (_mux ? _rtp : _socket).Send(_packet.AsSpan(0, length), to);
            ReportsSent++;
        }

        Schedule(now, first: false);
    }

    private void Schedule(long now, bool first) =>
        _nextReport = now + (long)(RtcpInterval.Next(_random, first).TotalSeconds * _time.TimestampFrequency);
}
