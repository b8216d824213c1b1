using System.Text;
using CallbackBot.Telephony.Sip;

namespace CallbackBot.Telephony.Tests.Sip;

/// <summary>The callee's half: RFC 3261 sections 8.2, 9.2, 13.3.</summary>
public class IncomingCallTests : AgentTest
{
    private Func<IncomingCall, Task> _handler = _ => Task.CompletedTask;

    protected override Func<IncomingCall, CancellationToken, Task> OnIncomingCall => (call, _) => _handler(call);

    [Fact]
    public async Task Section_13_3_1_4_the_answer_is_repeated_until_its_ack()
    {
        var answered = new TaskCompletionSource<SipCall>(TaskCreationOptions.RunContinuationsAsynchronously);
        _handler = async call =>
        {
            await call.RingAsync(default);
            answered.SetResult(await call.AnswerAsync(Audio, default));
        };
        Peer.Send(Peer.NewRequest("INVITE", sdp: ScriptedPeer.Sdp));
        await Peer.ResponseAsync(100);
        Assert.NotNull((await Peer.ResponseAsync(180)).To.Tag);
        var ok = await Peer.ResponseAsync(200);
        Assert.Contains("m=audio", Encoding.UTF8.GetString(ok.Body));
        await PassAsync(1.6);
        await Peer.ResponseAsync(200);
        await Peer.ResponseAsync(200);
        Assert.False(answered.Task.IsCompleted);
        Peer.Send(Peer.NewRequest("ACK", toTag: ok.To.Tag));
        var call = await answered.Task.WaitAsync(ScriptedPeer.Patience);
        await PassAsync(10);
        Assert.True(Peer.HeardNothing);
        Peer.Send(Peer.NewRequest("BYE", 2, ok.To.Tag));
        await Peer.ResponseAsync(200);
        await EndOf(call);
        Assert.Equal(CallEndedBy.FarSide, call.End!.By);
    }

    [Fact]
    public async Task Section_8_2_3_a_packed_description_is_refused_and_not_taken_for_a_bad_one()
    {
        var invite = Peer.NewRequest("INVITE", sdp: ScriptedPeer.Sdp);
        invite.Headers.Add("Content-Encoding", "gzip");
        Peer.Send(invite);
        await Peer.ResponseAsync(100);
        var refusal = await Peer.ResponseAsync(415);
        Assert.Equal(("identity", null), (refusal.Headers["Accept-Encoding"], refusal.Headers["Accept"]));
    }

    [Fact]
    public async Task Section_13_3_1_4_an_answer_that_nobody_acknowledges_is_hung_up()
    {
        var answered = new TaskCompletionSource<SipCall>(TaskCreationOptions.RunContinuationsAsynchronously);
        _handler = async call => answered.SetResult(await call.AnswerAsync(Audio, default));
        Peer.Send(Peer.NewRequest("INVITE", sdp: ScriptedPeer.Sdp));
        await Peer.ResponseAsync(100);
        await Peer.ResponseAsync(200);
        await PassUntilAsync(() => answered.Task.IsCompleted);
        Assert.Equal(CallEndedBy.Network, (await answered.Task.WaitAsync(ScriptedPeer.Patience)).End!.By);
    }

    [Fact]
    public async Task Section_15_a_bye_before_the_ack_ends_the_call()
    {
        var answered = new TaskCompletionSource<SipCall>(TaskCreationOptions.RunContinuationsAsynchronously);
        _handler = async call => answered.SetResult(await call.AnswerAsync(Audio, default));
        Peer.Send(Peer.NewRequest("INVITE", sdp: ScriptedPeer.Sdp));
        await Peer.ResponseAsync(100);
        var ok = await Peer.ResponseAsync(200);
        Peer.Send(Peer.NewRequest("BYE", 2, ok.To.Tag));
        await Peer.ResponseAsync(200);
        Assert.Equal(CallEndedBy.FarSide, (await answered.Task.WaitAsync(ScriptedPeer.Patience)).End!.By);
        await PassAsync(5);
        Assert.True(Peer.HeardNothing);
    }

