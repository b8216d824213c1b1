using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Sip.Messages;
using CallbackBot.Telephony.Tests.Sip.Messages;

namespace CallbackBot.Telephony.Tests.Sip;

/// <summary>The caller's half until the result: RFC 3261 sections 9, 13.2, 22.</summary>
public class InviteTests : AgentTest
{
    [Fact]
    public async Task Busy_callee_is_a_result_not_an_exception()
    {
        var inviting = Invite();
        var invite = await Peer.RequestAsync("INVITE");
        Peer.Respond(invite, 100);
        Peer.Respond(invite, 486, "Busy Here", headers: ("Reason", "Q.850;cause=17;text=\"user busy\""));
        Assert.Equal("peer", (await Peer.RequestAsync("ACK")).To.Tag);
        var busy = Assert.IsType<InviteResult.Rejected>(await inviting);
        Assert.Equal((486, "Busy Here", 17), (busy.Code, busy.Phrase, busy.Q850Cause));
        Assert.Equal(invite.CallId, busy.Progress.CallId);
    }

    [Fact]
    public async Task Section_13_2_2_4_an_answer_is_acknowledged_and_makes_a_call()
    {
        var inviting = Invite();
        var invite = await Peer.RequestAsync("INVITE");
        Assert.Contains("m=audio", System.Text.Encoding.UTF8.GetString(invite.Body));
        Time.Advance(TimeSpan.FromSeconds(0.2));
        Peer.Respond(invite, 180);
        Time.Advance(TimeSpan.FromSeconds(0.1));
        Peer.Respond(invite, 200, sdp: ScriptedPeer.Sdp);
        var ack = await Peer.RequestAsync("ACK");
        Assert.Equal(new CSeq(invite.CSeq.Number, "ACK"), ack.CSeq);
        Assert.NotEqual(invite.TopVia.Branch, ack.TopVia.Branch);
        Assert.Equal($"sip:peer@{Peer.Address}", ack.Uri);
        var answered = Assert.IsType<InviteResult.Answered>(await inviting);
        Assert.Equal(180, answered.Progress.HighestProvisional);
        Assert.NotNull(answered.Progress.RingingAfter);
        Assert.Null(answered.Call.End);
    }

    [Fact]
    public async Task Section_13_2_2_4_every_repeated_answer_is_acknowledged_even_after_timer_M()
    {
        var (invite, _) = await AnsweredAsync();
        for (var i = 0; i < 3; i++)
        {
            Peer.Respond(invite, 200, sdp: ScriptedPeer.Sdp);
            await Peer.RequestAsync("ACK");
        }

        Time.Advance(TimeSpan.FromSeconds(33));
        Peer.Respond(invite, 200, sdp: ScriptedPeer.Sdp);
        await Peer.RequestAsync("ACK");
    }

    [Fact]
    public async Task Section_13_2_2_4_a_further_forked_answer_is_acknowledged_and_hung_up()
    {
        var (invite, call) = await AnsweredAsync();
        Peer.Respond(invite, 200, sdp: ScriptedPeer.Sdp, tag: "fork");
        Assert.Equal("fork", (await Peer.RequestAsync("ACK")).To.Tag);
        Assert.Equal("fork", (await Peer.RequestAsync("BYE")).To.Tag);
        Assert.Null(call.End);
    }

    [Fact]
    public async Task Rfc_8866_section_5_7_an_answer_whose_SDP_names_a_host_is_a_call()
    {
        var (_, call) = await AnsweredAsync(ScriptedPeer.Sdp.Replace("c=IN IP4 127.0.0.1", "c=IN IP4 media.no-such-host.invalid", StringComparison.Ordinal));
        await PassAsync(1);
        Assert.Null(call.End);
        Assert.True(Audio.Slots > 0);
    }

    [Fact]
    public async Task Section_9_1_the_ring_timeout_cancels_and_the_487_is_consumed()
    {
        var inviting = Invite();
        var invite = await Peer.RequestAsync("INVITE");
        Peer.Respond(invite, 180);
        await PassUntilAsync(() => !Peer.HeardNothing);
        var cancel = await Peer.RequestAsync("CANCEL");
        Assert.Equal(invite.Headers["Via"], cancel.Headers["Via"]);
        Assert.Equal(new CSeq(invite.CSeq.Number, "CANCEL"), cancel.CSeq);
        Assert.Null(cancel.To.Tag);
        Peer.Respond(cancel, 200);
        Peer.Respond(invite, 487);
        await Peer.RequestAsync("ACK");
        Assert.False(Assert.IsType<InviteResult.NotAnswered>(await inviting).CancelledByUs);
    }

