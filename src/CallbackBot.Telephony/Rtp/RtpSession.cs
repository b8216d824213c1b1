using System.Net;
using CallbackBot.Telephony.Audio;
using CallbackBot.Telephony.Audio.Detection;
using CallbackBot.Telephony.Rtp.Rtcp;

namespace CallbackBot.Telephony.Rtp;

/// <summary>
/// The audio of one call: one socket, paced by a <see cref="PacingClock"/>. In each of its turns a session reads what has arrived, takes
/// 20 ms from the jitter buffer, lets the application hear and speak, and sends. Safe for use from several threads; dispose it.
/// </summary>
public sealed class RtpSession : IPacedCall, IDisposable
{
    private const int SlotLength = Concealment.FrameLength;
    private const int SampleRate = 8000;
    private const int BatchesPerTurn = 8; // A flood costs this call's audio, not the others'.

    private readonly Lock _lock = new();
    private readonly PacingClock _clock;
    private readonly TimeProvider _time;
    private readonly MediaSocket _socket;
    private readonly long _turnLength;
    private readonly RtpReceiver _receiver = new();
    private readonly RtpSender _sender;
    private readonly RtcpSession _rtcp;
    private readonly MediaPeer _peer = new();
    private readonly HeardKeys _heardKeys;

    private ICallAudio _audio;
    private RtpParameters? _parameters;
    private DtmfDetector? _inBandKeys;
    private Queue<char>? _signalledKeys;
    private Phase _phase;
    private ReceiveQuota _quota;
    private TurnStep _next;
    private bool _stalled;
    private long _exchangeFrom;
    private long _lastTurn;
    private long _lastPacketAt;
    private long _rtcpDue;

    /// <summary>Binds a port of <paramref name="ports"/>; nothing is received or sent before <see cref="Configure"/> and a start.</summary>
    /// <param name="clock">Gives the turns.</param>
    /// <param name="ports">Where to bind.</param>
    /// <param name="audio">The application's end.</param>
    /// <param name="time">The time provider of <paramref name="clock"/>.</param>
    /// <param name="random">For this session alone: SSRC, first sequence number and timestamp, RTCP's name and the times of its reports.</param>
    /// <exception cref="Sip.SipTransportException">No port is free.</exception>
    public RtpSession(PacingClock clock, RtpPortRange ports, ICallAudio audio, TimeProvider time, Random random)
    {
        (_clock, _time, _audio, _sender) = (clock, time, audio, new RtpSender(random));
        var (rtp, rtcp) = ports.Bind();
        _socket = MediaSocket.Of(rtp);
        _rtcp = new RtcpSession(_socket, MediaSocket.Of(rtcp), time, random, _sender, _receiver);
        _heardKeys = new HeardKeys(time);
        _turnLength = time.TimestampFrequency * PacingClock.TurnLength / 1000;
        _clock.Join(this);
    }

    private enum Phase
    {
        Idle,
        Early,
        Exchanging,
        Stopped,
    }

    /// <summary>The application's audio threw: nothing is received or sent any more. Comes from the clock's thread.</summary>
    internal event Action? AudioFailed;

    /// <summary>Whether it did, before anybody could hear <see cref="AudioFailed"/>.</summary>
    internal bool AudioHasFailed { get; private set; }

    /// <summary>The bound address, for the SDP.</summary>
    public IPEndPoint LocalEndPoint => _socket.LocalEndPoint;

    /// <summary>True when both sides send by what was agreed: nobody holds the other.</summary>
    public bool IsTwoWay
    {
        get { lock (_lock) return _parameters is { Receive: true, Send: true }; }
    }

    /// <summary>Receives and supplies the audio; may be exchanged (a callee's early media and its answer differ).</summary>
    public ICallAudio Audio
    {
        get { lock (_lock) return _audio; }
        set { lock (_lock) _audio = value; }
    }

    /// <summary>Timestamp of the last valid packet, never before <see cref="Start"/>: the base of an RTP inactivity limit.</summary>
    public long LastPacketAt => Volatile.Read(ref _lastPacketAt);

    /// <summary>The counts so far.</summary>
    public RtpStatistics Statistics
    {
        get
        {
            lock (_lock)
            {
                return new RtpStatistics(
                    _sender.Sent, _sender.Failures, _receiver.Received, _receiver.Lost, _receiver.Late, _receiver.Duplicates, _receiver.Ignored,
                    _time.GetElapsedTime(0, _sender.LongestInterval))
                {
                    Encrypted = _parameters?.Srtp is not null,
                    Unauthentic = _receiver.Unauthentic,
                    Jitter = TimeSpan.FromSeconds(_receiver.Jitter / (double)SampleRate),
                    ConcealedSlots = _receiver.Concealed,
                    RoundTrip = _rtcp.RoundTrip,
                    FarSide = _rtcp.FarSide,
                    FarSideLeft = _rtcp.FarSideLeft,
                    ReportsSent = _rtcp.ReportsSent,
                    ReportsReceived = _rtcp.ReportsReceived,
                };
            }
        }
    }

