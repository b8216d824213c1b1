using CallbackBot.Telephony.Rtp.Srtp;

namespace CallbackBot.Telephony.Tests.Rtp.Srtp;

/// <summary>What others computed: RFC 3711 appendix B, and the reference packets that implementations compare themselves with.</summary>
public class SrtpVectorTests
{
    // The master key and salt of RFC 3711 appendix B.3, which the reference packets use too.
    private static readonly SrtpKey Master = new(
        SrtpSuite.AesCm128HmacSha1Tag80, Convert.FromHexString("E1F97A0D3E018BE0D64FA32C06DE41390EC675AD498AFEEBB6960B3AABE6"));

    // RFC 3711 appendix B.2
    [Theory]
    [InlineData(0x0000, "E03EAD0935C95E80E166B16DD92B4EB4")]
    [InlineData(0x0001, "D23513162B02D0F72A43A2FE4A5F97AB")]
    [InlineData(0x0002, "41E95B3BB0A2E8DD477901E4FCA894C0")]
    [InlineData(0xFEFF, "EC8CDF7398607CB0F2D21675EA9EA1E4")]
    [InlineData(0xFF00, "362B7C3C6773516318A077D7FC5073AE")]
    [InlineData(0xFF01, "6A2CC3787889374FBEB4C81B17BA6C44")]
    public void Appendix_B_2_counter_mode_keystream(int block, string expected)
    {
        using var cipher = new AesCounterMode(Convert.FromHexString("2B7E151628AED2A6ABF7158809CF4F3C"));
        var keystream = new byte[(block + 1) * AesCounterMode.BlockLength];
        cipher.Apply(Convert.FromHexString("F0F1F2F3F4F5F6F7F8F9FAFBFCFD0000"), keystream);
        Assert.Equal(expected, Convert.ToHexString(keystream[(block * AesCounterMode.BlockLength)..]));
    }

    // RFC 3711 appendix B.3
    [Theory]
    [InlineData(0, "C61E7A93744F39EE10734AFE3FF7A087")]
    [InlineData(1, "CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4")]
    [InlineData(2, "30CBBC08863D8C85D49DB34A9AE1")]
    public void Appendix_B_3_session_keys(byte label, string expected)
    {
        using var prf = new AesCounterMode(Master.Key);
        var key = new byte[expected.Length / 2];
        SessionKeys.Derive(prf, Master.Salt, label, key);
        Assert.Equal(expected, Convert.ToHexString(key));
    }

    [Fact]
    public void The_reference_RTP_packet_is_made_and_opened()
    {
        const string clear = "800F1234DECAFBADCAFEBABEABABABABABABABABABABABABABABABAB";
        const string secured = "800F1234DECAFBADCAFEBABE4E55DC4CE79978D88CA4D215949D2402B78D6ACC99EA179B8DBB";
        using var outbound = new SrtpOutbound(Master);
        using var inbound = new SrtpInbound(Master);
        var packet = new byte[200];
        Convert.FromHexString(clear).CopyTo(packet, 0);
        var length = outbound.Protect(packet, clear.Length / 2);
        Assert.Equal(secured, Convert.ToHexString(packet.AsSpan(0, length)));
        Assert.True(inbound.TryUnprotect(packet.AsSpan(0, length), out length));
        Assert.Equal(clear, Convert.ToHexString(packet.AsSpan(0, length)));
    }

    [Fact]
    public void The_reference_RTCP_packet_is_made_and_opened()
    {
        const string clear = "81C8000BCAFEBABEABABABABABABABABABABABABABABABAB";
        const string secured = "81C8000BCAFEBABE7128035BE487B9BDBEF89041F977A5A880000001993E08CD54D6C1230798";
        using var outbound = new SrtpOutbound(Master);
        using var inbound = new SrtpInbound(Master);
        outbound.ProtectRtcp(new byte[40], 8); // The reference counts from one.
        var packet = new byte[200];
        Convert.FromHexString(clear).CopyTo(packet, 0);
        var length = outbound.ProtectRtcp(packet, clear.Length / 2);
        Assert.Equal(secured, Convert.ToHexString(packet.AsSpan(0, length)));
        Assert.True(inbound.TryUnprotectRtcp(packet.AsSpan(0, length), out length));
        Assert.Equal(clear, Convert.ToHexString(packet.AsSpan(0, length)));
    }
}
