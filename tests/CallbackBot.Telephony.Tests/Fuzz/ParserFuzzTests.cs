using System.Net;
using System.Text;
using System.Text.Json;
using CallbackBot.Telephony.Sdp;
using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Sip.Messages;
using CallbackBot.Telephony.Tests.Torture;

namespace CallbackBot.Telephony.Tests.Fuzz;

/// <summary>
/// 100,000 spoiled messages, over everything that reads bytes: each gives a value or a verdict, and what was accepted can be used. The spoiled ones
/// come from the messages of RFC 4475 and RFC 5118.
/// </summary>
[Collection(LongRunning.Name)]
public class ParserFuzzTests
{
    private static readonly byte[][] Seeds = [.. TortureMessages.Rfc4475.Values, .. TortureMessages.Rfc5118.Values];

    private static readonly byte[][] Descriptions =
    [
        .. Seeds.Select(s => SipParser.Parse(s).Message).Where(m => m?.HasSdp == true).Select(m => m!.Body),
        "v=0\r\no=- 1 2 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1/127\r\nt=0 0\r\na=sendrecv\r\nm=audio 40000/2 RTP/SAVP 8 0 18 101\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-16\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj|2^20|1:32\r\na=ptime:20.0\r\na=rtcp:40001\r\n"u8.ToArray(),
    ];

    [Fact]
    public void Sip_messages()
    {
        var (good, accepted, answerable) = (0, 0, 0);
        FuzzRun.Rounds(60_000, (random, note) =>
        {
            var bytes = new Mutator(random).Mutate(Seeds[random.Next(Seeds.Length)]);
            note(bytes);
            var result = SipParser.Parse(bytes);
            Assert.True(result.Message is null != result.Fault is null);
            if (result.Malformed?.Refuse("tag") is { } refusal && ++answerable > 0) Assert.True(SipWriter.Write(refusal).AsSpan().StartsWith("SIP/2.0 "u8));
            var isGood = SipGrammar.Check(bytes) is null;
            Assert.True(!isGood || result.Message is not null, "the grammar accepts what the parser does not");
            if (isGood) good++;
            if (result.Message is not { } message) return;
            accepted++;
            Use(message);
        });
        Assert.True(good > 1000 && accepted > good && answerable > 1000, $"{good} good, {accepted} accepted, {answerable} refused with an answer");
    }

    [Fact]
    public void What_the_grammar_accepts_can_be_shown()
    {
        FuzzRun.Rounds(5_000, (random, note) =>
        {
            var bytes = new Mutator(random).Mutate(Seeds[random.Next(Seeds.Length)]);
            note(bytes);
            var inspection = SipInspection.Of(bytes);
            if (inspection.Fault is { } fault)
            {
                Assert.DoesNotContain('\n', fault);
                return;
            }

            using var memory = new MemoryStream();
            using (var json = new Utf8JsonWriter(memory)) inspection.WriteJson(json);
            using var shown = JsonDocument.Parse(memory.ToArray());
            Assert.True(shown.RootElement.TryGetProperty("headers", out _));
        });
    }

    [Fact]
    public void Header_values_and_uris()
    {
        FuzzRun.Rounds(10_000, (random, note) =>
        {
            var bytes = new Mutator(random).Mutate("\"a\\\"b\" <sip:u;x=y:p@[2001:db8::1]:5060;transport=tcp?s=1&t=2>;tag=1;q=\"0.5\""u8.ToArray());
            note(bytes);
            var text = Encoding.UTF8.GetString(bytes);
            if (NameAddr.TryParse(text, out var address)) _ = (address.Tag, address.SipUri, address.ToString());
            if (SipUri.TryParse(text, out var uri)) Assert.True(SipUri.TryParse(uri.ToString(), out _), "a URI that was read is written as one");
            if (Via.TryParse(text, out var via)) _ = via.ReceivedFrom(new IPEndPoint(IPAddress.Loopback, 5060)).ToString();
            _ = CSeq.TryParse(text, out _);
            _ = DigestChallenge.Read(text);
        });
    }

    [Fact]
    public void Session_descriptions()
    {
        var accepted = 0;
        FuzzRun.Rounds(15_000, (random, note) =>
        {
            var bytes = new Mutator(random).Mutate(Descriptions[random.Next(Descriptions.Length)]);
            note(bytes);
            var result = SdpParser.Parse(bytes);
            Assert.True(result.Description is null != result.Fault is null);
            if (result.Description is null) return;
            accepted++;
            Assert.InRange(result.Description.Media.Count, 0, SdpParser.MaxMedia);
            var exchange = new OfferAnswer(new IPEndPoint(IPAddress.Loopback, 40000), 1);
            _ = exchange.Answer(result.Description);
        });
        Assert.True(accepted > 3000, $"{accepted} accepted");
    }

    /// <summary>What the agent does with any message.</summary>
    private static void Use(SipMessage message)
    {
        _ = (message.From.Tag, message.To.SipUri, message.Contact?.SipUri, message.CSeq, Q850Reason.Read(message));
        var via = message.TopVia.ReceivedFrom(new IPEndPoint(IPAddress.Loopback, 5060));
        message.Headers.SetFirst("Via", via.ToString());
        Assert.Equal("127.0.0.1", message.TopVia.Parameter("received") ?? message.TopVia.Host);
        if (message is SipRequest request) Assert.NotNull(SipParser.Parse(SipWriter.Write(request.Respond(400, "Bad Request", "tag"))).Message);
    }
}
