using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Tests.Sip;

/// <summary>
/// A far side that is late, repeats itself, forks, or says nothing: RFC 3261 sections 9.1, 13.2.2.4 and 15, RFC 5407, RFC 6026. Nobody may be
/// left listening to silence, and nobody phoned twice.
/// </summary>
public class InviteRaceTests : AgentTest
{
    [Fact]
    public async Task Section_13_2_2_4_a_200_repeated_ten_times_gets_ten_acks()
    {
        var (invite, call) = await AnsweredAsync();
        for (var i = 0; i < 10; i++) Peer.Respond(invite, 200, sdp: ScriptedPeer.Sdp);
        SipRequest? first = null;
        for (var i = 0; i < 10; i++)
        {
            var ack = await Peer.RequestAsync("ACK");
            first ??= ack;
            Assert.Equal((first.CSeq, first.TopVia.Branch, "peer"), (ack.CSeq, ack.TopVia.Branch, ack.To.Tag));
        }

        await PassAsync(1);
        Assert.True(Peer.HeardNothing);
        Assert.Null(call.End);
    }

    [Fact]
    public async Task Section_13_2_2_4_three_forks_that_all_answer_leave_one_call()
    {
        var inviting = Invite();
        var invite = await Peer.RequestAsync("INVITE");
        foreach (var fork in (string[])["a", "b", "c"]) Peer.Respond(invite, 180, tag: fork, headers: ReliableProvisionalTests.Reliable(1));
        for (var i = 0; i < 3; i++) Peer.Respond(await Peer.RequestAsync("PRACK"), 200);
        foreach (var fork in (string[])["b", "a", "c"]) Peer.Respond(invite, 200, sdp: ScriptedPeer.Sdp, tag: fork);
        var heard = new List<(string, string?, uint)>();
        var reasons = new List<string?>();
        while (heard.Count < 5)
        {
            var request = Assert.IsType<SipRequest>(await Peer.NextAsync());
            heard.Add((request.Method, request.To.Tag, request.CSeq.Number - invite.CSeq.Number));
            if (request.Method != "BYE") continue;
            reasons.Add(request.Headers["Reason"]);
            Peer.Respond(request, 200);
        }

        // The BYE counts on from the PRACK of its own dialog.
        Assert.Equal<(string, string?, uint)>([("ACK", "a", 0), ("ACK", "b", 0), ("ACK", "c", 0), ("BYE", "a", 2), ("BYE", "c", 2)], heard.Order());
        Assert.Equal(Enumerable.Repeat("SIP;cause=200;text=\"Call completed elsewhere\"", 2), reasons);     // RFC 3326 section 3.1
        Assert.Null(Assert.IsType<InviteResult.Answered>(await inviting).Call.End);

        // Section 13.2.2.4: their 200s are still acknowledged when they come again, and not hung up twice.
        Peer.Respond(invite, 200, sdp: ScriptedPeer.Sdp, tag: "c");
        await Peer.RequestAsync("ACK");
        await PassAsync(2);
        Assert.True(Peer.HeardNothing);
    }

    [Fact]
    public async Task Section_9_1_every_fork_whose_200_crosses_our_cancel_is_acknowledged_and_hung_up()
    {
        var (invite, inviting) = await CancelledAsync();
        Peer.Respond(invite, 200, sdp: ScriptedPeer.Sdp, tag: "a");
        Assert.Equal(("a", "a"), await AckAndByeAsync());
        Assert.IsType<InviteResult.NotAnswered>(await inviting);
        Peer.Respond(invite, 200, sdp: ScriptedPeer.Sdp, tag: "b");
        Assert.Equal(("b", "b"), await AckAndByeAsync());
        Assert.Equal(0, Audio.Slots);
    }

    [Fact]
    public async Task Rfc_5407_section_3_1_2_the_200_before_the_answer_to_our_cancel_is_still_hung_up()
    {
        var (invite, inviting) = await CancelledAsync(answerCancel: false);
        Peer.Respond(invite, 200, sdp: ScriptedPeer.Sdp);
        Assert.Equal(("peer", "peer"), await AckAndByeAsync());
        Assert.IsType<InviteResult.NotAnswered>(await inviting);
    }

