using System.Text;
using CallbackBot.Telephony.Sdp;
using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Tests.Fuzz;

/// <summary>
/// Twice the input costs at most about twice: judged by the bytes that parsing allocates, which no machine's load changes. Every loop of the parsers
/// that could run over its input again and again would allocate a part each time.
/// </summary>
[Collection(LongRunning.Name)]
public class LinearityTests
{
    private const string Head =
        "OPTIONS sip:a@h SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bKa\r\nFrom: <sip:a@h>;tag=1\r\nTo: <sip:b@h>\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\n";

    public static TheoryData<string, string> Fillings => new()
    {
        { "Contact", "," }, { "Contact", "<sip:a@h>," }, { "Contact", "\"" }, { "Contact", "\\" }, { "Contact", "<" }, { "Contact", ";a" }, { "Contact", "sip:" },
        { "Route", "<sip:h;lr>," }, { "Via", ";" }, { "Via", "SIP/2.0/UDP h," }, { "From", ";a=b" }, { "From", "a " }, { "To", "(" }, { "Accept", "a/b;q=1," },
        { "User-Agent", "(" }, { "User-Agent", "a/b " }, { "Server", "()" }, { "Reason", "Q.850;cause=1," }, { "WWW-Authenticate", "Digest a=b," },
        { "Warning", "300 h \"" }, { "Call-ID", "a@" }, { "Content-Type", "a/b;c=d" }, { "Subject", "é" }, { "X", "%" }, { "Content-Length", "0" }, { "CSeq", "9" },
        { "Timestamp", "1." }, { "Allow", "A," },
    };

    [Theory]
    [MemberData(nameof(Fillings))]
    public void One_long_header(string name, string part) => AssertLinear(size => Head + $"{name}: {Repeat(part, size / 9)}\r\n\r\n");

    [Theory]
    [MemberData(nameof(Fillings))]
    public void One_long_folded_header(string name, string part) => AssertLinear(size => Head + $"{name}:{Repeat("\r\n " + part, size / 9)}\r\n\r\n");

    [Theory]
    [InlineData("X: 1\r\n")]
    [InlineData("Via: SIP/2.0/UDP h\r\n")]
    [InlineData("Contact: <sip:a@h>\r\n")]
    [InlineData("From: <sip:a@h>;tag=1\r\n")]
    [InlineData(":\r\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    [InlineData(" ")]
    public void Many_lines(string line)
    {
        AssertLinear(size => Head + Repeat(line, size) + "\r\n");
        AssertLinear(size => Repeat(line, size) + Head + "\r\n");
    }

    [Theory]
    [InlineData("m=audio 1 RTP/AVP 0\r\n")]
    [InlineData("a=rtpmap:8 PCMA/8000\r\n")]
    [InlineData("a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:AAAA\r\n")]
    [InlineData("a=x\n")]
    [InlineData("\n")]
    [InlineData("0 ")]
    [InlineData("c=IN IP4 1.2.3.4/1/1/1\r\n")]
    public void Session_descriptions(string part)
    {
        var (half, whole) = (Encoding.UTF8.GetBytes("v=0\r\nm=audio 1 RTP/AVP " + Repeat(part, 15_000)), Encoding.UTF8.GetBytes("v=0\r\nm=audio 1 RTP/AVP " + Repeat(part, 30_000)));
        var (small, large) = (Allocated(half, static b => SdpParser.Parse(b)), Allocated(whole, static b => SdpParser.Parse(b)));
        Assert.True(large <= (2.5 * small) + 10_000, $"{small} bytes, then {large}");
    }

    [Fact]
    public void Whatever_comes_a_message_costs_no_more_than_a_few_times_its_length()
    {
        FuzzRun.Rounds(2_000, (random, note) =>
        {
            var bytes = new Mutator(random).Mutate(Encoding.UTF8.GetBytes(Head + "Contact: <sip:a@h>\r\n\r\n"));
            note(bytes);
            Assert.InRange(Allocated(bytes, static b => SipParser.Parse(b)), 0, 20_000 + (64L * bytes.Length));
        });
    }

    private static void AssertLinear(Func<int, string> message)
    {
        var (half, whole) = (Encoding.UTF8.GetBytes(message(30_000)), Encoding.UTF8.GetBytes(message(60_000)));
        var (small, large) = (Allocated(half, Parse), Allocated(whole, Parse));
        Assert.True(large <= (2.5 * small) + 20_000, $"{half.Length} bytes allocate {small}, {whole.Length} allocate {large}");
        Assert.InRange(large, 0, 100_000 + (100L * whole.Length));
    }

    private static void Parse(byte[] bytes)
    {
        _ = SipParser.Parse(bytes);
        _ = SipGrammar.Check(bytes);
    }

    private static long Allocated(byte[] bytes, Action<byte[]> parse)
    {
        parse(bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        parse(bytes);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static string Repeat(string part, int size) => string.Concat(Enumerable.Repeat(part, Math.Max(1, size / part.Length)));
}
