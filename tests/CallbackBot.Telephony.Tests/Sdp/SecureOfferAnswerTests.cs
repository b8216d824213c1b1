using System.Net;
using System.Text;
using CallbackBot.Telephony.Rtp;
using CallbackBot.Telephony.Rtp.Srtp;
using CallbackBot.Telephony.Sdp;

namespace CallbackBot.Telephony.Tests.Sdp;

/// <summary>Offers and answers with keys (RFC 4568 section 5.1), and where RTCP goes.</summary>
public class SecureOfferAnswerTests
{
    private const string Theirs = "WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz";
    private const string Crypto80 = "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:" + Theirs;

    [Theory]
    [InlineData(SrtpPolicy.None, "RTP/AVP", false)]
    [InlineData(SrtpPolicy.Optional, "RTP/AVP", true)]
    [InlineData(SrtpPolicy.Required, "RTP/SAVP", true)]
    public void Section_5_1_1_our_offers_profile_and_key_follow_the_policy(SrtpPolicy policy, string profile, bool key)
    {
        var offer = Text(Ours(policy).Offer());
        Assert.Contains($"m=audio 20000 {profile} 8 0 101\r\n", offer);
        Assert.Equal(key, offer.Contains("a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:"));
    }

    // RFC 3264 section 8: m-lines never go, so the alternative that was not taken stays, rejected.
    [Theory]
    [InlineData("m=audio 4000 RTP/AVP 8\nm=audio 0 RTP/SAVP 8", false, 0)]
    [InlineData("m=audio 4000 RTP/AVP 8\n" + Crypto80 + "\nm=audio 0 RTP/SAVP 8", true, 0)]
    [InlineData("m=audio 0 RTP/AVP 8\nm=audio 4000 RTP/SAVP 8\n" + Crypto80, true, 1)]
    [InlineData("m=audio 4000 RTP/AVP 8\nm=audio 4000 RTP/SAVP 8\n" + Crypto80, true, 1)]
    [InlineData("m=audio 4000 RTP/AVP 8", false, 0)]
    public void Where_encryption_is_optional_our_offer_has_two_alternatives_and_later_ones_keep_what_was_taken(string answer, bool encrypted, int taken)
    {
        var ours = Ours(SrtpPolicy.Optional);
        var offered = Parse(ours.Offer()).Media;
        Assert.Equal([("RTP/AVP", 20000), ("RTP/SAVP", 20000)], offered.Select(m => (m.Protocol, m.Port)));
        Assert.Equal(offered[0].Cryptos[0].Key, offered[1].Cryptos[0].Key);
        Assert.Equal(encrypted, ours.Accept(Parse(answer))!.Srtp is not null);
        var later = Parse(ours.Offer()).Media;
        Assert.Equal([taken == 0 ? 20000 : 0, taken == 1 ? 20000 : 0], later.Select(m => m.Port));
        Assert.Equal(["RTP/AVP", "RTP/SAVP"], later.Select(m => m.Protocol));
    }

    // Two phones behind one forking proxy: what the first took binds nobody else.
    [Fact]
    public void Each_forked_answer_takes_its_own_alternative()
    {
        var ours = Ours(SrtpPolicy.Optional);
        ours.Offer();
        Assert.Null(ours.Accept(Parse("m=audio 4000 RTP/AVP 8\nm=audio 0 RTP/SAVP 8"))!.Srtp);
        Assert.NotNull(ours.Accept(Parse("m=audio 0 RTP/AVP 8\nm=audio 4002 RTP/SAVP 8\n" + Crypto80))!.Srtp);
        Assert.Equal([0, 20000], Parse(ours.Offer()).Media.Select(m => m.Port));
    }

    [Theory]
    [InlineData(SrtpPolicy.None, "RTP/AVP 8", false)]
    [InlineData(SrtpPolicy.None, "RTP/AVP 8\n" + Crypto80, false)]
    [InlineData(SrtpPolicy.None, "RTP/SAVP 8\n" + Crypto80, null)]
    [InlineData(SrtpPolicy.Optional, "RTP/AVP 8", false)]
    [InlineData(SrtpPolicy.Optional, "RTP/AVP 8\n" + Crypto80, true)]
    [InlineData(SrtpPolicy.Optional, "RTP/SAVP 8\n" + Crypto80, true)]
    [InlineData(SrtpPolicy.Optional, "RTP/SAVP 8", null)]
    [InlineData(SrtpPolicy.Required, "RTP/AVP 8", null)]
    [InlineData(SrtpPolicy.Required, "RTP/AVP 8\n" + Crypto80, true)]
    [InlineData(SrtpPolicy.Required, "RTP/SAVP 8\n" + Crypto80, true)]
    public void An_answer_is_taken_as_the_policy_allows(SrtpPolicy policy, string media, bool? encrypted)
    {
        var ours = Ours(policy);
        var offer = Parse(ours.Offer());
        var rtp = ours.Accept(Parse("m=audio 4000 " + media));
        Assert.Equal(encrypted, rtp is null ? null : rtp.Srtp is not null);
        if (rtp?.Srtp is not { } keys) return;
        Assert.Equal(Theirs, Convert.ToBase64String(keys.Receive.KeyAndSalt));
        Assert.Equal(offer.Media[0].Cryptos[0].Key, keys.Send);
    }

