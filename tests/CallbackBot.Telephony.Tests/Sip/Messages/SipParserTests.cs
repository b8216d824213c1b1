using System.Text;
using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Tests.Sip.Messages;

public class SipParserTests
{
    private const string Invite =
        "INVITE sip:bob@biloxi.example.com SIP/2.0\r\n" +
        "Via: SIP/2.0/UDP pc33.atlanta.example.com;branch=z9hG4bK776asdhds;rport\r\n" +
        "Max-Forwards: 70\r\n" +
        "To: Bob <sip:bob@biloxi.example.com>\r\n" +
        "From: \"Alice \\\"A\\\" <x>\" <sip:alice@atlanta.example.com>;tag=1928301774\r\n" +
        "Call-ID: a84b4c76e66710\r\n" +
        "CSeq: 314159 INVITE\r\n" +
        "Contact: <sip:alice@pc33.atlanta.example.com>\r\n" +
        "Content-Type: application/sdp\r\n" +
        "Content-Length: 4\r\n\r\nv=0\n";

    [Fact]
    public void Request_is_read_with_its_parts()
    {
        var request = Assert.IsType<SipRequest>(SipParser.Parse(Encoding.UTF8.GetBytes(Invite)).Message);
        Assert.Equal("INVITE", request.Method);
        Assert.Equal("z9hG4bK776asdhds", request.TopVia.Branch);
        Assert.Equal("Alice \"A\" <x>", request.From.DisplayName);
        Assert.Equal("1928301774", request.From.Tag);
        Assert.Equal(new CSeq(314159, "INVITE"), request.CSeq);
        Assert.True(request.HasSdp);
        Assert.Equal("v=0\n"u8.ToArray(), request.Body);
    }

    [Fact]
    public void Section_7_3_compact_names_folded_lines_comma_lists_and_bare_line_feeds_are_read()
    {
        const string text =
            "\r\n\r\nSIP/2.0 200 好的\nv:  SIP / 2.0 / UDP\n 192.0.2.1:5060 ;branch=z9hG4bKa, SIP/2.0/TCP [2001:db8::1]:5062;branch=z9hG4bKb\n" +
            "f: <sip:a@192.0.2.1;x=\",\">;tag=1\nt: sip:b@192.0.2.2;tag=2\ni:x\nCSEQ:\t1\n  INVITE\nX-Unknown: ü, ö\nm: <sip:b@192.0.2.2>\n\n";
        var response = Assert.IsType<SipResponse>(SipParser.Parse(Encoding.UTF8.GetBytes(text)).Message);
        Assert.Equal("好的", response.Phrase);
        Assert.Equal(2, response.Headers.All("Via").Count());
        Assert.Equal(5060, response.TopVia.Port);
        Assert.Equal("2", response.To.Tag);
        Assert.Equal("sip:b@192.0.2.2", response.To.Uri);
        Assert.Equal("INVITE", response.CSeq.Method);
        Assert.Equal("sip:b@192.0.2.2", response.Contact!.Uri);
    }

    [Theory]
    [InlineData("Via: SIP/2.0/UDP pc33.atlanta.example.com;branch=z9hG4bK776asdhds;rport\r\n", "", "Via: missing")]
    [InlineData("Call-ID: a84b4c76e66710\r\n", "", "Call-ID: missing")]
    [InlineData("CSeq: 314159 INVITE", "CSeq: 36893488147419103232 INVITE", "CSeq: malformed")]
    [InlineData("CSeq: 314159 INVITE", "CSeq: 1 OPTIONS", "CSeq: another method than the start line")]
    [InlineData("Content-Length: 4", "Content-Length: 9999", "Content-Length: larger than the body")]
    [InlineData("Content-Length: 4", "Content-Length: -999", "Content-Length: not a number")]
    [InlineData("SIP/2.0\r\nVia", "SIP/7.0\r\nVia", "start line: unknown version")]
    [InlineData("Max-Forwards: 70", "To: <sip:other@example.com>", "To: given twice")]
    [InlineData("INVITE sip:bob@biloxi.example.com SIP", "INVITE <sip:bob@biloxi.example.com> SIP", "start line: the Request-URI is no URI")]
    [InlineData("INVITE sip", "INVITE  sip", "start line: not method, URI and version with one blank between them")]
    [InlineData("From: ", "From: <", "From: malformed")]
    [InlineData("4\r\n\r\nv=0\n", "4\r\n", "headers: no empty line behind them")]
    public void What_is_wrong_is_said_with_its_place(string part, string replacement, string verdict)
    {
        Assert.Contains(part, Invite);
        var result = SipParser.Parse(Encoding.UTF8.GetBytes(Invite.Replace(part, replacement)));
        Assert.Null(result.Message);
        Assert.Equal(verdict, result.Fault.ToString());
    }