    [Fact]
    public async Task Section_9_1_a_cancel_that_nothing_matches_still_waits_for_the_invites_own_end()
    {
        var (invite, inviting) = await CancelledAsync(cancelCode: 481);
        Assert.False(inviting.IsCompleted);
        Peer.Respond(invite, 486);
        await Peer.RequestAsync("ACK");
        Assert.Equal(486, Assert.IsType<InviteResult.NotAnswered>(await inviting).Final?.Code);
    }

    [Theory]
    [InlineData(603, 21)]
    [InlineData(487, 19)]
    public async Task Section_9_1_what_ends_an_invite_that_rang_too_long_is_kept_and_no_other_trunk_is_tried(int code, int cause)
    {
        var inviting = Invite();
        var invite = await Peer.RequestAsync("INVITE");
        Peer.Respond(invite, 180);
        await PassUntilAsync(() => !Peer.HeardNothing);
        var cancel = await Peer.RequestAsync("CANCEL");
        Peer.Respond(invite, code, headers: ("Reason", $"Q.850;cause={cause};text=\"as said\""));
        Peer.Respond(cancel, 200);
        await Peer.RequestAsync("ACK");
        var given = Assert.IsType<InviteResult.NotAnswered>(await inviting);
        Assert.Equal((false, code, cause, false), (given.CancelledByUs, given.Final!.Code, given.Final.Q850Cause, given.MayTryAnotherTrunk));
        Assert.Equal([new SipReason("Q.850", cause, "as said")], given.Final.Reasons);
    }

    [Fact]
    public async Task Section_9_1_a_200_long_after_the_cancel_was_given_up_is_hung_up()
    {
        var (invite, inviting) = await CancelledAsync();
        await PassUntilAsync(() => inviting.IsCompleted);
        Assert.IsType<InviteResult.NotAnswered>(await inviting);
        await PassAsync(20);
        Peer.Respond(invite, 200, sdp: ScriptedPeer.Sdp);
        Assert.Equal(("peer", "peer"), await AckAndByeAsync());
    }

    [Fact]
    public async Task A_leg_given_up_by_timer_B_is_cancelled_when_a_provisional_response_comes_late()
    {
        var invite = await GivenUpByTimerBAsync();
        Peer.Respond(invite, 180);
        var cancel = await Peer.RequestAsync("CANCEL");
        Assert.Equal(invite.Headers["Via"], cancel.Headers["Via"]);
        Peer.Respond(cancel, 200);
        Peer.Respond(invite, 487);
        Assert.Equal(invite.TopVia.Branch, (await Peer.RequestAsync("ACK")).TopVia.Branch);
        Peer.Respond(invite, 180);
        await PassAsync(2);
        Assert.True(Peer.HeardNothing);
    }

    [Fact]
    public async Task A_leg_given_up_by_timer_B_is_acknowledged_and_hung_up_when_a_200_comes_late()
    {
        var invite = await GivenUpByTimerBAsync();
        Peer.Respond(invite, 200, sdp: ScriptedPeer.Sdp);
        Assert.Equal(("peer", "peer"), await AckAndByeAsync());
        Peer.Respond(invite, 200, sdp: ScriptedPeer.Sdp);
        await Peer.RequestAsync("ACK");
        await PassAsync(2);
        Assert.True(Peer.HeardNothing);
        Assert.Equal(0, Audio.Slots);
    }

    [Fact]
    public async Task Section_17_1_1_3_a_leg_given_up_by_timer_B_acknowledges_a_late_refusal()
    {
        var invite = await GivenUpByTimerBAsync();
        Peer.Respond(invite, 503);
        await Peer.RequestAsync("ACK");
        Peer.Respond(invite, 503);
        await Peer.RequestAsync("ACK");
    }

    [Fact]
    public async Task Section_16_6_after_timer_C_of_all_proxies_an_unanswered_leg_is_forgotten()
    {
        var invite = await GivenUpByTimerBAsync();
        Time.Advance(TimeSpan.FromMinutes(3));
        await PassAsync(1);
        Peer.Respond(invite, 180);
        await PassAsync(1);
        Assert.True(Peer.HeardNothing);
    }

    [Fact]
    public async Task A_caller_that_gave_up_before_any_response_cancels_even_what_comes_after_timer_B()
    {
        using var givingUp = new CancellationTokenSource();
        var inviting = Invite(cancellationToken: givingUp.Token);
        var invite = await Peer.RequestAsync("INVITE");
        await givingUp.CancelAsync();
        Assert.IsType<InviteResult.NotAnswered>(await inviting);
        await LeapAsync(40);
        Assert.True(Peer.HeardNothing);
        Peer.Respond(invite, 180);
        await Peer.RequestAsync("CANCEL");
    }

