using CallbackBot.Telephony.Sip;
using CallbackBot.Testing;
using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Tests.Sip.InCall;

/// <summary>RFC 4028, as caller and as callee.</summary>
public class SessionTimerTests : AgentTest
{
    private readonly TaskCompletionSource<SipCall> _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    protected override TimeSpan RtpInactivity => TimeSpan.Zero;

    protected override Func<IncomingCall, CancellationToken, Task> OnIncomingCall =>
        async (call, cancellationToken) => _answered.SetResult(await call.AnswerAsync(Audio, cancellationToken));

    [Fact]
    public async Task Section_7_1_our_invite_asks_for_half_an_hour_and_says_that_we_know_timers()
    {
        var (invite, _) = await AnsweredAsync();
        Assert.Equal("1800", invite.Headers["Session-Expires"]);
        Assert.True(invite.Supports(OptionTags.Timer));
        Assert.Null(invite.Headers["Min-SE"]);
    }

    [Fact]
    public async Task Section_7_3_a_422_is_followed_in_the_same_call_with_the_longer_interval()
    {
        var inviting = Invite();
        var first = await Peer.RequestAsync("INVITE");
        Peer.Respond(first, 422, headers: ("Min-SE", "3600"));
        await Peer.RequestAsync("ACK");
        var second = await Peer.RequestAsync("INVITE");
        Assert.Equal(("3600", "3600"), (second.Headers["Session-Expires"], second.Headers["Min-SE"]));
        Assert.Equal((first.CallId, first.CSeq.Number + 1, first.From.Tag), (second.CallId, second.CSeq.Number, second.From.Tag));
        Peer.Respond(second, 422, headers: ("Min-SE", "3600"));     // no more than we asked for
        await Peer.RequestAsync("ACK");
        Assert.Equal(422, Assert.IsType<InviteResult.Rejected>(await inviting).Code);
    }

    [Fact]
    public async Task Section_7_3_each_proxy_may_want_a_longer_interval_but_not_for_ever()
    {
        var inviting = Invite();
        var asked = new List<string?>();
        for (var least = 1800; !inviting.IsCompleted && asked.Count < 10; least += 100)
        {
            var invite = await Peer.RequestAsync("INVITE");
            asked.Add(invite.Headers["Min-SE"]);
            Peer.Respond(invite, 422, headers: ("Min-SE", $"{least}"));
            await Peer.RequestAsync("ACK");
            await Quiescence.SettleAsync();
        }

        Assert.Equal([null, "1800", "1900", "2000", "2100"], asked);
        Assert.Equal(422, Assert.IsType<InviteResult.Rejected>(await inviting).Code);
    }

    [Theory]
    [InlineData("9999999;refresher=uas")]
    [InlineData("99999999999;refresher=uac")]
    public async Task Section_4_an_interval_that_no_timer_can_hold_is_a_day(string interval)
    {
        var (invite, call) = await AnsweredAsync(ScriptedPeer.Sdp, null, ("Session-Expires", interval));
        var update = Peer.NewRequestIn(invite, "UPDATE");
        update.Headers.Add("Supported", "timer");
        update.Headers.Add("Session-Expires", interval);
        Peer.Send(update);
        Assert.StartsWith("86400", (await Peer.ResponseAsync(200)).Headers["Session-Expires"], StringComparison.Ordinal);
        await PassAsync(1);
        Assert.Null(call.End);
    }

    [Fact]
    public async Task Section_7_2_a_200_without_an_interval_makes_a_session_without_end()
    {
        var (_, call) = await AnsweredAsync();
        await LeapAsync(120);
        Assert.True(Peer.HeardNothing);
        Assert.Null(call.End);
    }

    [Fact]
    public async Task Section_7_4_we_refresh_at_half_the_interval_by_update_where_the_far_side_takes_it()
    {
        var (_, call) = await AnsweredAsync(headers: [("Session-Expires", "90;refresher=uac"), ("Allow", "INVITE, ACK, BYE, UPDATE")]);
        for (var i = 0; i < 2; i++)
        {
            await LeapAsync(44.8);
            Assert.True(Peer.HeardNothing);
            await PassAsync(0.4);       // a moment later it would be repeated
            var update = await Peer.RequestAsync("UPDATE");
            Assert.Equal("90;refresher=uac", update.Headers["Session-Expires"]);
            Assert.Empty(update.Body);
            Assert.NotNull(update.Contact);
            Peer.Respond(update, 200, headers: ("Session-Expires", "90;refresher=uac"));
        }

        Assert.Null(call.End);
    }

    [Fact]
    public async Task Section_7_4_else_by_a_reinvite_that_changes_nothing()
    {
        var (invite, call) = await AnsweredAsync(headers: [("Session-Expires", "90;refresher=uac"), ("Allow", "INVITE, ACK, BYE")]);
        await LeapAsync(45.2);
        var refresh = await Peer.RequestAsync("INVITE");
        Assert.Equal(invite.Body, refresh.Body);
        Peer.Respond(refresh, 200, sdp: ScriptedPeer.Sdp, headers: ("Session-Expires", "90;refresher=uac"));
        await Peer.RequestAsync("ACK");
        await LeapAsync(40);
        Assert.Null(call.End);
    }

