using System.Text;
using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Tests.Sip.Messages;

/// <summary>Session descriptions beside other bodies: RFC 5621 section 3.1, RFC 2046 section 5.1.1.</summary>
public class MultipartBodyTests
{
    /// <summary>As a gateway of a telephone exchange sends it (RFC 3204).</summary>
    public const string WithIsup = "--b1\r\nContent-Type: application/ISUP; version=itu-t92+\r\nContent-Disposition: signal; handling=optional\r\n\r\n\u0001\u0011\r\n--b1x\u0000\r\n" +
        "--b1\r\nContent-Type: application/sdp\r\n\r\n" + ScriptedPeer.Sdp + "\r\n--b1--\r\n";

    [Theory]
    [InlineData("multipart/mixed;boundary=b1")]
    [InlineData("Multipart/Mixed; charset=x; boundary=\"b1\"")]
    public void Rfc_5621_section_3_1_the_description_is_found_among_the_parts(string type) =>
        Assert.Equal(ScriptedPeer.Sdp, Encoding.UTF8.GetString(Message(type, WithIsup).Sdp));

    [Fact]
    public void Rfc_2046_section_5_1_1_preamble_and_epilogue_are_passed_over() => Assert.Equal(
        "v=0", Encoding.UTF8.GetString(Message("multipart/mixed;boundary=b", "a --b preamble\r\n--b  \r\ncontent-type:application/SDP;x=y\r\n\r\nv=0\r\n--b--\r\nrest").Sdp));

    [Theory]
    [InlineData("multipart/mixed", WithIsup)]
    [InlineData("multipart/mixed;boundary=other", WithIsup)]
    [InlineData("multipart/mixed;boundary=b", "--b")]
    [InlineData("multipart/mixed;boundary=b", "--b\r\nContent-Type: application/sdp\r\n\r\nv=0")]
    [InlineData("multipart/mixed;boundary=b", "--b\r\nContent-Type: text/plain\r\n\r\nv=0\r\n--b--")]
    [InlineData("multipart/mixed;boundary=b", "--b\r\n\r\nv=0\r\n--b--")]
    [InlineData("multipart/mixed;boundary=b", "--b--\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n--b--")]
    [InlineData("application/isup", "v=0")]
    public void What_holds_no_whole_description_has_none(string type, string body) => Assert.False(Message(type, body).HasSdp);

    private static SipResponse Message(string type, string body)
    {
        var response = Wire.Response(Wire.Request("INVITE"), 200);
        response.SetBody(type, Encoding.UTF8.GetBytes(body));
        return response;
    }
}
