using CallbackBot.Telephony.Sip;

namespace CallbackBot.Telephony.Tests.Sip;

/// <summary>What an attempt reports, and when another trunk may try (RFC 3261 sections 20.20, 20.33, 20.43 and 21.5.4, RFC 3326).</summary>
public class InviteResultTests : AgentTest
{
    [Theory]
    [InlineData(503, 0, true)]
    [InlineData(503, 100, true)]
    [InlineData(503, 180, false)]
    [InlineData(503, 183, false)]
    [InlineData(503, 199, false)]
    [InlineData(500, 0, false)]
    [InlineData(486, 0, false)]
    [InlineData(408, 0, false)]
    [InlineData(603, 0, false)]
    [InlineData(302, 0, false)]
    [InlineData(200, 0, false)]
    public void Section_21_5_4_only_a_503_before_any_101_to_199_lets_another_trunk_try(int code, int provisional, bool may) =>
        Assert.Equal(may, new InviteResult.Rejected(code, "", null, Seen(provisional)).MayTryAnotherTrunk);

    [Theory]
    [InlineData(0, true)]
    [InlineData(100, false)]
    [InlineData(180, false)]
    public void A_transport_that_failed_lets_another_trunk_try_only_when_nothing_was_answered(int provisional, bool may) =>
        Assert.Equal(may, new InviteResult.Unreachable("connection reset", Seen(provisional)).MayTryAnotherTrunk);