    /// <summary>Sets what was agreed; may be called again (re-INVITE, a 200 whose SDP differs from the 183's).</summary>
    /// <exception cref="ArgumentException">The far side's address is not of the family of ours.</exception>
    public void Configure(RtpParameters parameters)
    {
        if (parameters.Remote.AddressFamily != LocalEndPoint.AddressFamily)
            throw new ArgumentException("The far side's media address is of another family than ours.", nameof(parameters));
        lock (_lock)
        {
            _parameters = parameters;
            _receiver.Configure(parameters);
            _sender.Secure(parameters.Srtp?.Send);
            // A far side that agreed to telephone-event is believed to use it: its audio is not searched for keys.
            _inBandKeys = parameters.TelephoneEventType is null ? _inBandKeys ?? new DtmfDetector() : null;
            _peer.Signal(parameters.Remote, parameters.Signalling);
            _rtcp.Configure(parameters);
        }
    }

    /// <summary>Receives only: <see cref="ICallAudio.EarlyMedia"/> every 20 ms from the first packet on (RFC 3960).</summary>
    public void StartEarly()
    {
        lock (_lock)
            if (_phase == Phase.Idle) _phase = Phase.Early;
    }

    /// <summary>A callee's 183: <see cref="ICallAudio.Exchange"/> runs and is sent before the answer.</summary>
    /// <exception cref="InvalidOperationException">Not configured yet.</exception>
    public void StartEarlySending() => Start();

    /// <summary>The call is answered: <see cref="ICallAudio.Exchange"/> every 20 ms from now on, until <see cref="Stop"/>.</summary>
    /// <exception cref="InvalidOperationException">Not configured yet.</exception>
    public void Start()
    {
        lock (_lock)
        {
            if (_parameters is null) throw new InvalidOperationException("Configure the session before it starts.");
            var now = _time.GetTimestamp();
            Volatile.Write(ref _lastPacketAt, now);
            if (_phase is Phase.Exchanging or Phase.Stopped) return;
            _phase = Phase.Exchanging;
            _exchangeFrom = now;
            _rtcp.Start(now);
            _rtcpDue = now;
        }
    }

    /// <summary>
    /// Presses keys, one after the other, 160 ms each: by RFC 4733, or as tones where the far side takes no telephone-event. The
    /// application's audio pauses meanwhile. Does not wait. Keys do not outlast a hold.
    /// </summary>
    /// <exception cref="ArgumentException">A key is not one of 0-9, *, #, A-D.</exception>
    public void SendDigits(string keys)
    {
        lock (_lock) _sender.Press(keys);
    }

    /// <summary>True when the far side takes telephone-event.</summary>
    public bool TakesDigits
    {
        get { lock (_lock) return _parameters?.TelephoneEventType is not null; }
    }

    /// <summary>
    /// A key that the far side reported beside RTP (INFO): <see cref="ICallAudio.Digit"/> gets it in the next turn, unless RTP brings the same
    /// press.
    /// </summary>
    public void TakeDigit(char key)
    {
        lock (_lock)
            if (_phase == Phase.Exchanging && _heardKeys.IsNew(KeyWay.Signalling, key)) (_signalledKeys ??= new()).Enqueue(key);
    }

    /// <summary>
    /// Ends the audio. Turns that are due already are given first, so that the number of exchanges is the length of the call; after this
    /// returns, the <see cref="ICallAudio"/> is not called again.
    /// </summary>
    public void Stop()
    {
        lock (_lock)
        {
            if (_phase == Phase.Stopped) return;
            var now = _time.GetTimestamp();
            try
            {
                FinishTurn(upTo: TurnStep.Send);
                while (_lastTurn != 0 && _lastTurn + _turnLength <= now)
                {
                    Hear(_lastTurn + _turnLength);
                    FinishTurn(upTo: TurnStep.Send);
                }
            }
            catch (Exception failure) when (_clock.Tell(failure))
            {
                // The call ends anyway.
            }

            if (_phase == Phase.Exchanging) _rtcp.Leave(now, _peer);
            _phase = Phase.Stopped;
        }

        _clock.Leave(this);
    }

    /// <summary>Stops and closes the socket.</summary>
    public void Dispose()
    {
        Stop();
        _socket.Dispose();
        lock (_lock)
        {
            _rtcp.Dispose();
            _receiver.Dispose();
            _sender.Dispose();
        }
    }