    [Fact]
    public async Task Section_9_2_cancel_is_answered_and_the_invite_terminated()
    {
        _handler = async call =>
        {
            await call.RingAsync(default);
            await Task.Delay(Timeout.InfiniteTimeSpan, Time, call.Cancelled);
        };
        var invite = Peer.NewRequest("INVITE", sdp: ScriptedPeer.Sdp);
        Peer.Send(invite);
        await Peer.ResponseAsync(100);
        var ringing = await Peer.ResponseAsync(180);
        Peer.Send(InviteMessages.Cancel(invite));
        Assert.Equal(ringing.To.Tag, (await Peer.ResponseAsync(200)).To.Tag);
        Assert.Equal(ringing.To.Tag, (await Peer.ResponseAsync(487)).To.Tag);
    }

    [Fact]
    public async Task Section_9_2_a_cancel_for_nothing_is_481()
    {
        Peer.Send(InviteMessages.Cancel(Peer.NewRequest("INVITE")));
        await Peer.ResponseAsync(481);
    }

    [Fact]
    public async Task Rfc_6432_a_rejection_carries_its_cause()
    {
        _handler = call => call.RejectAsync(480, "Temporarily Unavailable", 20, default);
        Peer.Send(Peer.NewRequest("INVITE", sdp: ScriptedPeer.Sdp));
        await Peer.ResponseAsync(100);
        Assert.Equal("Q.850;cause=20;text=\"Temporarily Unavailable\"", (await Peer.ResponseAsync(480)).Headers["Reason"]);
    }

    [Fact]
    public async Task Rfc_3960_early_media_is_described_in_the_183_on_the_same_port_as_the_answer()
    {
        _handler = async call =>
        {
            await call.EarlyMediaAsync(new CountingAudio(), default);
            await call.AnswerAsync(Audio, default);
        };
        Peer.Send(Peer.NewRequest("INVITE", sdp: ScriptedPeer.Sdp));
        await Peer.ResponseAsync(100);
        var early = await Peer.ResponseAsync(183);
        Assert.Equal(early.Body, (await Peer.ResponseAsync(200)).Body);
    }

    [Fact]
    public async Task Section_13_2_1_without_an_offer_ours_goes_out_in_the_200()
    {
        var acknowledged = new TaskCompletionSource();
        _handler = async call =>
        {
            await call.AnswerAsync(Audio, default);
            acknowledged.SetResult();
        };
        Peer.Send(Peer.NewRequest("INVITE"));
        await Peer.ResponseAsync(100);
        var ok = await Peer.ResponseAsync(200);
        Assert.Contains("RTP/AVP 8 0 101", Encoding.UTF8.GetString(ok.Body));
        Peer.Send(Peer.NewRequest("ACK", toTag: ok.To.Tag, sdp: ScriptedPeer.Sdp));
        await acknowledged.Task;
        await PassAsync(5);
        Assert.True(Peer.HeardNothing);
    }

    [Fact]
    public async Task Section_8_2_2_2_a_merged_request_is_a_loop()
    {
        _handler = call => Task.Delay(Timeout.InfiniteTimeSpan, Time, call.Cancelled);
        Peer.Send(Peer.NewRequest("INVITE", sdp: ScriptedPeer.Sdp, branch: "1"));
        await Peer.ResponseAsync(100);
        Peer.Send(Peer.NewRequest("INVITE", sdp: ScriptedPeer.Sdp, branch: "2"));
        await Peer.ResponseAsync(100);
        await Peer.ResponseAsync(482);
    }

    [Fact]
    public async Task A_handler_that_fails_or_forgets_leaves_nobody_ringing()
    {
        _handler = _ => throw new InvalidOperationException("a bug");
        Peer.Send(Peer.NewRequest("INVITE", sdp: ScriptedPeer.Sdp));
        await Peer.ResponseAsync(100);
        await Peer.ResponseAsync(500);
    }

    [Fact]
    public async Task Section_13_3_1_3_an_offer_without_our_formats_is_not_acceptable()
    {
        Peer.Send(Peer.NewRequest("INVITE", sdp: ScriptedPeer.Sdp.Replace("RTP/AVP 8 101", "RTP/AVP 18")));
        await Peer.ResponseAsync(100);
        await Peer.ResponseAsync(488);
    }
}