    [Theory]
    [InlineData("a=crypto:2 AES_CM_128_HMAC_SHA1_80 inline:" + Theirs)]
    [InlineData("a=crypto:1 AES_CM_128_HMAC_SHA1_32 inline:" + Theirs)]
    public void Section_5_1_3_an_answer_with_a_tag_or_suite_that_was_not_offered_is_no_answer(string crypto)
    {
        Assert.Null(Ours(SrtpPolicy.Optional).Accept(Parse("m=audio 4000 RTP/AVP 8\n" + crypto)));
        Assert.Null(Ours(SrtpPolicy.Required).Accept(Parse("m=audio 4000 RTP/SAVP 8\n" + crypto)));
    }

    [Theory]
    [InlineData(SrtpPolicy.None, "RTP/AVP 8\n" + Crypto80, "RTP/AVP", false)]
    [InlineData(SrtpPolicy.None, "RTP/SAVP 8\n" + Crypto80, null, false)]
    [InlineData(SrtpPolicy.Optional, "RTP/AVP 8", "RTP/AVP", false)]
    [InlineData(SrtpPolicy.Optional, "RTP/AVP 8\n" + Crypto80, "RTP/AVP", true)]
    [InlineData(SrtpPolicy.Optional, "RTP/SAVPF 8\n" + Crypto80, "RTP/SAVPF", true)]
    [InlineData(SrtpPolicy.Required, "RTP/AVP 8", null, false)]
    [InlineData(SrtpPolicy.Required, "RTP/SAVP 8\n" + Crypto80, "RTP/SAVP", true)]
    public void An_offer_is_answered_in_kind_or_refused(SrtpPolicy policy, string media, string? profile, bool encrypted)
    {
        var offer = Parse("m=audio 4000 " + media);
        Assert.Equal(profile is not null, OfferAnswer.CanAnswer(offer, IPAddress.Loopback.AddressFamily, policy));
        var answer = Ours(policy).Answer(offer);
        Assert.Equal(profile is not null, answer is not null);
        if (answer is not { } given) return;
        Assert.Equal((profile, encrypted), (Parse(given.Sdp).Media[0].Protocol, given.Rtp.Srtp is not null));
        Assert.Equal(encrypted, Parse(given.Sdp).Media[0].Cryptos.Count == 1);
    }

    [Fact]
    public void Section_5_1_2_the_answer_names_the_first_usable_line_and_brings_our_own_key()
    {
        var (sdp, rtp) = Ours(SrtpPolicy.Optional).Answer(Parse(
            "m=audio 4000 RTP/SAVP 8\na=crypto:1 AEAD_AES_256_GCM inline:" + Theirs +
            "\na=crypto:7 AES_CM_128_HMAC_SHA1_32 inline:" + Theirs + "|2^31|1:4\n" + Crypto80))!.Value;
        var crypto = Assert.Single(Parse(sdp).Media[0].Cryptos);
        Assert.Equal((7u, SrtpSuite.AesCm128HmacSha1Tag32), (crypto.Tag, crypto.Key.Suite));
        Assert.Equal(rtp.Srtp!.Send, crypto.Key);
        Assert.NotEqual(Theirs, Convert.ToBase64String(crypto.Key.KeyAndSalt));
        Assert.Equal("00000001", Convert.ToHexString(rtp.Srtp.Receive.Mki));
    }