    [Fact]
    public void Section_18_3_bytes_beyond_content_length_are_dropped_and_without_it_the_datagram_is_the_body()
    {
        Assert.Equal("v=0\n"u8.ToArray(), SipParser.Parse(Encoding.UTF8.GetBytes(Invite + "rest")).Message!.Body);
        var without = SipParser.Parse(Encoding.UTF8.GetBytes(Invite.Replace("Content-Length: 4\r\n", "") + "rest")).Message!;
        Assert.Equal("v=0\nrest"u8.ToArray(), without.Body);
    }

    [Fact]
    public void Limits_are_verdicts()
    {
        var manyFields = Invite.Replace("Max-Forwards: 70\r\n", string.Concat(Enumerable.Repeat("X: 1\r\n", 300)));
        Assert.Equal("headers: too many", SipParser.Parse(Encoding.UTF8.GetBytes(manyFields)).Fault.ToString());
        var longLine = Invite.Replace("Max-Forwards: 70", "X: " + new string('x', 9000));
        Assert.Equal("headers: a line of more than 8192 bytes", SipParser.Parse(Encoding.UTF8.GetBytes(longLine)).Fault.ToString());
        Assert.Equal("message: too long", SipParser.Parse(new byte[70_000]).Fault.ToString());
    }

    [Fact]
    public void What_is_written_reads_back_the_same()
    {
        var first = SipParser.Parse(Encoding.UTF8.GetBytes(Invite)).Message!;
        var second = SipParser.Parse(SipWriter.Write(first)).Message!;
        Assert.Equal(first.Headers.Fields.Where(f => f.Name != "Content-Length"), second.Headers.Fields.Where(f => f.Name != "Content-Length"));
        Assert.Equal(first.Body, second.Body);
    }

    [Fact]
    public void A_line_break_in_a_value_of_ours_does_not_become_a_header()
    {
        var request = Wire.Request("OPTIONS");
        request.Headers.Add("Subject", "x\r\nEvil: 1");
        Assert.Null(SipParser.Parse(SipWriter.Write(request)).Message!.Headers["Evil"]);
    }

    /// <summary>Every input gives a message or a verdict, and a message that was accepted can be taken apart, answered and written.</summary>
    [Fact]
    public void Mutated_messages_never_throw()
    {
        var random = new Random(4475);
        var accepted = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var result = SipParser.Parse(Mutate(Encoding.UTF8.GetBytes(Invite), random));
            Assert.True(result.Message is null != result.Fault is null);
            if (result.Message is not { } message) continue;
            accepted++;
            _ = (message.From.Tag, message.To.SipUri, message.Contact?.SipUri, message.CSeq, Q850Reason.Read(message));
            _ = message.TopVia.ReceivedFrom(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 5060)).ToString();
            if (message is SipRequest request) SipWriter.Write(request.Respond(400, "Bad Request", "tag"));
        }

        Assert.InRange(accepted, 1000, 19_000);
    }

    private static byte[] Mutate(byte[] bytes, Random random)
    {
        var list = new List<byte>(bytes);
        for (var i = random.Next(1, 6); i > 0; i--)
        {
            var at = random.Next(list.Count);
            switch (random.Next(5))
            {
                case 0: list[at] = (byte)random.Next(256); break;
                case 1: list.RemoveAt(at); break;
                case 2: list.Insert(at, (byte)random.Next(256)); break;
                case 3: list.Insert(at, "\r\n\t ,;:<>\"\\@[]=/%"u8[random.Next(16)]); break;
                default: list.RemoveRange(at, Math.Min(random.Next(40), list.Count - at - 1)); break;
            }
        }

        return [.. list];
    }
}
