using System.Net;
using System.Text;
using CallbackBot.Telephony.Audio;
using CallbackBot.Telephony.Sdp;

namespace CallbackBot.Telephony.Tests.Sdp;

/// <summary>RFC 3264.</summary>
public class OfferAnswerTests
{
    private readonly OfferAnswer _ours = new(new IPEndPoint(IPAddress.Parse("192.0.2.9"), 20000), 77);

    [Fact]
    public void Our_offer_is_a_law_first_with_keys_and_20_ms() => Assert.Equal(
        "v=0\r\no=- 77 1 IN IP4 192.0.2.9\r\ns=-\r\nc=IN IP4 192.0.2.9\r\nt=0 0\r\nm=audio 20000 RTP/AVP 8 0 101\r\na=rtpmap:8 PCMA/8000\r\n" +
        "a=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-16\r\na=ptime:20\r\na=sendrecv\r\n",
        Encoding.UTF8.GetString(_ours.Offer()));

    [Fact]
    public void Section_5_the_answers_numbers_are_the_far_sides()
    {
        var rtp = _ours.Accept(Parse("m=audio 4000 RTP/AVP 18 110 96\na=rtpmap:110 pcmu/8000/1\na=rtpmap:96 telephone-event/8000"))!;
        Assert.Equal((110, G711Law.MuLaw, (byte?)96), (rtp.PayloadType, rtp.Law, rtp.TelephoneEventType));
        Assert.Equal(new IPEndPoint(IPAddress.Parse("192.0.2.1"), 4000), rtp.Remote);
    }

    [Theory]
    [InlineData("", true, true)]
    [InlineData("a=sendonly", false, true)]
    [InlineData("a=recvonly", true, false)]
    [InlineData("a=inactive", false, false)]
    [InlineData("c=IN IP4 0.0.0.0", false, true)]
    public void Section_8_4_hold_is_seen(string line, bool send, bool receive)
    {
        var rtp = _ours.Accept(Parse("m=audio 4000 RTP/AVP 8\n" + line))!;
        Assert.Equal((send, receive), (rtp.Send, rtp.Receive));
    }

    [Theory]
    [InlineData("m=audio 0 RTP/AVP 8")]
    [InlineData("m=audio 4000 RTP/AVP 18")]
    [InlineData("m=audio 4000 RTP/SAVP 8")]
    [InlineData("m=video 4000 RTP/AVP 8")]
    [InlineData("m=audio 4000 RTP/AVP 8\na=rtpmap:8 opus/48000")]
    [InlineData("m=audio 4000 RTP/AVP 8\nc=IN IP4 host.example.com")]
    [InlineData("m=audio 4000 RTP/AVP 8\nc=IN IP6 2001:db8::1")]
    public void Section_6_what_leaves_no_audio_is_not_acceptable(string media)
    {
        Assert.Null(_ours.Accept(Parse(media)));
        Assert.Null(_ours.Answer(Parse(media)));
    }

    [Theory]
    [InlineData("m=audio 4000 RTP/AVP 8\nc=IN IP4 media.example.net", "192.0.2.5")]
    [InlineData("c=IN IP4 media.example.net.\nm=audio 4000 RTP/AVP 8", "192.0.2.5")]
    [InlineData("c=IN IP4 media.example.net\nm=audio 4000 RTP/AVP 8\nc=IN IP4 192.0.2.7", "192.0.2.7")]
    public void Rfc_8866_section_5_7_a_named_host_is_looked_for_where_its_SIP_is(string media, string expected)
    {
        var ours = new OfferAnswer(new IPEndPoint(IPAddress.Parse("192.0.2.9"), 20000), 77) { Signalling = IPAddress.Parse("192.0.2.5") };
        Assert.Equal(new IPEndPoint(IPAddress.Parse(expected), 4000), ours.Accept(Parse(media))?.Remote);
        Assert.Equal(new IPEndPoint(IPAddress.Parse(expected), 4000), ours.Answer(Parse(media))?.Rtp.Remote);
    }

