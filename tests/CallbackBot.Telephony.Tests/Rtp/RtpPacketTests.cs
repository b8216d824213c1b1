using CallbackBot.Telephony.Rtp;
using FsCheck;
using FsCheck.Fluent;

namespace CallbackBot.Telephony.Tests.Rtp;

public class RtpPacketTests
{
    private static readonly byte[] Plain = [0x80, 0x88, 0x12, 0x34, 0, 0, 0, 160, 1, 2, 3, 4, 0xAA, 0xBB];

    [Fact]
    public void The_fixed_header_is_read_as_in_section_5_1_of_RFC_3550()
    {
        Assert.True(RtpPacket.TryParse(Plain, out var packet));
        Assert.True(packet.Marker);
        Assert.Equal(8, packet.PayloadType);
        Assert.Equal(0x1234, packet.Sequence);
        Assert.Equal(160u, packet.Timestamp);
        Assert.Equal(0x01020304u, packet.Ssrc);
        Assert.Equal([0xAA, 0xBB], packet.Payload.ToArray());
    }

    [Fact]
    public void A_written_header_is_read_back()
    {
        var buffer = new byte[12];
        RtpPacket.WriteHeader(buffer, 101, true, 65535, uint.MaxValue, 0x80000001);
        Assert.True(RtpPacket.TryParse(buffer, out var packet));
        Assert.Equal((true, 101), (packet.Marker, packet.PayloadType));
        Assert.Equal((65535, uint.MaxValue, 0x80000001), (packet.Sequence, packet.Timestamp, packet.Ssrc));
        Assert.True(packet.Payload.IsEmpty);
    }

    [Fact]
    public void Contributing_sources_extension_and_padding_are_skipped()
    {
        byte[] source = [1, 1, 1, 1];
        byte[] extension = [0, 0, 0, 1, 9, 9, 9, 9];
        byte[] padding = [0, 0, 3];
        byte[] full = [0xB1, 8, 0, 1, 0, 0, 0, 0, 0, 0, 0, 9, .. source, .. extension, 0x42, .. padding];
        Assert.True(RtpPacket.TryParse(full, out var packet));
        Assert.Equal([0x42], packet.Payload.ToArray());
    }

    [Theory]
    [InlineData(0x40, 8, 14)] // version 1
    [InlineData(0x80, 8, 11)] // cut
    [InlineData(0x8F, 8, 14)] // sources beyond the end
    [InlineData(0x90, 8, 14)] // extension beyond the end
    [InlineData(0x80, 200, 14)] // RTCP sender report
    [InlineData(0xA0, 8, 12)] // padding of the header
    public void What_is_not_RTP_is_refused(byte first, byte second, int length)
    {
        var datagram = new byte[length];
        (datagram[0], datagram[1], datagram[^1]) = (first, second, Math.Max(datagram[^1], (byte)9));
        Assert.False(RtpPacket.TryParse(datagram, out _));
    }

    [Fact]
    public void No_datagram_breaks_the_parser() =>
        Prop.ForAll<byte[]>(datagram =>
        {
            if (datagram.Length > 0) datagram[0] = (byte)(0x80 | (datagram[0] & 0x3F));
            return !RtpPacket.TryParse(datagram, out var packet) || packet.Payload.Length <= datagram.Length - 12;
        }).QuickCheckThrowOnFailure();
}
