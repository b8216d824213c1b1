using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Tests.Sip;

public class DigestAuthenticationTests
{
    private static readonly SipCredentials Mufasa = new("Mufasa", "Circle of Life");

    private readonly DigestAuthentication _digest = new(Mufasa, new SipTokens(new Random(1)));
    private readonly SipRequest _invite = Wire.Request("INVITE");

    /// <summary>The examples of RFC 7616 section 3.9.1.</summary>
    [Theory]
    [InlineData("MD5", "8ca523f5e9506fed4657c9700eebdbec")]
    [InlineData("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1")]
    public void Rfc_7616_section_3_9_1_the_examples_come_out(string algorithm, string response)
    {
        var challenge = DigestChallenge.Read(
            $"Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm={algorithm}, " +
            "nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"")!;
        var answer = challenge.Answer(Mufasa, "GET", "/dir/index.html", 1, "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ");
        Assert.Contains($"response=\"{response}\"", answer);
        Assert.Contains("nc=00000001", answer);
        Assert.Contains("opaque=\"FQhe/", answer);
    }

    /// <summary>The example of RFC 2617 section 3.5 with a challenge of RFC 2069, which has no qop.</summary>
    [Fact]
    public void Rfc_2069_a_challenge_without_qop_is_answered_without_a_count()
    {
        var challenge = DigestChallenge.Read("Digest realm=\"testrealm@host.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\"")!;
        var answer = challenge.Answer(new SipCredentials("Mufasa", "CircleOfLife"), "GET", "/dir/index.html", 1, "x");
        Assert.Contains("response=\"1949323746fe6a43ef61f9606e7febea\"", answer);
        Assert.DoesNotContain("nc=", answer);
    }

    [Fact]
    public void Section_22_2_a_second_refusal_of_the_same_realm_is_final()
    {
        Assert.True(_digest.Take(Challenge(401, "a", "n1")));
        Assert.False(_digest.Take(Challenge(401, "a", "n2")));
    }

    [Fact]
    public void Section_22_2_once_a_password_was_right_a_new_nonce_is_answered_stale_or_not()
    {
        _digest.Take(Challenge(401, "a", "n1"));
        _digest.Accepted(Wire.Response(_invite, 200));
        Assert.False(_digest.Take(Challenge(401, "a", "n1")));
        Assert.True(_digest.Take(Challenge(401, "a", "n2")));
        Assert.False(_digest.Take(Challenge(401, "a", "n3")) && _digest.Take(Challenge(401, "a", "n4")));     // not for ever
        _digest.Accepted(Wire.Response(_invite, 200));
        Assert.True(_digest.Take(Challenge(401, "a", "n5")));
    }

    [Fact]
    public void Section_22_3_a_proxy_and_the_callee_are_answered_both()
    {
        Assert.True(_digest.Take(Challenge(407, "proxy", "n1")));
        Assert.True(_digest.Take(Challenge(401, "callee", "n2")));
        _digest.Authorize(_invite);
        Assert.Contains("realm=\"proxy\"", _invite.Headers["Proxy-Authorization"]);
        Assert.Contains("realm=\"callee\"", _invite.Headers["Authorization"]);
    }

    [Fact]
    public void Rfc_7616_section_3_3_a_stale_nonce_is_renewed_at_most_twice()
    {
        Assert.True(_digest.Take(Challenge(401, "a", "n1")));
        Assert.True(_digest.Take(Challenge(401, "a", "n2", ", stale=true")));
        Assert.True(_digest.Take(Challenge(401, "a", "n3", ", stale=TRUE")));
        Assert.False(_digest.Take(Challenge(401, "a", "n4", ", stale=true")));
    }

    [Fact]
    public void Rfc_7616_section_3_4_the_count_grows_with_each_use_of_a_nonce()
    {
        _digest.Take(Challenge(401, "a", "n1"));
        _digest.Authorize(_invite);
        _digest.Authorize(_invite);
        Assert.Contains("nc=00000002", Assert.Single(_invite.Headers.All("Authorization")));
    }

    [Fact]
    public void Rfc_8760_section_2_4_the_topmost_understood_challenge_of_a_realm_is_answered()
    {
        var response = Challenge(401, "a", "n0", ", algorithm=SHA-512-256");
        response.Headers.Add("WWW-Authenticate", "Digest realm=\"a\", nonce=\"n1\", algorithm=SHA-256, qop=\"auth\"");
        response.Headers.Add("WWW-Authenticate", "Digest realm=\"a\", nonce=\"n2\", algorithm=MD5, qop=\"auth\"");
        Assert.True(_digest.Take(response));
        _digest.Authorize(_invite);
        Assert.Contains("algorithm=SHA-256", _invite.Headers["Authorization"]);
    }

    [Fact]
    public void Rfc_8760_section_2_4_our_policy_takes_SHA_256_even_below_MD5()
    {
        var response = Challenge(407, "a", "n1", ", algorithm=MD5");
        response.Headers.Add("Proxy-Authenticate", "Digest realm=\"a\", nonce=\"n2\", algorithm=SHA-256, qop=\"auth\"");
        Assert.True(_digest.Take(response));
        _digest.Authorize(_invite);
        Assert.Contains("algorithm=SHA-256", Assert.Single(_invite.Headers.All("Proxy-Authorization")));
    }

    [Fact]
    public void Section_22_3_every_realm_of_one_response_is_answered()
    {
        var response = Challenge(407, "first proxy", "n1");
        response.Headers.Add("Proxy-Authenticate", "Digest realm=\"second, proxy\", nonce=\"n2\"");
        Assert.True(_digest.Take(response));
        _digest.Authorize(_invite);
        Assert.Equal(2, _invite.Headers.All("Proxy-Authorization").Count());
        Assert.Contains(_invite.Headers.All("Proxy-Authorization"), a => a.Contains("realm=\"second, proxy\""));
    }

    [Fact]
    public void Section_22_3_a_server_that_invents_realms_is_not_followed_for_ever()
    {
        var repeats = Enumerable.Range(0, 100).TakeWhile(i => _digest.Take(Challenge(401, $"realm {i}", "n"))).Count();
        Assert.Equal(4, repeats);
    }

    [Fact]
    public void Rfc_7616_section_3_3_a_stale_nonce_must_be_another_one()
    {
        Assert.True(_digest.Take(Challenge(401, "a", "n1")));
        Assert.False(_digest.Take(Challenge(401, "a", "n1", ", stale=true")));
    }

    [Fact]
    public void Rfc_7616_section_3_5_the_next_nonce_is_used_and_its_count_begins_again()
    {
        _digest.Take(Challenge(401, "a", "n1"));
        _digest.Authorize(_invite);
        var ok = Wire.Response(_invite, 200);
        ok.Headers.Add("Authentication-Info", "nextnonce=\"n,2\", qop=auth, rspauth=\"x\"");
        _digest.Accepted(ok);
        _digest.Authorize(_invite);
        Assert.Contains("nonce=\"n,2\"", _invite.Headers["Authorization"]);
        Assert.Contains("nc=00000001", _invite.Headers["Authorization"]);
    }

    [Fact]
    public void Rfc_7616_section_3_3_quoted_commas_and_quotes_come_back_as_they_were()
    {
        _digest.Take(Challenge(401, "a", "x,\\\"y", ", opaque=\"o,p=q\", userhash=true, charset=UTF-8"));
        _digest.Authorize(_invite);
        Assert.Contains("nonce=\"x,\\\"y\"", _invite.Headers["Authorization"]);
        Assert.Contains("opaque=\"o,p=q\"", _invite.Headers["Authorization"]);

        // Section 3.4.4: userhash is an offer, which we do not take: the name is sent as it is.
        Assert.Contains("username=\"Mufasa\"", _invite.Headers["Authorization"]);
        Assert.DoesNotContain("userhash", _invite.Headers["Authorization"]);
    }

    /// <summary>The session secret contains the cnonce, so that it is sent in any case (RFC 2617 section 3.2.2.2).</summary>
    [Fact]
    public void Rfc_7616_section_3_4_2_a_session_algorithm_carries_its_cnonce()
    {
        var challenge = DigestChallenge.Read("Digest realm=\"a\", nonce=\"n\", algorithm=MD5-sess")!;
        Assert.Contains("cnonce=\"c\"", challenge.Answer(Mufasa, "INVITE", "sip:b", 1, "c"));
    }

    [Theory]
    [InlineData("Basic realm=\"a\"")]
    [InlineData("Digest realm=\"a\", nonce=\"n\", algorithm=SHA-512-256")]
    [InlineData("Digest realm=\"a\", nonce=\"n\", qop=\"auth-int\"")]
    [InlineData("Digest nonce=\"n\"")]
    public void What_we_cannot_answer_is_no_reason_to_repeat(string challenge)
    {
        var response = Wire.Response(_invite, 401);
        response.Headers.Add("WWW-Authenticate", challenge);
        Assert.False(_digest.Take(response));
    }

    private SipResponse Challenge(int code, string realm, string nonce, string more = "")
    {
        var response = Wire.Response(_invite, code);
        response.Headers.Add(code == 401 ? "WWW-Authenticate" : "Proxy-Authenticate", $"Digest realm=\"{realm}\", nonce=\"{nonce}\", qop=\"auth\"{more}");
        return response;
    }
}
