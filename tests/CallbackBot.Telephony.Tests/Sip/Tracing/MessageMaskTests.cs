using System.Text;
using CallbackBot.Telephony.Sip.Tracing;

namespace CallbackBot.Telephony.Tests.Sip.Tracing;

public sealed class MessageMaskTests
{
    [Theory]
    [InlineData("To: <sip:+8613800138000@carrier.example;user=phone>;tag=123456789", "To: <sip:***00@carrier.example;user=phone>;tag=123456789")]
    [InlineData("f: \"138 0013 8000\" <sip:alice@192.0.2.1:5060>;tag=a1", "f: \"***00\" <sip:***@192.0.2.1:5060>;tag=a1")]
    [InlineData("P-Asserted-Identity: <tel:+86-10-12345678;phone-context=x>", "P-Asserted-Identity: <tel:***78>")]
    [InlineData("Contact: sip:13800138000:secret@192.0.2.1", "Contact: sip:***00@192.0.2.1")]
    [InlineData("X-Billing: 01012345678", "X-Billing: ***78")]
    [InlineData("Diversion: <sip:1001@pbx>;reason=busy", "Diversion: <sip:***@pbx>;reason=busy")]
    [InlineData("Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK123456789", "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK123456789")]
    [InlineData("Authorization: Digest username=\"robot\", response=\"0123\"", "Authorization: (left out)")]
    [InlineData("From: Zhang San  <sip:13800138000@h>;tag=1", "From: *** <sip:***00@h>;tag=1")]
    [InlineData("P-Asserted-Identity: Li Si<tel:+8613800138000>, <sip:a@h>", "P-Asserted-Identity: *** <tel:***00>, <sip:***@h>")]
    [InlineData("y: eyJhbGciOiJFUzI1NiJ9.eyJvcmlnIjp7InRuIjoiMTM4MDAxMzgwMDAifX0.c2ln;info=<https://h/c>", "y: (left out)")]
    [InlineData("Proxy-Authorization:\r\n Digest username=\"robot\",\r\n\tresponse=\"0123\"", "Proxy-Authorization: (left out)")]
    [InlineData("Reason: Q.850;cause=1;text=\"13800138000 unallocated\"", "Reason: Q.850;cause=1;text=\"***00 unallocated\"")]
    public void A_header_keeps_at_most_two_digits_of_a_person(string header, string masked) =>
        Assert.Equal([$"OPTIONS sip:***@h SIP/2.0", masked], Lines($"OPTIONS sip:somebody@h SIP/2.0\r\n{header}\r\n\r\n"));

    [Theory]
    [InlineData("SIP/2.0 404 13800138000 is not in service", "SIP/2.0 404 ***00 is not in service")]
    [InlineData("SIP/2.0 480 Temporarily Unavailable", "SIP/2.0 480 Temporarily Unavailable")]
    [InlineData("INVITE tel:+8613800138000 SIP/2.0", "INVITE tel:***00 SIP/2.0")]
    [InlineData("INVITE sip:192.0.2.1:5060;account=13800138000 SIP/2.0", "INVITE sip:192.0.2.1:5060;account=***00 SIP/2.0")]
    public void A_start_line_keeps_its_words_and_no_number(string line, string masked) => Assert.Equal([masked], Lines($"{line}\r\n\r\n"));

    [Fact]
    public void A_session_description_keeps_everything_but_its_keys()
    {
        const string Sdp = "v=0\r\no=13800138000 1 1 IN IP4 192.0.2.1\r\nm=audio 20000 RTP/SAVP 8\r\n" +
            "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz|2^20\r\nk=clear:abc\r\na=ssrc:6407166 cname:sip:13800138000@192.0.2.1\r\n";
        Assert.Equal(
            [
                "v=0", "o=***00 1 1 IN IP4 192.0.2.1", "m=audio 20000 RTP/SAVP 8", "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:(left out)", "k=(left out)",
                "a=ssrc:6407166 cname:sip:***00@192.0.2.1",
            ],
            Lines($"INVITE sip:a@h SIP/2.0\r\nc: application/sdp\r\n\r\n{Sdp}").Skip(3));
    }

    [Fact]
    public void The_keys_that_a_person_presses_are_left_out() =>
        Assert.Equal("(22 bytes of body left out)", Lines("INFO sip:a@h SIP/2.0\r\nContent-Type: application/dtmf-relay\r\n\r\nSignal=5\r\nDuration=160").Last());

    [Fact]
    public void A_terminal_is_not_told_what_to_do() => Assert.Equal(["OPTIONS sip:h SIP/2.0", "Subject: ?[2J"], Lines("OPTIONS sip:h SIP/2.0\r\nSubject: \u001b[2J\r\n\r\n"));

    private static List<string> Lines(string message) => [.. MessageMask.Lines(Encoding.UTF8.GetBytes(message))];
}