    [Fact]
    public async Task An_update_that_is_not_implemented_after_all_becomes_a_reinvite()
    {
        var (_, call) = await AnsweredAsync(headers: [("Session-Expires", "90;refresher=uac"), ("Allow", "UPDATE")]);
        await LeapAsync(45.2);
        Peer.Respond(await Peer.RequestAsync("UPDATE"), 501);
        Peer.Respond(await Peer.RequestAsync("INVITE"), 200, sdp: ScriptedPeer.Sdp);
        await Peer.RequestAsync("ACK");
        Assert.Null(call.End);
    }

    [Fact]
    public async Task Section_7_4_a_422_to_a_refresh_is_followed()
    {
        await AnsweredAsync(headers: [("Session-Expires", "90;refresher=uac"), ("Allow", "UPDATE")]);
        await LeapAsync(45.2);
        Peer.Respond(await Peer.RequestAsync("UPDATE"), 422, headers: ("Min-SE", "300"));
        var second = await Peer.RequestAsync("UPDATE");
        Assert.Equal(("300;refresher=uac", "300"), (second.Headers["Session-Expires"], second.Headers["Min-SE"]));
    }

    [Fact]
    public async Task Section_10_a_refused_refresh_is_tried_again_and_without_success_the_call_ends_before_the_interval_does()
    {
        var (_, call) = await AnsweredAsync(headers: [("Session-Expires", "120;refresher=uac"), ("Allow", "UPDATE")]);
        await LeapAsync(60.2);
        Peer.Respond(await Peer.RequestAsync("UPDATE"), 500);
        await PassAsync(15.3);
        Peer.Respond(await Peer.RequestAsync("UPDATE"), 500);
        await PassUntilAsync(() => call.End is not null);
        Assert.Equal(CallEndedBy.Network, call.End!.By);
        Assert.InRange(call.End.Duration.TotalSeconds, 87.5, 88.5);     // 120 - 32
        Assert.Equal("SIP;cause=408;text=\"Session timeout\"", (await Peer.RequestAsync("BYE")).Headers["Reason"]);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(481)]
    public async Task Section_10_a_refresh_that_finds_no_call_ends_it(int code)
    {
        var (_, call) = await AnsweredAsync(headers: [("Session-Expires", "90;refresher=uac"), ("Allow", "UPDATE")]);
        await LeapAsync(45.2);
        Peer.Respond(await Peer.RequestAsync("UPDATE"), code);
        await Peer.RequestAsync("BYE");
        Assert.Equal(CallEndedBy.Network, call.End!.By);
    }

    [Fact]
    public async Task Section_10_when_the_far_side_does_not_refresh_the_call_ends_a_third_before_the_interval_does()
    {
        var (_, call) = await AnsweredAsync(headers: ("Session-Expires", "90;refresher=uas"));
        await LeapAsync(59);
        Assert.Null(call.End);
        await PassAsync(2);
        Assert.Equal(CallEndedBy.Network, call.End!.By);
        Assert.InRange(call.End.Duration.TotalSeconds, 59.5, 60.5);     // 90 - 90/3, since that is less than 32
        Assert.Equal("SIP;cause=408;text=\"Session timeout\"", (await Peer.RequestAsync("BYE")).Headers["Reason"]);
    }

    [Theory]
    [InlineData("UPDATE")]
    [InlineData("INVITE")]
    public async Task Section_9_the_far_sides_refresh_keeps_the_call_and_its_interval_counts(string method)
    {
        var (invite, call) = await AnsweredAsync(headers: ("Session-Expires", "90;refresher=uas"));
        await LeapAsync(50);
        var refresh = Peer.NewRequestIn(invite, method, sdp: method == "INVITE" ? ScriptedPeer.Sdp : null);
        refresh.Headers.Add("Supported", "timer");
        refresh.Headers.Add("Session-Expires", "180;refresher=uac");
        Peer.Send(refresh);
        if (method == "INVITE") await Peer.ResponseAsync(100);
        var ok = await Peer.ResponseAsync(200);
        Assert.Equal(("180;refresher=uac", "timer"), (ok.Headers["Session-Expires"], ok.Headers["Require"]));
        if (method == "INVITE") Peer.Send(Peer.NewRequestIn(invite, "ACK"));
        await LeapAsync(140);
        Assert.Null(call.End);
        await LeapAsync(10);
        Assert.NotNull(call.End);
    }

    [Fact]
    public async Task Section_9_a_reinvite_that_forgets_the_timer_does_not_switch_it_off()
    {
        var (invite, _) = await AnsweredAsync(headers: [("Session-Expires", "90;refresher=uac"), ("Allow", "UPDATE")]);
        var update = Peer.NewRequestIn(invite, "UPDATE", sdp: ScriptedPeer.Sdp);
        update.Headers.Add("Supported", "timer");
        Peer.Send(update);
        Assert.Equal("90;refresher=uas", (await Peer.ResponseAsync(200)).Headers["Session-Expires"]);
        await LeapAsync(45.2);
        await Peer.RequestAsync("UPDATE");
    }

