using CallbackBot.Telephony.Audio;
using CallbackBot.Telephony.Rtp.Rtcp;
using CallbackBot.Telephony.Rtp.Srtp;

namespace CallbackBot.Telephony.Rtp;

/// <summary>The receiving half of a session: packets in, frames of A-law and keys out. Not safe for use from several threads.</summary>
internal sealed class RtpReceiver : IDisposable
{
    private const byte Pcmu = 0;
    private const byte Pcma = 8;
    private const int SlotLength = Concealment.FrameLength;
    private const int SlotsBeforeAnotherSource = 5; // 100 ms: more than a network's hiccup, less than a word.

    private readonly JitterBuffer _buffer = new();
    private readonly TelephoneEventReceiver _keys = new();
    private RtpParameters? _parameters;
    private SrtpInbound? _security;
    private InterarrivalJitter _jitter;
    private ReceivedSequence _sequence;
    private uint? _ssrc;
    private uint? _otherSsrc;
    private long _slot;
    private int _silentSlots;

    /// <summary>A packet may follow.</summary>
    public void ComingUp() => ProcessorCache.Fetch(_buffer);

    public long Received => _sequence.Received;

    public long Lost => _sequence.Lost;

    public long Late { get; private set; }

    public long Duplicates { get; private set; }

    public long Ignored { get; private set; }

    /// <summary>Slots of lost audio that were concealed.</summary>
    public long Concealed { get; private set; }

    /// <summary>Interarrival jitter in samples (RFC 3550 section 6.4.1).</summary>
    public uint Jitter => _jitter.Value;

    /// <summary>Whose audio is heard; null before any.</summary>
    public uint? Ssrc => _ssrc;

    /// <summary>True once audio has arrived.</summary>
    public bool HasAudio => _buffer.Started;

    /// <summary>Packets that were not authentic, or replayed, in an encrypted call; counted in <see cref="Ignored"/> too.</summary>
    public long Unauthentic { get; private set; }

    public void Configure(RtpParameters parameters)
    {
        _parameters = parameters;
        var key = parameters.Srtp?.Receive;
        if (key is null ? _security is null : key.Equals(_security?.Key)) return;
        if (key is null) _security?.Dispose();
        _security = key is null ? null : new SrtpInbound(key, before: _security);
    }

    /// <summary>
    /// True for RTP with a payload type of this call, decrypted in place; anything else is counted. With a key, what is not authentic is nothing.
    /// </summary>
    public bool TryParse(Span<byte> datagram, out RtpPacket packet)
    {
        var length = datagram.Length;
        var authentic = _security is null || _security.TryUnprotect(datagram, out length);
        if (!authentic) Unauthentic++;
        packet = default;
        if (authentic && RtpPacket.TryParse(datagram[..length], out packet) && IsExpected(packet.PayloadType)) return true;
        Ignored++;
        return false;
    }

    /// <summary>Opens a report in place; as it is without a key.</summary>
    public bool TryOpenRtcp(Span<byte> datagram, out int length)
    {
        length = datagram.Length;
        if (_security is null || _security.TryUnprotectRtcp(datagram, out length)) return true;
        Unauthentic++;
        return false;
    }

    /// <summary>What we tell the far side about its packets; null before any came.</summary>
    /// <param name="lastReport">Middle of the NTP time of its last sender report, 0 for none.</param>
    /// <param name="delay">Since then, in 1/65536 s.</param>
    public ReportBlock? Report(uint lastReport, uint delay) => _ssrc is not { } ssrc ? null : new ReportBlock(
        ssrc, _sequence.TakeFractionLost(), (int)Math.Min(_sequence.Lost, int.MaxValue), _sequence.HighestExtended, Jitter, lastReport, delay);

    public void Dispose() => _security?.Dispose();

    /// <summary>Counts a packet that is not of this call.</summary>
    public void Ignore() => Ignored++;

    /// <summary>Takes a packet that <see cref="TryParse"/> accepted. Returns a key when it is the first packet of a press.</summary>
    /// <param name="packet">Of this call.</param>
    /// <param name="arrival">When it came, by our clock, in samples.</param>
    public char? Accept(RtpPacket packet, uint arrival)
    {
        var law = LawOf(packet.PayloadType);
        var key = law is null && packet.PayloadType != ComfortNoise.PayloadType && TelephoneEvent.TryParse(packet.Payload, out var pressed)
            ? _keys.Accept(packet.Ssrc, packet.Timestamp, pressed, _slot) : null;

        // Some senders give keys a source of their own; only audio decides whose audio this is.
        if (law is null && packet.Ssrc != _ssrc) return key;
        if (!IsCurrentSource(packet.Ssrc)) return null;

        var verdict = _sequence.Note(packet.Sequence);
        switch (verdict)
        {
            case SequenceVerdict.Duplicate:
                Duplicates++;
                return key;
            case SequenceVerdict.Jump:
                Ignored++;
                return key;
            case SequenceVerdict.Restart:
                _buffer.Restart();
                _jitter.Restart();
                break;
        }

        if (packet.PayloadType == ComfortNoise.PayloadType)
        {
            _buffer.Pause(packet.Payload);
        }
        else if (law is null)
        {
            _buffer.Pause();
        }
        else if (packet.Payload.Length > 0)
        {
            _jitter.Note(packet.Timestamp, arrival);
            var inTime = _buffer.Put(packet.Timestamp, packet.Payload, law.Value, followsNewest: verdict == SequenceVerdict.Next);
            if (!inTime) Late++;
        }

        return key;
    }

    /// <summary>The next 20 ms of what the far side says.</summary>
    public FrameOrigin Read(Span<byte> frame)
    {
        _slot++;
        _silentSlots++;
        var origin = _buffer.Read(frame[..SlotLength]);
        if (origin == FrameOrigin.Concealed) Concealed++;
        return origin;
    }

    // A new source is believed at its second packet in a row (RFC 3550 section 6.2.1), and not before the current one has been silent for a
    // while: packets that somebody slips in must not cut the audio (section 8.2).
    private bool IsCurrentSource(uint ssrc)
    {
        if (ssrc == _ssrc)
        {
            _otherSsrc = null;
            _silentSlots = 0;
            return true;
        }

        if (_ssrc is not null && (ssrc != _otherSsrc || _silentSlots < SlotsBeforeAnotherSource))
        {
            _otherSsrc = ssrc;
            Ignored++;
            return false;
        }

        _silentSlots = 0;
        _ssrc = ssrc;
        _otherSsrc = null;
        _sequence.Restart();
        _buffer.Restart();
        _jitter.Restart();
        return true;
    }

    // Senders change between PCMA and PCMU as they like when both were offered (RFC 3264 section 5.1).
    private G711Law? LawOf(byte payloadType) =>
        payloadType == _parameters?.PayloadType ? _parameters.Law
        : payloadType switch { Pcma => G711Law.ALaw, Pcmu => G711Law.MuLaw, _ => null };

    private bool IsExpected(byte payloadType) =>
        LawOf(payloadType) is not null || payloadType == ComfortNoise.PayloadType || payloadType == _parameters?.TelephoneEventType ||
        payloadType == _parameters?.OurTelephoneEventType;
}
