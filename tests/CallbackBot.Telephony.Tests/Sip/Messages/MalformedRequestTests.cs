using System.Text;
using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Tests.Sip.Messages;

/// <summary>What a sender of a malformed request is told: RFC 3261 sections 8.2.6, 21.4.1 and 21.5.6.</summary>
public class MalformedRequestTests
{
    private const string Options =
        "OPTIONS sip:bob@192.0.2.2 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKa\r\nVia: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bKb\r\n" +
        "From: <sip:alice@192.0.2.1>;tag=a\r\nTo: <sip:bob@192.0.2.2>\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\n\r\n";

    [Fact]
    public void Section_21_4_1_the_refusal_names_the_fault_and_finds_its_way_back()
    {
        var refusal = Refusal(Options.Replace("CSeq: 1 ", "CSeq: 99999999999 "));
        Assert.Equal((400, "Bad Request - CSeq: malformed"), (refusal!.Code, refusal.Phrase));
        Assert.Equal(["SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKa", "SIP/2.0/UDP 192.0.2.9;branch=z9hG4bKb"], refusal.Headers.All("Via"));
        Assert.Equal("a", refusal.From.Tag);
        Assert.Equal("ours", refusal.To.Tag);
        Assert.Equal("1", refusal.CallId);
        Assert.Equal("99999999999 OPTIONS", refusal.Headers["CSeq"]);
    }

    [Fact]
    public void Section_21_5_6_another_version_is_refused_with_505() =>
        Assert.Equal(505, Refusal(Options.Replace("SIP/2.0\r\nVia", "SIP/7.0\r\nVia"))!.Code);

    [Fact]
    public void Rfc_4475_section_3_3_1_headers_that_are_missing_are_missing_in_the_refusal()
    {
        var refusal = Refusal("INVITE sip:user@example.com SIP/2.0\r\nCSeq: 193942 INVITE\r\nVia: SIP/2.0/UDP 192.0.2.95;branch=z9hG4bKkdj.insuf\r\n\r\n");
        Assert.Equal("Bad Request - From: missing", refusal!.Phrase);
        Assert.Equal(["Via", "CSeq"], refusal.Headers.Fields.Select(f => f.Name));
    }

    [Theory]
    [InlineData("OPTIONS", "ACK")]
    [InlineData("Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKa\r\n", "Via: x\r\n")]
    [InlineData("OPTIONS sip:bob@192.0.2.2 SIP/2.0", "SIP/2.0 200 OK")]
    [InlineData("OPTIONS sip", "(OPTIONS) sip")]
    public void An_ack_a_response_and_what_has_no_way_back_get_no_answer(string part, string replacement) =>
        Assert.Null(Refusal(Options.Replace("CSeq: 1 ", "CSeq: 99999999999 ").Replace(part, replacement)));

    [Fact]
    public void A_good_request_is_not_malformed() => Assert.NotNull(SipParser.Parse(Encoding.UTF8.GetBytes(Options)).Message);

    private static SipResponse? Refusal(string text)
    {
        var result = SipParser.Parse(Encoding.UTF8.GetBytes(text));
        Assert.Null(result.Message);
        return result.Malformed?.Refuse("ours");
    }
}
