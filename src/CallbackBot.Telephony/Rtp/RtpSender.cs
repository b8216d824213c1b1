using CallbackBot.Telephony.Audio;

namespace CallbackBot.Telephony.Rtp;

/// <summary>The sending half of a session: writes one packet per slot of 20 ms. Not safe for use from several threads.</summary>
internal sealed class RtpSender
{
    private const int SlotLength = Concealment.FrameLength;

    private readonly byte[] _packet = new byte[RtpPacket.HeaderLength + SlotLength];
    private readonly TelephoneEventSender _keys = new();
    private readonly uint _ssrc;
    private ushort _sequence;
    private uint _timestamp;
    private uint _pressedAt;
    private bool _talkSpurtBegins = true;

    /// <summary>Starts at random numbers (RFC 3550 section 5.1).</summary>
    public RtpSender(Random random)
    {
        _ssrc = (uint)random.NextInt64(1L << 32);
        _sequence = (ushort)random.Next(1 << 16);
        _timestamp = (uint)random.NextInt64(1L << 32);
    }

    /// <summary>The 20 ms that the application speaks, as A-law; fill it before <see cref="NextPacket"/>.</summary>
    public Span<byte> Frame => _packet.AsSpan(RtpPacket.HeaderLength, SlotLength);

    public void Press(string keys) => _keys.Press(keys);

    /// <summary>The packet of this slot: the audio in <see cref="Frame"/>, or a key that is down.</summary>
    public ReadOnlySpan<byte> NextPacket(RtpParameters parameters)
    {
        int length;
        if (parameters.TelephoneEventType is { } keyType && _keys.TryNext(out var key, out var first))
        {
            // All packets of a press carry the time it began (RFC 4733 section 2.5.1.2).
            if (first) _pressedAt = _timestamp;
            RtpPacket.WriteHeader(_packet, keyType, marker: first, _sequence, _pressedAt, _ssrc);
            key.Write(Frame);
            length = RtpPacket.HeaderLength + TelephoneEvent.Length;
        }
        else
        {
            RtpPacket.WriteHeader(_packet, parameters.PayloadType, _talkSpurtBegins, _sequence, _timestamp, _ssrc);
            if (parameters.Law == G711Law.MuLaw) G711.ALawToMuLaw(Frame, Frame);
            _talkSpurtBegins = false;
            length = _packet.Length;
        }

        _sequence++;
        _timestamp += SlotLength;
        return _packet.AsSpan(0, length);
    }

    /// <summary>
    /// A slot in which nothing may be sent (hold): time passes, and the next packet begins a talk spurt (RFC 3551 section 4.1).
    /// </summary>
    public void SkipSlot()
    {
        _timestamp += SlotLength;
        _talkSpurtBegins = true;
        _keys.Clear();
    }
}