    [Fact]
    public async Task Section_9_an_interval_of_our_own_choice_is_no_shorter_than_the_far_side_allows()
    {
        var (invite, _) = await AnsweredAsync(headers: [("Session-Expires", "90;refresher=uac"), ("Allow", "UPDATE")]);
        var update = Peer.NewRequestIn(invite, "UPDATE");
        update.Headers.Add("Supported", "timer");
        update.Headers.Add("Min-SE", "300");
        Peer.Send(update);
        Assert.Equal("300;refresher=uas", (await Peer.ResponseAsync(200)).Headers["Session-Expires"]);
    }

    [Theory]
    [InlineData("UPDATE")]
    [InlineData("INVITE")]
    public async Task Section_9_an_interval_below_the_requests_own_minimum_is_refused_and_not_raised(string method)
    {
        var (invite, call) = await AnsweredAsync(headers: ("Session-Expires", "1800;refresher=uas"));
        var refresh = Peer.NewRequestIn(invite, method, sdp: method == "INVITE" ? ScriptedPeer.Sdp : null);
        foreach (var (name, value) in (ReadOnlySpan<(string, string)>)[("Supported", "timer"), ("Session-Expires", "100"), ("Min-SE", "200")]) refresh.Headers.Add(name, value);
        Peer.Send(refresh);
        if (method == "INVITE") await Peer.ResponseAsync(100);
        Assert.Equal("200", (await Peer.ResponseAsync(422)).Headers["Min-SE"]);
        Assert.Null(call.End);
    }

    [Theory]
    [InlineData("60", null)]
    [InlineData("100", "200")]
    public async Task Section_9_an_interval_too_short_from_a_caller_that_knows_no_422_is_neither_raised_nor_taken(string asked, string? least)
    {
        Assert.Null((await CalledAsync([("Session-Expires", asked), .. least is null ? [] : ((string, string)[])[("Min-SE", least)]])).Headers["Session-Expires"]);
    }

    [Theory]
    [InlineData("90", "timer", "90;refresher=uac", "timer")]
    [InlineData("1800;refresher=uac", "timer", "1800;refresher=uac", "timer")]
    [InlineData("1800;refresher=uas", "timer", "1800;refresher=uas", "timer")]
    [InlineData("1800", "path", "1800;refresher=uas", null)]
    public async Task Section_9_table_2_as_callee_we_take_the_interval_and_say_who_refreshes(string asked, string supported, string granted, string? required)
    {
        var ok = await CalledAsync(("Session-Expires", asked), ("Supported", supported));
        Assert.Equal((granted, required), (ok.Headers["Session-Expires"], ok.Headers["Require"]));
    }

    [Fact]
    public async Task Section_9_without_an_interval_in_the_invite_there_is_none_in_the_200()
    {
        Assert.Null((await CalledAsync(("Supported", "timer"))).Headers["Session-Expires"]);
    }

    [Fact]
    public async Task Section_9_too_short_an_interval_is_refused_with_ours()
    {
        var invite = Peer.NewRequest("INVITE", sdp: ScriptedPeer.Sdp);
        invite.Headers.Add("Session-Expires", "60");
        invite.Headers.Add("Supported", "timer");
        invite.Headers.Add("Require", "timer");
        Peer.Send(invite);
        await Peer.ResponseAsync(100);
        Assert.Equal("90", (await Peer.ResponseAsync(422)).Headers["Min-SE"]);
    }

    [Fact]
    public async Task Section_9_as_callee_that_refreshes_we_send_ours_at_half()
    {
        await CalledAsync(("Session-Expires", "90;refresher=uas"), ("Supported", "timer"), ("Allow", "UPDATE"));
        await LeapAsync(45.2);
        Assert.Equal("90;refresher=uac", (await Peer.RequestAsync("UPDATE")).Headers["Session-Expires"]);
    }

    [Fact]
    public async Task Section_10_as_callee_we_hang_up_on_a_caller_that_does_not_refresh()
    {
        await CalledAsync(("Session-Expires", "90"), ("Supported", "timer"));
        var call = await _answered.Task;
        await LeapAsync(61);
        Assert.Equal(CallEndedBy.Network, call.End!.By);
    }

    private async Task<SipResponse> CalledAsync(params (string Name, string Value)[] headers)
    {
        var invite = Peer.NewRequest("INVITE", sdp: ScriptedPeer.Sdp);
        foreach (var (name, value) in headers) invite.Headers.Add(name, value);
        Peer.Send(invite);
        await Peer.ResponseAsync(100);
        var ok = await Peer.ResponseAsync(200);
        Peer.Send(Peer.NewRequest("ACK", toTag: ok.To.Tag));
        await _answered.Task.WaitAsync(TimeSpan.FromSeconds(20));
        return ok;
    }
}
