using System.Text;
using CallbackBot.Telephony.Rtp;
using CallbackBot.Telephony.Rtp.Rtcp;
using CallbackBot.Telephony.Rtp.Srtp;
using CallbackBot.Telephony.Sdp;

namespace CallbackBot.Telephony.Tests.Fuzz;

/// <summary>Spoiled RTCP, SRTP, SRTCP and the attributes that carry their keys.</summary>
[Collection(LongRunning.Name)]
public class SecureMediaFuzzTests
{
    private const uint OurSsrc = 0xB0B0;

    private static readonly byte[][] Reports =
    [
        Report(new SenderInfo(0x1234_5678_9ABC_DEF0, 160, 1, 160), new ReportBlock(OurSsrc, 5, -3, 70_000, 12, 0x5678_9ABC, 65_536), bye: false),
        Report(null, new ReportBlock(OurSsrc, 0, 1, 2, 3, 4, 5), bye: true),
        Report(null, null, bye: false),
    ];

    private static readonly string[] Attributes =
    [
        "1 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj|2^20|1:4",
        "2 AES_CM_128_HMAC_SHA1_32 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj|1048576 WSH=64 -x=1",
        "3 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj|340282366920938463463374607431768211455:16",
    ];

    [Fact]
    public void Rtcp_packets()
    {
        var (accepted, aboutUs) = (0, 0);
        FuzzRun.Rounds(10_000, (random, note) =>
        {
            var bytes = new Mutator(random).Mutate(Reports[random.Next(Reports.Length)]);
            note(bytes);
            if (!RtcpPacket.TryRead(bytes, OurSsrc, out var packet)) return;
            accepted++;
            if (packet.AboutUs is not { } block) return;
            aboutUs++;
            Assert.Equal(OurSsrc, block.Ssrc);
            Assert.InRange(block.Lost, -(1 << 23), (1 << 23) - 1);
        });
        Assert.True(accepted > 500 && aboutUs > 250 && accepted < 9_500, $"{accepted} accepted, {aboutUs} about us");
    }

    // RFC 3711 section 3.3: what is not authentic is discarded. Whatever was accepted is what was sent.
    [Theory]
    [InlineData(SrtpSuite.AesCm128HmacSha1Tag80, 0, false)]
    [InlineData(SrtpSuite.AesCm128HmacSha1Tag80, 4, false)]
    [InlineData(SrtpSuite.AesCm128HmacSha1Tag80, 0, true)]
    [InlineData(SrtpSuite.AesCm128HmacSha1Tag80, 4, true)]
    [InlineData(SrtpSuite.AesCm128HmacSha1Tag32, 0, true)]
    internal void Protected_packets_that_were_changed_are_never_accepted(SrtpSuite suite, int mkiLength, bool isRtcp)
    {
        var key = Key(suite, mkiLength);
        using var outbound = new SrtpOutbound(key);
        using var inbound = new SrtpInbound(key, new SrtpInbound(Key(suite, 0, seed: 9)));
        ushort sequence = 65_000;
        FuzzRun.Rounds(3_000, (random, note) =>
        {
            var packet = Protected(outbound, key, isRtcp, sequence++);
            var spoiled = random.Next(4) == 0 ? Noise(random, packet) : new Mutator(random).Mutate(packet);
            note(spoiled);
            var isWhole = spoiled.AsSpan().SequenceEqual(packet);
            Assert.Equal(isWhole, Opens(inbound, spoiled, isRtcp));

            // The untouched one still opens, unless it just did: nothing of a spoiled packet was believed. It opens once.
            Assert.Equal(!isWhole, Opens(inbound, [.. packet], isRtcp));
            Assert.False(Opens(inbound, packet, isRtcp));
        });
    }

