using System.Text;
using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Tests.Sip;

/// <summary>RFC 3261 sections 8.2, 18.3, 21.4.1 and 21.5.6: what a peer hears whose message is none.</summary>
public class MalformedOnTheWireTests : AgentTest
{
    [Theory]
    [InlineData("CSeq: 1 OPTIONS", "CSeq: 1 BYE", 400, "CSeq")]
    [InlineData("Content-Length: 0", "Content-Length: 5", 400, "Content-Length")]
    [InlineData("127.0.0.1:5060 SIP/2.0", "127.0.0.1:5060 SIP/3.0", 505, "Version")]
    public async Task Section_21_4_1_a_malformed_request_is_told_what_is_wrong(string right, string wrong, int code, string says)
    {
        Peer.SendRaw(Encoding.UTF8.GetBytes(Options().Replace(right, wrong)));
        var refusal = await Peer.ResponseAsync(code);
        Assert.Contains(says, refusal.Phrase);
        Assert.NotNull(refusal.To.Tag);
    }

    [Fact]
    public async Task An_ack_a_response_or_noise_that_is_malformed_gets_no_answer()
    {
        Peer.SendRaw(Encoding.UTF8.GetBytes(Options().Replace("OPTIONS", "ACK").Replace("1 ACK", "x ACK")));
        Peer.SendRaw("SIP/2.0 999 What\r\nVia: SIP/2.0/UDP 127.0.0.2;branch=z9hG4bKx\r\n\r\n"u8);
        Peer.SendRaw("\0\u0001\u0002 noise"u8);
        Peer.SendRaw([]);
        Peer.Send(Peer.NewRequest("OPTIONS"));
        await Peer.ResponseAsync(200);
    }

    private string Options()
    {
        var text = Encoding.UTF8.GetString(SipWriter.Write(Peer.NewRequest("OPTIONS")));
        Assert.Contains("CSeq: 1 OPTIONS", text);
        return text;
    }
}
