using System.Buffers.Binary;
using System.Security.Cryptography;

namespace CallbackBot.Telephony.Rtp.Srtp;

/// <summary>
/// Checks and decrypts what the far side sends, in place (RFC 3711 section 3.3, receiver). Nothing of a packet is believed before its tag is
/// found right. Allocates nothing per packet. Not safe for use from several threads.
/// </summary>
/// <param name="key">The far side's.</param>
/// <param name="before">What was valid until now: packets under the old key may still be on their way. Owned, and gone with the first packet under the new one.</param>
internal sealed class SrtpInbound(SrtpKey key, SrtpInbound? before = null) : IDisposable
{
    /// <summary>Sources that are remembered. A phone has one, keys of some gateways have another, a transfer brings a new one.</summary>
    private const int MaxSources = 8;

    private const int RtcpHeaderLength = 8;
    private const int RtcpTrailerLength = 4;
    private const uint EncryptedBit = 0x8000_0000;

    private readonly SessionKeys _rtp = SessionKeys.ForRtp(key);
    private readonly SessionKeys _rtcp = SessionKeys.ForRtcp(key);
    private readonly int _tagLength = SrtpSuites.RtpTagLength(key.Suite);
    private readonly SrtpSource[] _sources = new SrtpSource[MaxSources];
    private int _known;
    private int _oldest;
    private SrtpInbound? _before = before;

    public SrtpKey Key => key;

    /// <summary>Opens an RTP packet in place; false, and the datagram as it was, when it is not authentic or was seen before.</summary>
    public bool TryUnprotect(Span<byte> datagram, out int length)
    {
        if (TryOpen(datagram, out length))
        {
            _before?.Dispose();
            _before = null;
            return true;
        }

        return _before is not null && _before.TryUnprotect(datagram, out length);
    }

    /// <summary>The same for a compound RTCP packet (section 3.4).</summary>
    public bool TryUnprotectRtcp(Span<byte> datagram, out int length) =>
        TryOpenRtcp(datagram, out length) || (_before is not null && _before.TryUnprotectRtcp(datagram, out length));

    public void Dispose()
    {
        _rtp.Dispose();
        _rtcp.Dispose();
        _before?.Dispose();
    }

    private bool TryOpen(Span<byte> datagram, out int length)
    {
        length = datagram.Length - _tagLength - key.Mki.Length;
        if (length < 0 || !RtpPacket.TryMeasureHeader(datagram[..length], out var header)) return false;
        if (!datagram.Slice(length, key.Mki.Length).SequenceEqual(key.Mki)) return false;
        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(datagram[8..]);
        var sequence = BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]);
        var place = Find(ssrc);
        if (place >= 0 && _sources[place].HasRtp)
        {
            ref var source = ref _sources[place];
            if (PacketIndex.Estimate(source.Rtp.Newest, sequence) is not { } index || !source.Rtp.IsNew(index)) return false;
            if (!IsAuthentic(datagram, length, index)) return false;
            _rtp.Crypt(ssrc, index, datagram[header..length]);
            source.Rtp.Note(index);
            return true;
        }

        // The counter of a new source begins at zero; a known source under a new key goes on with its own (section 3.3.1), though not at all peers.
        ulong first = sequence;
        if (!IsAuthentic(datagram, length, first))
        {
            if (_before?.Follow(ssrc, sequence) is not { } followed || followed == first || !IsAuthentic(datagram, length, followed)) return false;
            first = followed;
        }

        _rtp.Crypt(ssrc, first, datagram[header..length]);
        ref var added = ref Add(place, ssrc);
        added.HasRtp = true;
        added.Rtp.Note(first);
        return true;
    }

    private bool TryOpenRtcp(Span<byte> datagram, out int length)
    {
        var authenticated = datagram.Length - SrtpSuites.RtcpTagLength - key.Mki.Length;
        length = authenticated - RtcpTrailerLength;
        if (length < RtcpHeaderLength || !datagram.Slice(authenticated, key.Mki.Length).SequenceEqual(key.Mki)) return false;
        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(datagram[4..]);
        var trailer = BinaryPrimitives.ReadUInt32BigEndian(datagram[length..]);
        var index = trailer & ~EncryptedBit;
        var place = Find(ssrc);
        if (place >= 0 && !_sources[place].Rtcp.IsNew(index)) return false;

        Span<byte> tag = stackalloc byte[SrtpSuites.RtcpTagLength];
        _rtcp.Authenticate(datagram[..authenticated], tag);
        if (!CryptographicOperations.FixedTimeEquals(tag, datagram[^SrtpSuites.RtcpTagLength..])) return false;
        if ((trailer & EncryptedBit) != 0) _rtcp.Crypt(ssrc, index, datagram[RtcpHeaderLength..length]);
        Add(place, ssrc).Rtcp.Note(index);
        return true;
    }

    /// <summary>The tag covers the packet and the rollover counter, which is put behind the packet for a moment (section 4.2).</summary>
    private bool IsAuthentic(Span<byte> datagram, int length, ulong index)
    {
        Span<byte> behind = stackalloc byte[sizeof(uint)];
        Span<byte> tag = stackalloc byte[_tagLength];
        Span<byte> expected = stackalloc byte[_tagLength];
        datagram[^_tagLength..].CopyTo(tag);
        var counter = datagram.Slice(length, sizeof(uint));
        counter.CopyTo(behind);
        BinaryPrimitives.WriteUInt32BigEndian(counter, PacketIndex.RolloverCounter(index));
        _rtp.Authenticate(datagram[..(length + sizeof(uint))], expected);
        behind.CopyTo(counter);
        return CryptographicOperations.FixedTimeEquals(tag, expected);
    }

    private ulong? Follow(uint ssrc, ushort sequence) =>
        Find(ssrc) is >= 0 and var place && _sources[place].HasRtp ? PacketIndex.Estimate(_sources[place].Rtp.Newest, sequence) : null;

    private int Find(uint ssrc)
    {
        for (var i = 0; i < _known; i++)
            if (_sources[i].Ssrc == ssrc) return i;
        return -1;
    }

    /// <summary>The source at a place, or a new one, for which the oldest is forgotten when all places are taken.</summary>
    private ref SrtpSource Add(int place, uint ssrc)
    {
        if (place >= 0) return ref _sources[place];
        if (_known < MaxSources)
        {
            place = _known++;
        }
        else
        {
            place = _oldest;
            _oldest = (_oldest + 1) % MaxSources;
        }

        _sources[place] = new SrtpSource { Ssrc = ssrc };
        return ref _sources[place];
    }

    /// <summary>What is known of one source: which packets were there.</summary>
    private struct SrtpSource
    {
        public uint Ssrc;
        public bool HasRtp;
        public ReplayWindow Rtp;
        public ReplayWindow Rtcp;
    }
}
