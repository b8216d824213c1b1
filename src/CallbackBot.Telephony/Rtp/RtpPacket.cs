using System.Buffers.Binary;

namespace CallbackBot.Telephony.Rtp;

/// <summary>One RTP packet as it lies in a receive buffer (RFC 3550 section 5.1).</summary>
internal readonly ref struct RtpPacket
{
    public const int HeaderLength = 12;
    private const byte Version2 = 0x80;
    private const byte MarkerBit = 0x80;

    public bool Marker { get; private init; }

    public byte PayloadType { get; private init; }

    public ushort Sequence { get; private init; }

    public uint Timestamp { get; private init; }

    public uint Ssrc { get; private init; }

    public ReadOnlySpan<byte> Payload { get; private init; }

    /// <summary>Takes the header apart; contributing sources, extension and padding are skipped. False for what is not RTP.</summary>
    public static bool TryParse(ReadOnlySpan<byte> datagram, out RtpPacket packet)
    {
        packet = default;
        if (!TryMeasureHeader(datagram, out var start)) return false;
        var end = datagram.Length;
        if ((datagram[0] & 0x20) != 0)
        {
            if (datagram[^1] == 0) return false;
            end -= datagram[^1];
        }

        if (end < start) return false;
        packet = new RtpPacket
        {
            Marker = (datagram[1] & MarkerBit) != 0,
            PayloadType = (byte)(datagram[1] & ~MarkerBit),
            Sequence = BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]),
            Timestamp = BinaryPrimitives.ReadUInt32BigEndian(datagram[4..]),
            Ssrc = BinaryPrimitives.ReadUInt32BigEndian(datagram[8..]),
            Payload = datagram[start..end],
        };
        return true;
    }

    /// <summary>Where the payload begins, behind contributing sources and extension. False for what is not RTP.</summary>
    public static bool TryMeasureHeader(ReadOnlySpan<byte> datagram, out int length)
    {
        length = 0;
        if (datagram.Length < HeaderLength || (datagram[0] & 0xC0) != Version2 || IsRtcp(datagram)) return false;
        length = HeaderLength + (4 * (datagram[0] & 0x0F));
        if ((datagram[0] & 0x10) != 0)
        {
            if (datagram.Length < length + 4) return false;
            length += 4 + (4 * BinaryPrimitives.ReadUInt16BigEndian(datagram[(length + 2)..]));
        }

        return length <= datagram.Length;
    }

    /// <summary>RTCP that shares the port: its packet types 192-223 look like payload types 64-95 with the marker (RFC 5761 section 4).</summary>
    public static bool IsRtcp(ReadOnlySpan<byte> datagram) => datagram.Length >= 2 && datagram[1] is >= 192 and <= 223;

    /// <summary>Writes a header of 12 bytes.</summary>
    public static void WriteHeader(Span<byte> buffer, byte payloadType, bool marker, ushort sequence, uint timestamp, uint ssrc)
    {
        buffer[0] = Version2;
        buffer[1] = (byte)(marker ? payloadType | MarkerBit : payloadType);
        BinaryPrimitives.WriteUInt16BigEndian(buffer[2..], sequence);
        BinaryPrimitives.WriteUInt32BigEndian(buffer[4..], timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(buffer[8..], ssrc);
    }
}
