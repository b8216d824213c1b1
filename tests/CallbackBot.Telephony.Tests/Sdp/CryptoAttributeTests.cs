using CallbackBot.Telephony.Rtp.Srtp;
using CallbackBot.Telephony.Sdp;

namespace CallbackBot.Telephony.Tests.Sdp;

/// <summary>RFC 4568.</summary>
public class CryptoAttributeTests
{
    private const string Key = "WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz";

    // RFC 4568 section 9.2's grammar, with examples of sections 4 and 6.1
    [Theory]
    [InlineData("1 AES_CM_128_HMAC_SHA1_80 inline:" + Key, 1u, null, "")]
    [InlineData("1 AES_CM_128_HMAC_SHA1_80 inline:" + Key + "|2^20", 1u, 1048576ul, "")]
    [InlineData("1 AES_CM_128_HMAC_SHA1_80 inline:" + Key + "|1048576", 1u, 1048576ul, "")]
    [InlineData("22 AES_CM_128_HMAC_SHA1_32 inline:" + Key + "|2^20|1:4", 22u, 1048576ul, "00000001")]
    [InlineData("3 AES_CM_128_HMAC_SHA1_80 inline:" + Key + "|1066:2 WSH=128 -HINT", 3u, null, "042A")]
    public void Section_6_1_key_lifetime_and_MKI_are_read(string value, uint tag, ulong? lifetime, string mki)
    {
        var crypto = CryptoAttribute.Parse(value)!;
        Assert.Equal((tag, lifetime, mki), (crypto.Tag, crypto.Lifetime, Convert.ToHexString(crypto.Key.Mki)));
        Assert.Equal(Key, Convert.ToBase64String(crypto.Key.KeyAndSalt));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1 AES_CM_128_HMAC_SHA1_80")]
    [InlineData("x AES_CM_128_HMAC_SHA1_80 inline:" + Key)]
    [InlineData("1 AEAD_AES_128_GCM inline:" + Key)]
    [InlineData("1 AES_CM_128_HMAC_SHA1_80 inline:" + Key + "AAAA")]
    [InlineData("1 AES_CM_128_HMAC_SHA1_80 inline:c2hvcnQ=")]
    [InlineData("1 AES_CM_128_HMAC_SHA1_80 uri:" + Key)]
    [InlineData("1 AES_CM_128_HMAC_SHA1_80 inline:" + Key + "|1:4;inline:" + Key + "|2:4")]
    [InlineData("1 AES_CM_128_HMAC_SHA1_80 inline:" + Key + "|2^49")]
    [InlineData("1 AES_CM_128_HMAC_SHA1_80 inline:" + Key + "|256:1")]
    [InlineData("1 AES_CM_128_HMAC_SHA1_80 inline:" + Key + "|1:129")]
    public void Section_5_1_2_what_cannot_be_used_is_not_chosen(string value) => Assert.Null(CryptoAttribute.Parse(value));

    // RFC 4568 section 6.3: these change how packets are made.
    [Theory]
    [InlineData("KDR=1")]
    [InlineData("UNENCRYPTED_SRTP")]
    [InlineData("UNAUTHENTICATED_SRTP")]
    [InlineData("FEC_ORDER=FEC_SRTP")]
    [InlineData("WHATEVER")]
    public void Section_6_3_a_session_parameter_that_we_do_not_follow_makes_the_line_unusable(string parameter) =>
        Assert.Null(CryptoAttribute.Parse($"1 AES_CM_128_HMAC_SHA1_80 inline:{Key} {parameter}"));

    [Fact]
    public void What_is_written_is_read()
    {
        var key = SrtpKey.Generate(SrtpSuite.AesCm128HmacSha1Tag32);
        var again = CryptoAttribute.Parse(new CryptoAttribute(9, key).Write())!;
        Assert.Equal((9u, key), (again.Tag, again.Key));
    }

    [Fact]
    public void Keys_differ_and_are_not_printed()
    {
        var key = SrtpKey.Generate(SrtpSuite.AesCm128HmacSha1Tag80);
        Assert.NotEqual(key, SrtpKey.Generate(SrtpSuite.AesCm128HmacSha1Tag80));
        Assert.DoesNotContain(Convert.ToBase64String(key.KeyAndSalt), $"{key} {new CryptoAttribute(1, key)} {new SrtpKeys(key, key)}");
    }
}