    [Fact]
    public void A_refused_packet_stays_as_it_was()
    {
        var key = Key(SrtpSuite.AesCm128HmacSha1Tag80, 4);
        using var outbound = new SrtpOutbound(key);
        using var inbound = new SrtpInbound(key);
        FuzzRun.Rounds(2_000, (random, note) =>
        {
            var isRtcp = random.Next(2) == 0;
            var spoiled = Protected(outbound, key, isRtcp, 1);
            spoiled[random.Next(spoiled.Length)] ^= (byte)(1 << random.Next(8));
            note([.. spoiled]);
            var before = spoiled.ToArray();
            Assert.False(Opens(inbound, spoiled, isRtcp));
            Assert.Equal(before, spoiled);
        });
    }

    [Fact]
    public void Crypto_attributes()
    {
        var accepted = 0;
        FuzzRun.Rounds(10_000, (random, note) =>
        {
            var bytes = new Mutator(random).Mutate(Encoding.ASCII.GetBytes(Attributes[random.Next(Attributes.Length)]));
            note(bytes);
            if (CryptoAttribute.Parse(Encoding.UTF8.GetString(bytes)) is not { } read) return;
            accepted++;
            Assert.InRange(read.Key.Mki.Length, 0, 128);
            Assert.InRange(read.Lifetime ?? 1, 0UL, 1UL << 48);
            var again = Assert.IsType<CryptoAttribute>(CryptoAttribute.Parse(read.Write()));
            Assert.Equal((read.Tag, read.Key.Suite), (again.Tag, again.Key.Suite));
            Assert.True(read.Key.KeyAndSalt.SequenceEqual(again.Key.KeyAndSalt), "the key that was read is written");
        });
        Assert.InRange(accepted, 250, 9_500);
    }

    private static byte[] Report(SenderInfo? sent, ReportBlock? heard, bool bye)
    {
        var buffer = new byte[RtcpPacket.MaxWritten];
        return buffer[..RtcpPacket.Write(buffer, 0xCAFE, sent, heard, "robot@host.example"u8, bye)];
    }

    private static SrtpKey Key(SrtpSuite suite, int mkiLength, int seed = 3711)
    {
        var bytes = new byte[SrtpKey.Length + mkiLength];
        new Random(seed).NextBytes(bytes);
        return new SrtpKey(suite, bytes.AsSpan(0, SrtpKey.Length), bytes.AsSpan(SrtpKey.Length));
    }

    private static byte[] Protected(SrtpOutbound outbound, SrtpKey key, bool isRtcp, ushort sequence)
    {
        var packet = isRtcp ? Reports[sequence % Reports.Length] : new byte[RtpPacket.HeaderLength + 160];
        if (!isRtcp) RtpPacket.WriteHeader(packet, 8, false, sequence, sequence * 160u, 0xCAFE);
        var buffer = new byte[packet.Length + SrtpOutbound.MaxExpansion];
        packet.CopyTo(buffer, 0);
        var length = isRtcp ? outbound.ProtectRtcp(buffer, packet.Length) : outbound.Protect(buffer, packet.Length);

        // We send no MKI ourselves; peers put it before the tag, which does not cover it (RFC 3711 section 3.1).
        var tag = isRtcp ? SrtpSuites.RtcpTagLength : SrtpSuites.RtpTagLength(key.Suite);
        return [.. buffer[..(length - tag)], .. key.Mki, .. buffer[(length - tag)..length]];
    }

    /// <summary>Any bytes, behind a header that fits half of the time.</summary>
    private static byte[] Noise(Random random, byte[] packet)
    {
        var noise = new byte[random.Next(0, 300)];
        random.NextBytes(noise);
        if (random.Next(2) == 0) packet.AsSpan(0, Math.Min(12, noise.Length)).CopyTo(noise);
        return noise;
    }

    private static bool Opens(SrtpInbound inbound, byte[] datagram, bool isRtcp)
    {
        var opened = isRtcp ? inbound.TryUnprotectRtcp(datagram, out var length) : inbound.TryUnprotect(datagram, out length);
        if (opened) Assert.InRange(length, 8, datagram.Length - 4);
        return opened;
    }
}
