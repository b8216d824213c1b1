using System.Buffers.Binary;

namespace CallbackBot.Telephony.Rtp.Rtcp;

/// <summary>What one side tells about the packets that it gets from the other (RFC 3550 section 6.4.1).</summary>
/// <param name="Ssrc">Whose packets.</param>
/// <param name="FractionLost">Of those expected since the report before, in 1/256.</param>
/// <param name="Lost">Since the beginning; negative when more came than were expected.</param>
/// <param name="HighestSequence">Extended by how often the sequence number has wrapped.</param>
/// <param name="Jitter">In samples.</param>
/// <param name="LastReport">Middle of the NTP time in the last sender report; 0 when there was none.</param>
/// <param name="Delay">Since then, in 1/65536 s.</param>
internal readonly record struct ReportBlock(
    uint Ssrc, byte FractionLost, int Lost, uint HighestSequence, uint Jitter, uint LastReport, uint Delay)
{
    public const int Length = 24;
    private const int MostLost = 0x7F_FFFF;

    public static ReportBlock Read(ReadOnlySpan<byte> at) => new(
        BinaryPrimitives.ReadUInt32BigEndian(at),
        at[4],
        // 24 bits with a sign
        BinaryPrimitives.ReadInt32BigEndian(at[4..]) << 8 >> 8,
        BinaryPrimitives.ReadUInt32BigEndian(at[8..]),
        BinaryPrimitives.ReadUInt32BigEndian(at[12..]),
        BinaryPrimitives.ReadUInt32BigEndian(at[16..]),
        BinaryPrimitives.ReadUInt32BigEndian(at[20..]));

    public void Write(Span<byte> at)
    {
        BinaryPrimitives.WriteUInt32BigEndian(at, Ssrc);
        BinaryPrimitives.WriteInt32BigEndian(at[4..], Math.Clamp(Lost, -MostLost - 1, MostLost));
        at[4] = FractionLost;
        BinaryPrimitives.WriteUInt32BigEndian(at[8..], HighestSequence);
        BinaryPrimitives.WriteUInt32BigEndian(at[12..], Jitter);
        BinaryPrimitives.WriteUInt32BigEndian(at[16..], LastReport);
        BinaryPrimitives.WriteUInt32BigEndian(at[20..], Delay);
    }
}
