using System.Buffers.Binary;

namespace CallbackBot.Telephony.Rtp.Rtcp;

/// <summary>What we send: how much, and when (RFC 3550 section 6.4.1).</summary>
internal readonly record struct SenderInfo(ulong Ntp, uint RtpTimestamp, uint Packets, uint Octets);

/// <summary>
/// A compound RTCP packet (RFC 3550 section 6.1) as far as a call with one stream each way needs it.
/// </summary>
/// <param name="Ssrc">Of the reporter.</param>
/// <param name="SenderTime">Middle of the NTP time of a sender report; null for a receiver report.</param>
/// <param name="AboutUs">The block about our packets, if there is one.</param>
/// <param name="Bye">The reporter leaves (section 6.6).</param>
internal readonly record struct RtcpPacket(uint Ssrc, uint? SenderTime, ReportBlock? AboutUs, bool Bye)
{
    /// <summary>As long as what <see cref="Write"/> writes ever gets.</summary>
    public const int MaxWritten = HeaderLength + SenderInfoLength + ReportBlock.Length + HeaderLength + 2 + 255 + 4 + HeaderLength;

    private const int HeaderLength = 8; // With the SSRC that every packet type here has.
    private const int SenderInfoLength = 20;
    private const byte SenderReport = 200;
    private const byte ReceiverReport = 201;
    private const byte SourceDescription = 202;
    private const byte Goodbye = 203;
    private const byte CanonicalName = 1;
    private const byte Version2 = 0x80;
    private const byte PaddingBit = 0x20;

    /// <summary>Reads a compound packet; false for what fails the checks of appendix A.2.</summary>
    public static bool TryRead(ReadOnlySpan<byte> compound, uint ourSsrc, out RtcpPacket packet)
    {
        packet = default;
        if (compound.Length < HeaderLength || (compound[0] & (0xC0 | PaddingBit)) != Version2) return false;
        if (compound[1] is not (SenderReport or ReceiverReport)) return false;

        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(compound[4..]);
        uint? senderTime = null;
        ReportBlock? aboutUs = null;
        var bye = false;
        while (compound.Length > 0)
        {
            if (compound.Length < 4 || (compound[0] & 0xC0) != Version2) return false;
            var length = 4 * (BinaryPrimitives.ReadUInt16BigEndian(compound[2..]) + 1);
            if (length > compound.Length) return false;
            var one = compound[..length];
            compound = compound[length..];
            switch (one[1])
            {
                case SenderReport when length < HeaderLength + SenderInfoLength:
                case ReceiverReport when length < HeaderLength:
                    return false;
                case SenderReport:
                    if (BinaryPrimitives.ReadUInt32BigEndian(one[4..]) == ssrc) senderTime = NtpTime.Middle(BinaryPrimitives.ReadUInt64BigEndian(one[8..]));
                    aboutUs ??= FindBlock(one[(HeaderLength + SenderInfoLength)..], one[0] & 0x1F, ourSsrc);
                    break;
                case ReceiverReport:
                    aboutUs ??= FindBlock(one[HeaderLength..], one[0] & 0x1F, ourSsrc);
                    break;
                case Goodbye:
                    bye |= Names(one, ssrc);
                    break;
            }
        }

        packet = new RtcpPacket(ssrc, senderTime, aboutUs, bye);
        return true;
    }

    /// <summary>Writes a report, the canonical name and, at the end of a call, the BYE. Returns the length.</summary>
    /// <param name="buffer">At least <see cref="MaxWritten"/> bytes.</param>
    /// <param name="ssrc">Ours.</param>
    /// <param name="sent">When we have sent lately: a sender report (section 6.4); null makes a receiver report.</param>
    /// <param name="heard">About the far side's packets; null when none came.</param>
    /// <param name="name">The CNAME, at most 255 bytes.</param>
    /// <param name="bye">Whether we leave.</param>
    public static int Write(Span<byte> buffer, uint ssrc, SenderInfo? sent, ReportBlock? heard, ReadOnlySpan<byte> name, bool bye)
    {
        var length = HeaderLength;
        if (sent is { } info)
        {
            BinaryPrimitives.WriteUInt64BigEndian(buffer[8..], info.Ntp);
            BinaryPrimitives.WriteUInt32BigEndian(buffer[16..], info.RtpTimestamp);
            BinaryPrimitives.WriteUInt32BigEndian(buffer[20..], info.Packets);
            BinaryPrimitives.WriteUInt32BigEndian(buffer[24..], info.Octets);
            length += SenderInfoLength;
        }

        if (heard is { } block)
        {
            block.Write(buffer[length..]);
            length += ReportBlock.Length;
        }

        WriteHeader(buffer, count: heard is null ? 0 : 1, sent is null ? ReceiverReport : SenderReport, length, ssrc);
        length += WriteName(buffer[length..], ssrc, name);
        if (!bye) return length;
        WriteHeader(buffer[length..], count: 1, Goodbye, HeaderLength, ssrc);
        return length + HeaderLength;
    }

    /// <summary>Section 6.5: one chunk with one item, ended by at least one zero and filled up to whole words.</summary>
    private static int WriteName(Span<byte> buffer, uint ssrc, ReadOnlySpan<byte> name)
    {
        var end = HeaderLength + 2 + name.Length;
        var length = (end + 4) & ~3;
        buffer[HeaderLength..length].Clear();
        (buffer[HeaderLength], buffer[HeaderLength + 1]) = (CanonicalName, (byte)name.Length);
        name.CopyTo(buffer[(HeaderLength + 2)..]);
        WriteHeader(buffer, count: 1, SourceDescription, length, ssrc);
        return length;
    }

    private static void WriteHeader(Span<byte> buffer, int count, byte type, int length, uint ssrc)
    {
        (buffer[0], buffer[1]) = ((byte)(Version2 | count), type);
        BinaryPrimitives.WriteUInt16BigEndian(buffer[2..], (ushort)((length / 4) - 1));
        BinaryPrimitives.WriteUInt32BigEndian(buffer[4..], ssrc);
    }

    private static ReportBlock? FindBlock(ReadOnlySpan<byte> blocks, int count, uint ssrc)
    {
        for (; count > 0 && blocks.Length >= ReportBlock.Length; count--, blocks = blocks[ReportBlock.Length..])
            if (BinaryPrimitives.ReadUInt32BigEndian(blocks) == ssrc) return ReportBlock.Read(blocks);
        return null;
    }

    private static bool Names(ReadOnlySpan<byte> bye, uint ssrc)
    {
        for (var i = 0; i < (bye[0] & 0x1F) && bye.Length >= HeaderLength + (4 * i); i++)
            if (BinaryPrimitives.ReadUInt32BigEndian(bye[(4 + (4 * i))..]) == ssrc) return true;
        return false;
    }
}