    void IPacedCall.Take(TurnStep step, long due)
    {
        lock (_lock)
        {
            if (_phase == Phase.Stopped) return;
            if (step == TurnStep.Hear) Hear(due);
            else if (step == _next) FinishTurn(upTo: step);
        }
    }

    void IPacedCall.ComingUp(TurnStep step)
    {
        switch (step)
        {
            case TurnStep.Hear:
                ProcessorCache.Fetch(_receiver);
                ProcessorCache.Fetch(_peer);
                ProcessorCache.Fetch(_socket);
                break;
            case TurnStep.Speak:
                _audio.ComingUp();
                break;
        }
    }

    void IPacedCall.TurnsOver()
    {
        lock (_lock) (_phase, AudioHasFailed) = (Phase.Stopped, true);
        AudioFailed?.Invoke();
    }

    private void FinishTurn(TurnStep upTo)
    {
        if (_next == TurnStep.Speak) Speak();
        if (_next == TurnStep.Send && upTo == TurnStep.Send) Send();
    }

    private void Hear(long due)
    {
        _lastTurn = due;
        Receive();
        while (_signalledKeys is not null && _signalledKeys.TryDequeue(out var key)) _audio.Digit(key);
        if (_parameters is null) return;
        if (due >= _rtcpDue) _rtcpDue = _rtcp.Turn(due, _peer);
        _next = TurnStep.Speak;
    }

    private void Speak()
    {
        _next = TurnStep.Hear;
        // Not a field: memory of its own for each call would be fetched anew in each turn.
        Span<byte> heard = stackalloc byte[SlotLength];
        var origin = _receiver.Read(heard);
        if (_phase == Phase.Early && _receiver.HasAudio) _audio.EarlyMedia(heard, origin);
        // A clock that is late gives turns from before the start.
        if (_phase == Phase.Exchanging && _lastTurn >= _exchangeFrom) Exchange(_parameters!, heard, origin);
    }

    private void Receive()
    {
        // While the system receives.
        _receiver.ComingUp();
        ProcessorCache.Fetch(_parameters);
        ProcessorCache.Fetch(_audio);
        ProcessorCache.Fetch(_sender);
        var batch = DatagramBatch.Rent();
        var batches = 0;
        do
        {
            _socket.Receive(batch, _quota.Next);
            _quota.Note(batch.Count);
            for (var i = 0; i < batch.Count; i++)
            {
                if (!batch.IsWhole(i)) _receiver.Ignore();
                else if (_parameters is { } agreed && (agreed.Receive || RtpPacket.IsRtcp(batch.Datagram(i)))) Accept(batch.Datagram(i), batch.Source(i));
            }
        }
        while (batch.IsFull && ++batches < BatchesPerTurn);
        batch.Return();
    }

    private void Accept(Span<byte> datagram, SocketAddress source)
    {
        if (_parameters is { RtcpMux: true } && RtpPacket.IsRtcp(datagram) && source.Equals(_peer.Target))
        {
            _rtcp.Take(datagram, _time.GetTimestamp());
            return;
        }

        if (!_receiver.TryParse(datagram, out var packet)) return;
        if (!_peer.Accepts(source, packet))
        {
            _receiver.Ignore();
            return;
        }

        // By the turn, not by the moment of reading: when a turn is late, that is not the network's doing.
        Volatile.Write(ref _lastPacketAt, Math.Max(_lastPacketAt, _lastTurn));
        if (_receiver.Accept(packet, ToSamples(_lastTurn)) is { } key && _phase == Phase.Exchanging && _heardKeys.IsNew(KeyWay.Rtp, key)) _audio.Digit(key);
    }

    private void Exchange(RtpParameters parameters, ReadOnlySpan<byte> heard, FrameOrigin origin)
    {
        if (_inBandKeys?.Push(heard) is { } key && _heardKeys.IsNew(KeyWay.Rtp, key)) _audio.Digit(key);
        _sender.Frame.Fill(G711.ALawSilence);
        if (_stalled) _audio.Stalled();
        _stalled = false;
        _audio.Exchange(heard, origin, _sender.Frame);
        if (parameters.Send)
        {
            _sender.Write(parameters);
            _next = TurnStep.Send;
        }
        else
        {
            _sender.SkipSlot();
        }
    }

    private void Send()
    {
        _next = TurnStep.Hear;
        _stalled = _sender.Send(_socket, _peer.Target!, _time) >= 2 * _turnLength;
    }

    // Seconds and the rest apart: a product of both would overflow. It wraps as RTP's timestamps do.
    private uint ToSamples(long timestamp) => unchecked((uint)(
        (timestamp / _time.TimestampFrequency * SampleRate) + (timestamp % _time.TimestampFrequency * SampleRate / _time.TimestampFrequency)));
}
