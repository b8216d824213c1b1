using System.Buffers.Binary;

namespace CallbackBot.Telephony.Rtp.Srtp;

/// <summary>
/// Encrypts and authenticates what one source of ours sends, in place (RFC 3711 section 3.3, sender). Allocates nothing per packet. Not safe
/// for use from several threads.
/// </summary>
internal sealed class SrtpOutbound(SrtpKey key) : IDisposable
{
    /// <summary>How much longer a packet may become.</summary>
    public const int MaxExpansion = RtcpTrailerLength + SrtpSuites.RtcpTagLength;

    private const int RtcpHeaderLength = 8;
    private const int RtcpTrailerLength = 4;
    private const uint EncryptedBit = 0x8000_0000;

    private readonly SessionKeys _rtp = SessionKeys.ForRtp(key);
    private readonly SessionKeys _rtcp = SessionKeys.ForRtcp(key);
    private readonly int _tagLength = SrtpSuites.RtpTagLength(key.Suite);
    private ulong? _newest;
    private uint _rtcpIndex;

    public SrtpKey Key => key;

    /// <summary>Protects an RTP packet whose header has no extension and no contributing sources. Returns its new length.</summary>
    /// <param name="buffer">The packet, with room for <see cref="MaxExpansion"/> bytes behind it.</param>
    /// <param name="length">Of the packet.</param>
    public int Protect(Span<byte> buffer, int length)
    {
        var sequence = BinaryPrimitives.ReadUInt16BigEndian(buffer[2..]);
        var index = _newest is { } newest ? PacketIndex.Estimate(newest, sequence) ?? sequence : sequence;
        _newest = index;
        _rtp.Crypt(BinaryPrimitives.ReadUInt32BigEndian(buffer[8..]), index, buffer[RtpPacket.HeaderLength..length]);

        // The tag covers the rollover counter, which is not sent and lies where the tag will be (section 4.2).
        BinaryPrimitives.WriteUInt32BigEndian(buffer[length..], PacketIndex.RolloverCounter(index));
        _rtp.Authenticate(buffer[..(length + sizeof(uint))], buffer.Slice(length, _tagLength));
        return length + _tagLength;
    }

    /// <summary>Protects a compound RTCP packet (section 3.4). Returns its new length.</summary>
    public int ProtectRtcp(Span<byte> buffer, int length)
    {
        _rtcp.Crypt(BinaryPrimitives.ReadUInt32BigEndian(buffer[4..]), _rtcpIndex, buffer[RtcpHeaderLength..length]);
        BinaryPrimitives.WriteUInt32BigEndian(buffer[length..], EncryptedBit | _rtcpIndex);
        length += RtcpTrailerLength;
        _rtcp.Authenticate(buffer[..length], buffer.Slice(length, SrtpSuites.RtcpTagLength));
        _rtcpIndex = (_rtcpIndex + 1) & ~EncryptedBit;
        return length + SrtpSuites.RtcpTagLength;
    }

    public void Dispose()
    {
        _rtp.Dispose();
        _rtcp.Dispose();
    }
}
