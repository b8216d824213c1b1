using CallbackBot.Telephony.Rtp;
using CallbackBot.Telephony.Rtp.Rtcp;
using CallbackBot.Testing;

namespace CallbackBot.Telephony.Tests.Rtp.Rtcp;

/// <summary>RFC 3550 section 6.</summary>
public class RtcpPacketTests
{
    private static readonly ReportBlock Block = new(0xCAFE, 64, 17, 0x1_0005, 33, 0xAABBCCDD, 0x10000);
    private static readonly SenderInfo Info = new(0x0102_0304_AABB_CCDD, 160_000, 1000, 160_000);

    [Fact]
    public void Section_6_4_1_a_sender_report_with_name_and_bye_is_written_as_the_figures_show()
    {
        var bytes = Write(Info, Block, bye: true);
        Assert.Equal(
            "81C8000C" + "0000BEEF" + "01020304AABBCCDD" + "00027100" + "000003E8" + "00027100" +
            "0000CAFE" + "40000011" + "00010005" + "00000021" + "AABBCCDD" + "00010000" +
            "81CA0003" + "0000BEEF" + "0104" + "6E616D65" + "0000" +
            "81CB0001" + "0000BEEF",
            Convert.ToHexString(bytes));
    }

    [Fact]
    public void Section_6_5_the_name_ends_with_a_zero_and_fills_whole_words()
    {
        for (var length = 0; length <= 255; length++)
        {
            var buffer = new byte[RtcpPacket.MaxWritten];
            buffer.AsSpan().Fill(0xEE);
            var name = Enumerable.Repeat((byte)'n', length).ToArray();
            var written = RtcpPacket.Write(buffer, 1, null, null, name, bye: false);
            Assert.Equal(0, written % 4);
            Assert.Equal((written / 4) - 3, buffer[11] + (256 * buffer[10])); // Behind a receiver report of two words.
            Assert.Equal(0, buffer[18 + length]);
            Assert.True(RtcpPacket.TryRead(buffer.AsSpan(0, written), 1, out _));
        }
    }

    [Fact]
    public void What_is_written_is_read()
    {
        Assert.True(RtcpPacket.TryRead(Write(Info, Block, bye: true), 0xCAFE, out var packet));
        Assert.Equal(new RtcpPacket(0xBEEF, 0x0304AABB, Block, Bye: true), packet);
        Assert.True(RtcpPacket.TryRead(Write(null, Block with { Lost = -5 }, bye: false), 0xCAFE, out packet));
        Assert.Equal(new RtcpPacket(0xBEEF, null, Block with { Lost = -5 }, Bye: false), packet);
        Assert.True(RtcpPacket.TryRead(Write(Info, Block, bye: false), 0xD00D, out packet));
        Assert.Null(packet.AboutUs);
    }

    [Fact]
    public void Appendix_A_2_what_is_no_compound_packet_is_refused()
    {
        var good = Write(Info, Block, bye: false);
        Assert.False(RtcpPacket.TryRead([], 0, out _));
        Assert.False(RtcpPacket.TryRead(good.AsSpan(0, good.Length - 4), 0, out _));
        Assert.False(Reads(good, 0, 0x41)); // Version
        Assert.False(Reads(good, 0, 0xA1)); // Padding in the first packet
        Assert.False(Reads(good, 1, 202)); // Not a report first
        Assert.False(Reads(good, 3, 200)); // Longer than the datagram
        Assert.False(Reads(good, 3, 3)); // A sender report without sender info

        static bool Reads(byte[] bytes, int place, byte value)
        {
            var changed = bytes.ToArray();
            changed[place] = value;
            return RtcpPacket.TryRead(changed, 0xCAFE, out _);
        }
    }

    [Fact]
    public void No_datagram_breaks_the_reader()
    {
        var random = new Random(3550);
        var good = Write(Info, Block, bye: true);
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = good[..random.Next(good.Length + 1)];
            for (var i = random.Next(6); i > 0 && bytes.Length > 0; i--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            RtcpPacket.TryRead(bytes, 0xCAFE, out _);
        }
    }

    // RFC 3550 section 4: seconds since 1900; 6.4.1: delays in 1/65536 s
    [Fact]
    public void Section_4_times_are_seconds_since_1900_and_run_with_the_session()
    {
        var time = new ManualTimeProvider();
        var clock = new NtpTime(time);
        var start = clock.At(time.GetTimestamp());
        Assert.Equal((ulong)(time.GetUtcNow().ToUnixTimeSeconds() + 2_208_988_800), start >> 32);
        time.Advance(TimeSpan.FromMilliseconds(1500));
        Assert.Equal(0x1_8000u, clock.ShortAt(time.GetTimestamp()) - NtpTime.Middle(start));
        Assert.Equal(TimeSpan.FromMilliseconds(1500), NtpTime.FromShort(0x1_8000));
    }

    // RFC 3550 section 6.4.1, appendix A.8
    [Fact]
    public void Appendix_A_8_jitter_is_the_smoothed_difference_of_transit_times()
    {
        var jitter = new InterarrivalJitter();
        for (uint i = 0; i < 50; i++) jitter.Note(i * 160, 5000 + (i * 160));
        Assert.Equal(0u, jitter.Value);
        jitter.Note(50 * 160, 5000 + (50 * 160) + 160);
        Assert.Equal(10u, jitter.Value); // 160 / 16
        for (uint i = 51; i < 500; i++) jitter.Note(i * 160, 5000 + (i * 160) + (i % 2 * 80));
        Assert.InRange(jitter.Value, 78u, 80u);
        jitter.Restart();
        jitter.Note(7, 99_999);
        Assert.InRange(jitter.Value, 78u, 80u);
    }

    // RFC 3550 sections 6.2 and 6.3.1
    [Fact]
    public void Section_6_2_reports_come_every_five_seconds_or_so_and_the_first_in_half_of_that()
    {
        var random = new Random(1);
        var later = Enumerable.Range(0, 10_000).Select(_ => RtcpInterval.Next(random, first: false).TotalSeconds).ToArray();
        Assert.InRange(later.Min(), 2.05, 2.1);
        Assert.InRange(later.Max(), 6.1, 6.16);
        Assert.InRange(Enumerable.Range(0, 10_000).Average(_ => RtcpInterval.Next(random, first: true).TotalSeconds), 2.0, 2.1);
    }

    // RFC 3550 appendix A.3
    [Fact]
    public void Appendix_A_3_the_fraction_lost_is_of_the_last_interval()
    {
        var sequence = new ReceivedSequence();
        foreach (var number in new ushort[] { 65_534, 65_535, 1, 2 }) sequence.Note(number);
        Assert.Equal((256 / 5, 0x1_0002u), (sequence.TakeFractionLost(), sequence.HighestExtended));
        foreach (var number in new ushort[] { 3, 4, 5 }) sequence.Note(number);
        Assert.Equal(0, sequence.TakeFractionLost());
        Assert.Equal(1, sequence.Lost);
    }

    private static byte[] Write(SenderInfo? info, ReportBlock? block, bool bye)
    {
        var buffer = new byte[RtcpPacket.MaxWritten];
        return buffer[..RtcpPacket.Write(buffer, 0xBEEF, info, block, "name"u8, bye)];
    }
}
