using System.Net;
using System.Text;
using CallbackBot.Telephony.Sdp;

namespace CallbackBot.Telephony.Tests.Sdp;

/// <summary>RFC 8866.</summary>
public class SdpParserTests
{
    private const string Usual =
        "v=0\r\no=- 12 34 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\na=sendonly\r\n" +
        "m=audio 40000 RTP/AVP 8 0 97\r\na=rtpmap:97 telephone-event/8000\r\na=fmtp:97 0-15\r\na=ptime:20\r\na=rtcp:40001\r\n" +
        "m=video 0 RTP/AVP 96\r\nc=IN IP6 2001:db8::1\r\na=inactive\r\n";

    [Fact]
    public void Media_take_what_the_session_says_unless_they_say_otherwise()
    {
        var description = SdpParser.Parse(Encoding.UTF8.GetBytes(Usual)).Description!;
        Assert.Equal((12ul, 34ul), (description.SessionId, description.Version));
        var audio = description.Media[0];
        Assert.Equal(("audio", 40000, 20, MediaDirection.SendOnly), (audio.Kind, audio.Port, audio.PacketTime, audio.Direction));
        Assert.Equal(IPAddress.Parse("192.0.2.1"), audio.Address);
        Assert.Equal((byte)97, AudioFormats.TelephoneEventOf(audio));
        var video = description.Media[1];
        Assert.Equal((0, MediaDirection.Inactive, IPAddress.Parse("2001:db8::1")), (video.Port, video.Direction, video.Address));
    }

    [Theory]
    [InlineData("", "v=: missing")]
    [InlineData("v=1\r\n", "v=: unknown version")]
    [InlineData("v=0\r\nm=audio\r\n", "m=: fewer than four fields")]
    [InlineData("v=0\r\nm=audio 99999 RTP/AVP 8\r\n", "m=: no port")]
    [InlineData("v=0\r\nm=audio 4000 RTP/AVP 8\r\n", "c=: missing")]
    [InlineData("v=0\r\no=x\r\n", "o=: fewer than six fields")]
    public void What_is_wrong_is_said_with_its_place(string text, string verdict) =>
        Assert.Equal(verdict, SdpParser.Parse(Encoding.UTF8.GetBytes(text)).Fault);

    [Fact]
    public void Limits_are_verdicts()
    {
        Assert.Equal("sdp: too long", SdpParser.Parse(new byte[40_000]).Fault);
        Assert.Equal("m=: too many", SdpParser.Parse(Encoding.UTF8.GetBytes("v=0\n" + string.Concat(Enumerable.Repeat("m=audio 0 RTP/AVP 8\n", 20)))).Fault);
    }

    [Fact]
    public void Mutated_descriptions_never_throw_and_can_be_answered()
    {
        var random = new Random(8866);
        for (var round = 0; round < 10_000; round++)
        {
            var bytes = Encoding.UTF8.GetBytes(Usual);
            for (var i = random.Next(1, 8); i > 0; i--) bytes[random.Next(bytes.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : "0189 :=/\n-am"u8[random.Next(12)];
            var result = SdpParser.Parse(bytes);
            Assert.True(result.Description is null != result.Fault is null);
            if (result.Description is not { } description) continue;
            var ours = new OfferAnswer(new IPEndPoint(IPAddress.Loopback, 4000), 1);
            Assert.Equal(ours.Accept(description) is null, ours.Answer(description) is null);
            if (ours.Answer(description) is { } answer)
                Assert.NotNull(SdpParser.Parse(answer.Sdp).Description);
        }
    }
}
