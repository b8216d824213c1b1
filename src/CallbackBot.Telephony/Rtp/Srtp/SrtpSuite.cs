namespace CallbackBot.Telephony.Rtp.Srtp;

/// <summary>A crypto suite of RFC 4568 section 6.2. Both encrypt with AES in counter mode, 128 bits, and differ in the length of RTP's tag.</summary>
internal enum SrtpSuite
{
    AesCm128HmacSha1Tag80,
    AesCm128HmacSha1Tag32,
}

/// <summary>Names and sizes of the suites.</summary>
internal static class SrtpSuites
{
    /// <summary>Of SRTCP in every suite (RFC 4568 sections 6.2.1 and 6.2.2), and the longest there is.</summary>
    public const int RtcpTagLength = 10;

    public static string NameOf(SrtpSuite suite) =>
        suite == SrtpSuite.AesCm128HmacSha1Tag80 ? "AES_CM_128_HMAC_SHA1_80" : "AES_CM_128_HMAC_SHA1_32";

    public static SrtpSuite? Parse(ReadOnlySpan<char> name) =>
        name.Equals("AES_CM_128_HMAC_SHA1_80", StringComparison.OrdinalIgnoreCase) ? SrtpSuite.AesCm128HmacSha1Tag80
        : name.Equals("AES_CM_128_HMAC_SHA1_32", StringComparison.OrdinalIgnoreCase) ? SrtpSuite.AesCm128HmacSha1Tag32
        : null;

    /// <summary>Bytes of the authentication tag behind an RTP packet.</summary>
    public static int RtpTagLength(SrtpSuite suite) => suite == SrtpSuite.AesCm128HmacSha1Tag80 ? 10 : 4;
}