    [Fact]
    public async Task Section_9_1_cancel_waits_for_a_provisional_response()
    {
        using var givingUp = new CancellationTokenSource();
        var inviting = Invite(cancellationToken: givingUp.Token);
        var invite = await Peer.RequestAsync("INVITE");
        await givingUp.CancelAsync();
        Assert.True(Assert.IsType<InviteResult.NotAnswered>(await inviting).CancelledByUs);
        Time.Advance(TimeSpan.FromSeconds(10));
        Assert.True(Peer.HeardNothing);
        Peer.Respond(invite, 180);
        await Peer.RequestAsync("CANCEL");
    }

    [Fact]
    public async Task Section_9_1_an_answer_that_crosses_our_cancel_is_acknowledged_and_hung_up()
    {
        using var givingUp = new CancellationTokenSource();
        var inviting = Invite(cancellationToken: givingUp.Token);
        var invite = await Peer.RequestAsync("INVITE");
        await RingAsync(invite);
        await givingUp.CancelAsync();
        Peer.Respond(await Peer.RequestAsync("CANCEL"), 200);
        Peer.Respond(invite, 200, sdp: ScriptedPeer.Sdp);
        await Peer.RequestAsync("ACK");
        Peer.Respond(await Peer.RequestAsync("BYE"), 200);
        Assert.Null(Assert.IsType<InviteResult.NotAnswered>(await inviting).Final);
        Assert.Equal(0, Audio.Slots);
    }

    [Fact]
    public async Task Section_9_1_a_cancel_that_changes_nothing_is_given_up_after_64_T1()
    {
        using var givingUp = new CancellationTokenSource();
        var inviting = Invite(cancellationToken: givingUp.Token);
        await RingAsync(await Peer.RequestAsync("INVITE"));
        await givingUp.CancelAsync();
        await Peer.RequestAsync("CANCEL");
        await PassUntilAsync(() => inviting.IsCompleted);
        Assert.IsType<InviteResult.NotAnswered>(await inviting);
    }

    [Fact]
    public async Task Section_17_1_1_2_nobody_there_is_unreachable_after_timer_B_whatever_the_ring_timeout()
    {
        var inviting = Invite();
        await PassAsync(31);
        Assert.False(inviting.IsCompleted);
        await PassUntilAsync(() => inviting.IsCompleted);
        Assert.IsType<InviteResult.Unreachable>(await inviting);
    }

    [Theory]
    [InlineData(401, "WWW-Authenticate", "Authorization")]
    [InlineData(407, "Proxy-Authenticate", "Proxy-Authorization")]
    public async Task Section_22_a_challenge_is_answered_within_the_same_call(int code, string challenge, string answer)
    {
        var inviting = Invite(credentials: new SipCredentials("robot", "secret"));
        var first = await Peer.RequestAsync("INVITE");
        Peer.Respond(first, code, headers: (challenge, "Digest realm=\"trunk\", nonce=\"abc\", qop=\"auth\", algorithm=SHA-256"));
        await Peer.RequestAsync("ACK");
        var second = await Peer.RequestAsync("INVITE");
        Assert.Equal((first.CallId, first.From.Tag, first.CSeq.Number + 1), (second.CallId, second.From.Tag, second.CSeq.Number));
        Assert.Null(second.To.Tag);
        Assert.Contains("username=\"robot\"", second.Headers[answer]);
        Peer.Respond(second, 200, sdp: ScriptedPeer.Sdp);
        Assert.NotNull((await Peer.RequestAsync("ACK")).Headers[answer]);
        Assert.IsType<InviteResult.Answered>(await inviting);
    }

    [Fact]
    public async Task Section_22_wrong_credentials_are_a_rejection_not_a_loop()
    {
        var inviting = Invite(credentials: new SipCredentials("robot", "wrong"));
        for (var i = 0; i < 2; i++)
        {
            Peer.Respond(await Peer.RequestAsync("INVITE"), 401, headers: ("WWW-Authenticate", $"Digest realm=\"trunk\", nonce=\"{i}\", qop=\"auth\""));
            await Peer.RequestAsync("ACK");
        }

        Assert.Equal(401, Assert.IsType<InviteResult.Rejected>(await inviting).Code);
        Assert.True(Peer.HeardNothing);
    }