    [Fact]
    public async Task Section_15_1_1_a_bye_that_nobody_answers_is_given_up_and_the_call_is_over()
    {
        var (_, call) = await AnsweredAsync();
        var hangingUp = call.HangUpAsync();
        await Peer.RequestAsync("BYE");
        await PassUntilAsync(() => hangingUp.IsCompleted);
        Assert.True(hangingUp.IsCompletedSuccessfully);
        Assert.Equal(CallEndedBy.Us, call.End!.By);
    }

    /// <summary>The BYE of a callee that is quicker than our ACK (RFC 5407 section 3.1.4 has the like).</summary>
    [Fact]
    public async Task Section_15_a_bye_right_behind_the_200_ends_the_call_properly()
    {
        var inviting = Invite();
        var invite = await Peer.RequestAsync("INVITE");
        Peer.Respond(invite, 200, sdp: ScriptedPeer.Sdp);
        Peer.Send(Peer.NewRequestIn(invite, "BYE"));
        var call = Assert.IsType<InviteResult.Answered>(await inviting).Call;
        await EndOf(call);
        Assert.Equal(CallEndedBy.FarSide, call.End!.By);
        await Peer.RequestAsync("ACK");
        await Peer.ResponseAsync(200);
    }

    [Fact]
    public async Task Section_22_3_the_bye_to_an_unwanted_fork_answers_a_challenge()
    {
        var inviting = Invite(new SipCredentials("robot", "secret"));
        var invite = await Peer.RequestAsync("INVITE");
        Peer.Respond(invite, 200, sdp: ScriptedPeer.Sdp);
        await Peer.RequestAsync("ACK");
        await inviting;
        Peer.Respond(invite, 200, sdp: ScriptedPeer.Sdp, tag: "fork");
        await Peer.RequestAsync("ACK");
        var bye = await Peer.RequestAsync("BYE");
        Peer.Respond(bye, 401, headers: ("WWW-Authenticate", "Digest realm=\"callee\", nonce=\"n\""));
        var again = await Peer.RequestAsync("BYE");
        Assert.Equal(("fork", bye.CSeq.Number + 1), (again.To.Tag, again.CSeq.Number));
        Assert.NotNull(again.Headers["Authorization"]);
    }

    [Fact]
    public async Task Section_13_2_2_4_a_200_to_another_invite_of_the_call_id_is_ignored()
    {
        var (invite, _) = await AnsweredAsync();
        var other = Peer.NewRequestIn(invite, "INVITE", number: 99).Respond(200, "OK");
        other.Headers.Set("Via", invite.Headers["Via"]!.Replace("branch=z9hG4bK", "branch=z9hG4bKx", StringComparison.Ordinal));
        Peer.Send(other);
        await PassAsync(1);
        Assert.True(Peer.HeardNothing);
    }

    private async Task<(SipRequest Invite, Task<InviteResult> Inviting)> CancelledAsync(bool answerCancel = true, int cancelCode = 200)
    {
        using var givingUp = new CancellationTokenSource();
        var inviting = Invite(cancellationToken: givingUp.Token);
        var invite = await Peer.RequestAsync("INVITE");
        await RingAsync(invite);
        await givingUp.CancelAsync();
        var cancel = await Peer.RequestAsync("CANCEL");
        if (answerCancel) Peer.Respond(cancel, cancelCode);
        await PassAsync(0.1);
        return (invite, inviting);
    }

    private async Task<SipRequest> GivenUpByTimerBAsync()
    {
        var inviting = Invite();
        var invite = await Peer.RequestAsync("INVITE");
        await PassUntilAsync(() => inviting.IsCompleted);
        Assert.True(Assert.IsType<InviteResult.Unreachable>(await inviting).MayTryAnotherTrunk);
        while (!Peer.HeardNothing) await Peer.RequestAsync("INVITE");
        await PassAsync(10);
        return invite;
    }

    private async Task<(string? Ack, string? Bye)> AckAndByeAsync()
    {
        var ack = await Peer.RequestAsync("ACK");
        var bye = await Peer.RequestAsync("BYE");
        Peer.Respond(bye, 200);
        return (ack.To.Tag, bye.To.Tag);
    }
}