    [Fact]
    public void Of_two_audio_streams_the_encrypted_one_is_taken_and_the_plain_one_rejected()
    {
        var offer = "m=audio 4000 RTP/AVP 8\nm=audio 4002 RTP/SAVP 8\n" + Crypto80;
        var answer = Text(Ours(SrtpPolicy.Optional).Answer(Parse(offer))!.Value.Sdp);
        Assert.Equal(["m=audio 0 RTP/AVP 8", "m=audio 20000 RTP/SAVP 8"], answer.Split("\r\n").Where(l => l.StartsWith("m=")));
        answer = Text(Ours(SrtpPolicy.None).Answer(Parse(offer))!.Value.Sdp);
        Assert.Equal(["m=audio 20000 RTP/AVP 8", "m=audio 0 RTP/SAVP 8"], answer.Split("\r\n").Where(l => l.StartsWith("m=")));
    }

    [Fact]
    public void Section_7_1_4_our_key_stays_when_theirs_changes_and_a_later_offer_keeps_the_profile()
    {
        var ours = Ours(SrtpPolicy.Optional);
        var first = ours.Answer(Parse("m=audio 4000 RTP/SAVP 8\n" + Crypto80))!.Value.Rtp;
        var again = ours.Answer(Parse("m=audio 4000 RTP/SAVP 8\n" + Crypto80.Replace("WVNf", "AAAA")))!.Value.Rtp;
        Assert.Equal(first.Srtp!.Send, again.Srtp!.Send);
        Assert.NotEqual(first.Srtp.Receive, again.Srtp.Receive);
        var later = Parse(ours.Offer()).Media[0];
        Assert.Equal(("RTP/SAVP", first.Srtp.Send), (later.Protocol, later.Cryptos[0].Key));
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("a=rtcp:53020", "192.0.2.1:53020")]
    [InlineData("a=rtcp:53020 IN IP4 126.16.64.4", "126.16.64.4:53020")]
    [InlineData("a=rtcp:0", null)]
    [InlineData("a=rtcp:x", null)]
    public void RFC_3605_section_2_1_RTCP_may_have_a_port_and_address_of_its_own(string line, string? expected) =>
        Assert.Equal(expected, Ours(SrtpPolicy.None).Accept(Parse("m=audio 4000 RTP/AVP 8\n" + line))!.RemoteRtcp?.ToString());

    [Fact]
    public void RFC_5761_section_5_1_1_RTCP_shares_the_port_when_the_offer_asks_for_it_and_ours_does_not()
    {
        var (sdp, rtp) = Ours(SrtpPolicy.None).Answer(Parse("m=audio 4000 RTP/AVP 8\na=rtcp-mux"))!.Value;
        Assert.Contains("a=rtcp-mux\r\n", Text(sdp));
        Assert.True(rtp.RtcpMux);
        Assert.False(Ours(SrtpPolicy.None).Accept(Parse("m=audio 4000 RTP/AVP 8\na=rtcp-mux"))!.RtcpMux);
        Assert.DoesNotContain("rtcp-mux", Text(Ours(SrtpPolicy.None).Offer()));
    }

    // RFC 3264 section 6.1: the answer's numbers are for what the answerer hears; what we hear may come under the number of our offer.
    [Fact]
    public void RFC_3264_section_6_1_telephone_event_may_have_two_numbers()
    {
        var rtp = Ours(SrtpPolicy.None).Accept(Parse("m=audio 4000 RTP/AVP 8 96\na=rtpmap:96 telephone-event/8000"))!;
        Assert.Equal(((byte?)96, (byte?)101), (rtp.TelephoneEventType, rtp.OurTelephoneEventType));
    }

    // What carriers in China offer: G.729 between, which is passed over.
    [Fact]
    public void The_common_offer_8_0_18_101_is_answered_with_A_law_and_keys()
    {
        var answer = Text(Ours(SrtpPolicy.None).Answer(Parse("m=audio 4000 RTP/AVP 8 0 18 101\na=rtpmap:101 telephone-event/8000\na=maxptime:150"))!.Value.Sdp);
        Assert.Contains("m=audio 20000 RTP/AVP 8 101\r\n", answer);
        Assert.Contains("a=ptime:20\r\n", answer);
    }

    private static OfferAnswer Ours(SrtpPolicy policy) => new(new IPEndPoint(IPAddress.Parse("192.0.2.9"), 20000), 77, policy);

    private static string Text(byte[] sdp) => Encoding.UTF8.GetString(sdp);

    private static SessionDescription Parse(byte[] sdp) => SdpParser.Parse(sdp).Description!;

    private static SessionDescription Parse(string media) =>
        Parse(Encoding.UTF8.GetBytes($"v=0\no=- 1 1 IN IP4 192.0.2.1\ns=-\nc=IN IP4 192.0.2.1\nt=0 0\n{media}\n"));
}