    [Theory]
    [InlineData("IN IP4 192.0.2.300")]
    [InlineData("IN IP4 no_host!")]
    [InlineData("IN IP4 .")]
    [InlineData("IN ATM media.example.net")]
    public void Rfc_8866_section_5_7_what_is_neither_an_address_nor_a_name_is_not_usable(string connection)
    {
        var ours = new OfferAnswer(new IPEndPoint(IPAddress.Parse("192.0.2.9"), 20000), 77) { Signalling = IPAddress.Parse("192.0.2.5") };
        Assert.Null(ours.Accept(Parse($"m=audio 4000 RTP/AVP 8\nc={connection}")));
    }

    [Fact]
    public void Section_6_the_answer_has_every_m_line_and_rejects_what_it_does_not_take()
    {
        var answer = Encoding.UTF8.GetString(_ours.Answer(Parse(
            "m=video 5000 RTP/AVP 96\nm=audio 4000 RTP/AVP 0 8 97\na=rtpmap:97 telephone-event/8000\na=sendonly\nm=audio 4002 RTP/AVP 8"))!.Value.Sdp);
        Assert.Equal(["m=video 0 RTP/AVP 96", "m=audio 20000 RTP/AVP 0 97", "m=audio 0 RTP/AVP 8"], answer.Split("\r\n").Where(l => l.StartsWith("m=")));
        Assert.Contains("a=recvonly", answer);
        Assert.Contains("a=rtpmap:97 telephone-event/8000", answer);
    }

    [Fact]
    public void Section_8_the_version_counts_changes_only()
    {
        var offer = Encoding.UTF8.GetString(_ours.Offer());
        Assert.Equal(offer, Encoding.UTF8.GetString(_ours.Offer()));
        var answer = _ours.Answer(Parse("m=audio 4000 RTP/AVP 8"))!.Value.Sdp;
        Assert.Equal(2ul, SdpParser.Parse(answer).Description!.Version);
    }

    [Fact]
    public void Section_8_an_offer_of_ours_keeps_the_m_lines_and_the_numbers_that_the_far_side_brought_in()
    {
        _ours.Answer(Parse("m=video 5000 RTP/AVP 99\nm=audio 4000 RTP/AVP 8 97\na=rtpmap:97 telephone-event/8000"));
        var offer = Encoding.UTF8.GetString(_ours.Offer());
        Assert.Equal(["m=video 0 RTP/AVP 99", "m=audio 20000 RTP/AVP 8 0 97"], offer.Split("\r\n").Where(l => l.StartsWith("m=")));
        Assert.Contains("a=rtpmap:97 telephone-event/8000", offer);
    }

    [Fact]
    public void Section_8_4_while_we_hold_we_offer_to_send_only_and_drop_what_comes()
    {
        _ours.Holding = true;
        Assert.Contains("a=sendonly", Encoding.UTF8.GetString(_ours.Offer()));
        var rtp = _ours.Accept(Parse("m=audio 4000 RTP/AVP 8\na=recvonly"))!;
        Assert.Equal((true, false), (rtp.Send, rtp.Receive));
    }

    [Theory]
    [InlineData("sendrecv", "sendonly")]
    [InlineData("sendonly", "inactive")]
    [InlineData("recvonly", "sendonly")]
    [InlineData("inactive", "inactive")]
    public void Section_8_4_while_we_hold_an_offer_does_not_resume_the_call(string offered, string answered)
    {
        _ours.Holding = true;
        var (sdp, rtp) = _ours.Answer(Parse($"m=audio 4000 RTP/AVP 8\na={offered}"))!.Value;
        Assert.Contains($"a={answered}", Encoding.UTF8.GetString(sdp));
        Assert.False(rtp.Receive);
    }

    private static SessionDescription Parse(string media) =>
        SdpParser.Parse(Encoding.UTF8.GetBytes($"v=0\no=- 1 1 IN IP4 192.0.2.1\ns=-\nc=IN IP4 192.0.2.1\nt=0 0\n{media}\n")).Description!;
}