    [Fact]
    public void Timer_B_without_any_response_lets_another_trunk_try() =>
        Assert.True(new InviteResult.Unreachable("no response", Seen(0)) { TimedOut = true }.MayTryAnotherTrunk);

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 100)]
    [InlineData(false, 180)]
    public void After_our_own_ring_timeout_or_a_cancel_nobody_is_phoned_again(bool cancelledByUs, int provisional) =>
        Assert.False(new InviteResult.NotAnswered(cancelledByUs, Seen(provisional)).MayTryAnotherTrunk);

    [Fact]
    public async Task Nobody_there_is_told_from_a_failed_transport()
    {
        var inviting = Invite();
        await PassUntilAsync(() => inviting.IsCompleted);
        var unreachable = Assert.IsType<InviteResult.Unreachable>(await inviting);
        Assert.True(unreachable.TimedOut);
        Assert.True(unreachable.MayTryAnotherTrunk);
    }

    [Theory]
    [InlineData(180)]
    [InlineData(200)]
    public async Task After_a_response_that_cannot_be_read_nobody_is_phoned_again(int code)
    {
        var inviting = Invite();
        var invite = await Peer.RequestAsync("INVITE");
        Peer.SendRaw(System.Text.Encoding.ASCII.GetBytes(
            $"SIP/2.0 {code} \r\nVia: {invite.Headers["Via"]}\r\nFrom: {invite.Headers["From"]}\r\nTo: {invite.Headers["To"]};tag=1\r\nCSeq: 1 INVITE\r\n\r\n"));
        await PassUntilAsync(() => inviting.IsCompleted);
        var unreachable = Assert.IsType<InviteResult.Unreachable>(await inviting);
        Assert.Equal((true, "no response that can be read"), (unreachable.TimedOut, unreachable.Why));
        Assert.False(unreachable.MayTryAnotherTrunk);
    }

    [Fact]
    public async Task A_host_that_does_not_resolve_is_no_time_out()
    {
        var unreachable = Assert.IsType<InviteResult.Unreachable>(
            await Agent.InviteAsync(new InviteRequest { To = SipUri.Parse("sip:x@no-such-host.invalid"), Audio = Audio }, default));
        Assert.False(unreachable.TimedOut);
        Assert.True(unreachable.MayTryAnotherTrunk);
    }

    [Fact]
    public async Task Section_20_33_and_20_43_and_Rfc_3326_the_raw_values_of_a_rejection_are_kept()
    {
        var rejected = await RejectedAsync(
            503,
            ("Reason", "SIP;cause=600;text=\"Busy, everywhere\", Q.850;cause=34;text=\"no circuit\""),
            ("Reason", "preemption"),
            ("Retry-After", "120 (in a meeting);duration=3600"),
            ("Warning", "307 isi.edu \"Session parameter 'foo', not understood\", 301 isi.edu \"other\""));
        Assert.Equal(34, rejected.Q850Cause);
        Assert.Equal(
            [new SipReason("SIP", 600, "Busy, everywhere"), new SipReason("Q.850", 34, "no circuit"), new SipReason("preemption", null, null)],
            rejected.Reasons);
        Assert.Equal(TimeSpan.FromMinutes(2), rejected.RetryAfter);
        Assert.Equal(["307 isi.edu \"Session parameter 'foo', not understood\"", "301 isi.edu \"other\""], rejected.Warnings);
        Assert.Null(rejected.RefusedRealm);
    }

    [Theory]
    [InlineData("18000", 18000)]
    [InlineData("99999999999999", 86400)]
    [InlineData("soon", null)]
    [InlineData("", null)]
    public async Task Section_20_33_retry_after_is_read_within_reason(string value, int? seconds) =>
        Assert.Equal(seconds, (int?)(await RejectedAsync(503, ("Retry-After", value))).RetryAfter?.TotalSeconds);

    [Fact]
    public async Task Section_21_3_a_redirection_is_a_rejection_that_does_not_show_where_to()
    {
        var rejected = await RejectedAsync(302, ("Contact", "<sip:elsewhere@198.51.100.7>"));
        Assert.Equal(302, rejected.Code);
        Assert.DoesNotContain("198.51.100.7", rejected.ToString());
        Assert.True(Peer.HeardNothing);
    }

    [Fact]
    public async Task The_way_to_the_result_is_reported_with_the_reasons_that_a_provisional_response_gave()
    {
        var inviting = Invite();
        var invite = await Peer.RequestAsync("INVITE");
        Peer.Respond(invite, 180);
        Peer.Respond(invite, 183, sdp: ScriptedPeer.Sdp, headers: ("Reason", "Q.850;cause=1"));
        Peer.Respond(invite, 180);
        Peer.Respond(invite, 404);
        await Peer.RequestAsync("ACK");
        var progress = (await inviting).Progress;
        Assert.Equal((183, true, false), (progress.HighestProvisional, progress.EarlyMediaDescribed, progress.EarlyMedia));
        Assert.Equal([new SipReason("Q.850", 1, null)], progress.Reasons);
    }

    [Theory]
    [InlineData(401, "WWW-Authenticate")]
    [InlineData(407, "Proxy-Authenticate")]
    public async Task Section_22_the_realm_that_refused_our_password_is_named(int code, string header)
    {
        var inviting = Invite(new SipCredentials("robot", "wrong"));
        for (var i = 0; i < 2; i++)
        {
            Peer.Respond(await Peer.RequestAsync("INVITE"), code, headers: (header, $"Digest realm=\"the, trunk\", nonce=\"{i}\", qop=\"auth\""));
            await Peer.RequestAsync("ACK");
        }

        Assert.Equal("the, trunk", Assert.IsType<InviteResult.Rejected>(await inviting).RefusedRealm);
    }

    [Fact]
    public async Task Section_22_a_challenge_without_credentials_names_its_realm_too() =>
        Assert.Equal("trunk", (await RejectedAsync(407, ("Proxy-Authenticate", "Digest realm=\"trunk\", nonce=\"n\", algorithm=SHA-512-256"))).RefusedRealm);

    private static InviteProgress Seen(int provisional) => new() { CallId = "c", HighestProvisional = provisional };

    private async Task<InviteResult.Rejected> RejectedAsync(int code, params (string Name, string Value)[] headers)
    {
        var inviting = Invite();
        // The answer crosses the wire, so that what the parser does with lists counts too.
        Peer.Respond(await Peer.RequestAsync("INVITE"), code, headers: headers);
        await Peer.RequestAsync("ACK");
        return Assert.IsType<InviteResult.Rejected>(await inviting);
    }
}