    [Fact]
    public async Task Rfc_3960_the_description_of_the_183_counts_when_the_answer_has_none()
    {
        var inviting = Invite();
        var invite = await Peer.RequestAsync("INVITE");
        Peer.Respond(invite, 183, sdp: ScriptedPeer.Sdp);
        Peer.Respond(invite, 200);
        await Peer.RequestAsync("ACK");
        Assert.IsType<InviteResult.Answered>(await inviting);
    }

    [Fact]
    public async Task Rfc_5621_section_3_1_an_answer_beside_isup_is_an_answer()
    {
        var inviting = Invite();
        var response = (await Peer.RequestAsync("INVITE")).Respond(200, "OK", "peer");
        response.Headers.Add("Contact", $"<sip:peer@{Peer.Address}>");
        response.SetBody("multipart/mixed;boundary=b1", System.Text.Encoding.UTF8.GetBytes(MultipartBodyTests.WithIsup));
        Peer.Send(response);
        await Peer.RequestAsync("ACK");
        Assert.IsType<InviteResult.Answered>(await inviting);
    }

    [Fact]
    public async Task Section_13_2_2_4_an_answer_without_usable_audio_is_acknowledged_and_hung_up()
    {
        var inviting = Invite();
        Peer.Respond(await Peer.RequestAsync("INVITE"), 200, sdp: ScriptedPeer.Sdp.Replace("RTP/AVP 8 101", "RTP/AVP 18"));
        await Peer.RequestAsync("ACK");
        Assert.Equal("SIP;cause=488;text=\"Not Acceptable Here\"", (await Peer.RequestAsync("BYE")).Headers["Reason"]);
        Assert.Equal(200, Assert.IsType<InviteResult.Rejected>(await inviting).Code);
    }

    [Theory]
    [InlineData("Record-Route", "<sip:sbc.ims.invalid;lr>")]
    [InlineData("Contact", "<sip:callee@core.invalid>")]
    public async Task Section_8_1_2_a_name_that_only_the_carrier_resolves_leads_where_the_invite_went(string header, string value)
    {
        var inviting = Invite();
        var response = (await Peer.RequestAsync("INVITE")).Respond(200, "OK", "peer");
        response.Headers.Add("Contact", $"<sip:peer@{Peer.Address}>");
        response.Headers.Set(header, value);
        response.SetSdp(System.Text.Encoding.UTF8.GetBytes(ScriptedPeer.Sdp));
        Peer.Send(response);
        var ack = await Peer.RequestAsync("ACK");
        Assert.Contains(value, new[] { ack.Headers["Route"], $"<{ack.Uri}>" });
        var hangingUp = Assert.IsType<InviteResult.Answered>(await inviting).Call.HangUpAsync();
        Peer.Respond(await Peer.RequestAsync("BYE"), 200);
        await hangingUp;
    }

    [Theory]
    [InlineData("sip:peer@127.0.0.2:5061", SipProtocol.Tls)]
    [InlineData("sip:peer@127.0.0.2:5061;transport=udp", SipProtocol.Udp)]
    [InlineData("sip:peer@127.0.0.2:5062", SipProtocol.Udp)]
    public async Task Rfc_3263_section_4_1_a_contact_without_transport_at_the_peers_own_address_keeps_the_transport(string contact, SipProtocol expected)
    {
        var invite = Wire.Request("INVITE");
        var ok = invite.Respond(200, "OK", "peer");
        ok.Headers.Add("Contact", $"<{contact}>");
        var first = new SipHop(SipProtocol.Tls, System.Net.IPEndPoint.Parse("127.0.0.2:5061"), "trunk.example");
        var hop = await Agent.Context.ResolveAsync(SipDialogState.OfCaller(invite, ok, first));
        Assert.Equal((expected, expected == SipProtocol.Tls ? "trunk.example" : null), (hop!.Protocol, hop.TlsName));
    }

    [Fact]
    public async Task Section_12_1_2_record_route_is_followed_in_reverse()
    {
        var inviting = Invite();
        var routes = new[] { ("Record-Route", "<sip:127.0.0.9;lr>"), ("Record-Route", $"<sip:{Peer.Address};lr>") };
        Peer.Respond(await Peer.RequestAsync("INVITE"), 200, sdp: ScriptedPeer.Sdp, headers: routes);
        var ack = await Peer.RequestAsync("ACK");
        Assert.Equal([$"<sip:{Peer.Address};lr>", "<sip:127.0.0.9;lr>"], ack.Headers.All("Route"));
        Assert.Equal($"sip:peer@{Peer.Address}", ack.Uri);
        await inviting;
    }
}
