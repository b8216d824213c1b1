using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using CallbackBot.Telephony.Audio;
using CallbackBot.Telephony.Rtp.Srtp;

namespace CallbackBot.Telephony.Rtp;

/// <summary>The sending half of a session: writes one packet per slot of 20 ms, encrypted once a key is set. Not safe for use from several threads.</summary>
internal sealed class RtpSender : IDisposable
{
    private const int SlotLength = Concealment.FrameLength;

    private readonly DtmfGenerator _tones = new();
    private TelephoneEventSender _keys = new();
    private SrtpOutbound? _security;
    private bool _everSecured;
    private ushort _sequence;
    private uint _timestamp;
    private uint _pressedAt;
    private bool _talkSpurtBegins = true;
    private bool _letGo;
    private int _length;
    private long _lastSentAt;
    private Packet _packet;

    /// <summary>Starts at random numbers (RFC 3550 section 5.1).</summary>
    public RtpSender(Random random)
    {
        Ssrc = (uint)random.NextInt64(1L << 32);
        _sequence = FirstSequence(random.Next());
        _timestamp = (uint)random.NextInt64(1L << 32);
    }

    /// <summary>The 20 ms that the application speaks, as A-law; fill it before <see cref="Write"/>.</summary>
    public Span<byte> Frame => _packet[RtpPacket.HeaderLength..(RtpPacket.HeaderLength + SlotLength)];

    public uint Ssrc { get; private set; }

    /// <summary>Packets and bytes of payload under <see cref="Ssrc"/> (RFC 3550 section 6.4.1); both wrap.</summary>
    public uint Packets { get; private set; }

    public uint Octets { get; private set; }

    /// <summary>Of the next packet.</summary>
    public uint Timestamp => _timestamp;

    /// <summary>Encrypts from the next packet on; null sends in the clear. A key that stays goes on where it was.</summary>
    public void Secure(SrtpKey? key)
    {
        if (key is null ? _security is null : key.Equals(_security?.Key)) return;
        _security?.Dispose();
        if (_everSecured && key is not null)
        {
            // No packet index may be used twice under one key, and peers differ on whether the rollover counter goes on under a new one or
            // begins again: a new source is safe and right for both.
            Ssrc = (uint)RandomNumberGenerator.GetInt32(int.MaxValue);
            (Packets, Octets) = (0, 0);
            _sequence = FirstSequence(RandomNumberGenerator.GetInt32(int.MaxValue));
        }

        _everSecured |= key is not null;
        _security = key is null ? null : new SrtpOutbound(key);
    }

    /// <summary>Encrypts a report like the audio; as it is without a key. Returns its length.</summary>
    public int ProtectRtcp(Span<byte> buffer, int length) => _security?.ProtectRtcp(buffer, length) ?? length;

    public void Dispose() => _security?.Dispose();

    public void Press(string keys) => _keys.Press(keys);

    /// <summary>Packets that the network took.</summary>
    public long Sent { get; private set; }

    /// <summary>Packets that it refused.</summary>
    public long Failures { get; private set; }

    /// <summary>Between two packets, in the time provider's unit.</summary>
    public long LongestInterval { get; private set; }

    /// <summary>Sends what was written last. Returns the time since the packet before, in the time provider's unit; 0 for none.</summary>
    public long Send(MediaSocket socket, SocketAddress to, TimeProvider time)
    {
        // Refused: the next packet may get through, and silence ends the call.
        if (socket.Send(_packet[.._length], to)) Sent++;
        else Failures++;

        var now = time.GetTimestamp();
        var interval = _lastSentAt == 0 ? 0 : now - _lastSentAt;
        LongestInterval = Math.Max(LongestInterval, interval);
        _lastSentAt = now;
        return interval;
    }

    /// <summary>Writes the packet of this slot: the audio in <see cref="Frame"/>, or a key that is down.</summary>
    public void Write(RtpParameters parameters)
    {
        int length;
        var pressing = _keys.TryNext(out var key, out var first);
        if (pressing && parameters.TelephoneEventType is { } keyType)
        {
            // All packets of a press carry the time it began (RFC 4733 section 2.5.1.2).
            if (first) _pressedAt = _timestamp;
            RtpPacket.WriteHeader(_packet, keyType, marker: first, _sequence, _pressedAt, Ssrc);
            key.Write(Frame);
            length = RtpPacket.HeaderLength + TelephoneEvent.Length;
        }
        else
        {
            if (pressing) Sound(key, first);
            RtpPacket.WriteHeader(_packet, parameters.PayloadType, _talkSpurtBegins, _sequence, _timestamp, Ssrc);
            if (parameters.Law == G711Law.MuLaw) G711.ALawToMuLaw(Frame, Frame);
            _talkSpurtBegins = false;
            length = RtpPacket.HeaderLength + SlotLength;
        }

        _sequence++;
        _timestamp += SlotLength;
        Packets++;
        Octets += (uint)(length - RtpPacket.HeaderLength);
        _length = _security?.Protect(_packet, length) ?? length;
    }

    /// <summary>The key as its two tones in place of the application's audio; silence where RFC 4733 would repeat the end.</summary>
    private void Sound(TelephoneEvent key, bool first)
    {
        if (first) _tones.Press(key.Key!.Value);
        if (first || !_letGo) _tones.Fill(Frame);
        else Frame.Fill(G711.ALawSilence);
        _letGo = key.End;
    }

    /// <summary>
    /// A slot in which nothing may be sent (hold): time passes, and the next packet begins a talk spurt (RFC 3551 section 4.1).
    /// </summary>
    public void SkipSlot()
    {
        _timestamp += SlotLength;
        _talkSpurtBegins = true;
        _lastSentAt = 0;
        _keys.Clear();
    }

    // In the lower half, so that the first packets that arrive cannot be taken for those after a wrap (RFC 3711 section 3.3.1).
    private static ushort FirstSequence(int random) => (ushort)(random & 0x7FFF);

    /// <summary>The packet of one slot. Within the sender, so that the processor's cache gets both at once.</summary>
    [InlineArray(RtpPacket.HeaderLength + SlotLength + SrtpOutbound.MaxExpansion)]
    private struct Packet
    {
        private byte _first;
    }
}
