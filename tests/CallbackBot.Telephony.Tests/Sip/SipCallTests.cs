using System.Collections.Concurrent;
using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Tests.Sip;

/// <summary>An answered call until its end: RFC 3261 sections 12, 15.</summary>
public class SipCallTests : AgentTest
{
    private readonly ConcurrentQueue<Exception> _mediaFaults = new();

    protected override SipUserAgentOptions With(SipUserAgentOptions options) => options with { OnMediaFault = _mediaFaults.Enqueue };

    [Fact]
    public async Task Section_15_the_far_sides_bye_is_answered_and_ends_the_call_with_its_cause()
    {
        var (invite, call) = await AnsweredAsync();
        Time.Advance(TimeSpan.FromSeconds(3));
        var bye = Peer.NewRequestIn(invite, "BYE");
        bye.Headers.Add("Reason", "Q.850;cause=16");
        Peer.Send(bye);
        await Peer.ResponseAsync(200);
        await EndOf(call);
        Assert.Equal(new CallEnd(CallEndedBy.FarSide, 16, TimeSpan.FromSeconds(3)), call.End);
    }

    [Fact]
    public async Task A_bye_right_behind_the_200_ends_the_call()
    {
        var inviting = Invite();
        var invite = await Peer.RequestAsync("INVITE");
        Peer.Respond(invite, 200, sdp: ScriptedPeer.Sdp);
        Peer.Send(Peer.NewRequestIn(invite, "BYE"));
        var call = Assert.IsType<InviteResult.Answered>(await inviting).Call;
        await EndOf(call);
        Assert.Equal(CallEndedBy.FarSide, call.End!.By);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(481)]
    [InlineData(408)]
    public async Task Section_15_1_1_hanging_up_sends_bye_and_any_answer_means_done(int answer)
    {
        var (invite, call) = await AnsweredAsync();
        Time.Advance(TimeSpan.FromSeconds(2));
        var hangingUp = call.HangUpAsync();
        var bye = await Peer.RequestAsync("BYE");
        Assert.Equal(("peer", invite.CSeq.Number + 1), (bye.To.Tag, bye.CSeq.Number));
        Assert.Equal(new CallEnd(CallEndedBy.Us, null, TimeSpan.FromSeconds(2)), call.End);
        Assert.False(hangingUp.IsCompleted);
        Peer.Respond(bye, answer);
        await hangingUp;
    }

    [Fact]
    public async Task Rfc_3326_section_2_the_bye_of_a_normal_end_has_cause_16_and_that_of_a_limit_its_own()
    {
        var (_, call) = await AnsweredAsync();
        _ = call.HangUpAsync();
        Assert.Equal("Q.850;cause=16;text=\"Normal call clearing\"", (await Peer.RequestAsync("BYE")).Headers["Reason"]);
        var (_, longest) = await AnsweredAsync();
        _ = longest.HangUpAsync(EndReasons.TooLong);
        Assert.Equal("Q.850;cause=102;text=\"Longest call reached\"", (await Peer.RequestAsync("BYE")).Headers["Reason"]);
    }

    [Fact]
    public async Task Section_15_two_byes_that_cross_are_both_answered()
    {
        var (invite, call) = await AnsweredAsync();
        var hangingUp = call.HangUpAsync();
        var bye = await Peer.RequestAsync("BYE");
        Peer.Send(Peer.NewRequestIn(invite, "BYE"));
        await Peer.ResponseAsync(200);
        await hangingUp;
        Peer.Respond(bye, 481);
        Assert.Equal(CallEndedBy.Us, call.End!.By);
    }

    [Fact]
    public async Task Section_17_1_2_a_bye_is_repeated_and_given_up_by_timer_F()
    {
        var (_, call) = await AnsweredAsync();
        var hangingUp = call.HangUpAsync();
        for (var i = 0; i < 3; i++)
        {
            await PassUntilAsync(() => !Peer.HeardNothing);
            await Peer.RequestAsync("BYE");
        }

        await PassUntilAsync(() => hangingUp.IsCompleted);
        await hangingUp;
    }

    [Fact]
    public async Task Section_22_a_challenged_bye_is_repeated_with_the_answer()
    {
        var inviting = Invite(credentials: new SipCredentials("robot", "secret"));
        var challenge = ("WWW-Authenticate", "Digest realm=\"trunk\", nonce=\"abc\", qop=\"auth\"");
        Peer.Respond(await Peer.RequestAsync("INVITE"), 200, sdp: ScriptedPeer.Sdp);
        await Peer.RequestAsync("ACK");
        var hangingUp = Assert.IsType<InviteResult.Answered>(await inviting).Call.HangUpAsync();
        var first = await Peer.RequestAsync("BYE");
        Peer.Respond(first, 401, headers: challenge);
        var second = await Peer.RequestAsync("BYE");
        Assert.Equal(first.CSeq.Number + 1, second.CSeq.Number);
        Assert.NotNull(second.Headers["Authorization"]);
        Peer.Respond(second, 200);
        await hangingUp;
    }

    [Fact]
    public async Task Section_12_2_2_a_request_with_an_old_number_is_refused()
    {
        var (invite, _) = await AnsweredAsync();
        Peer.Send(Peer.NewRequestIn(invite, "OPTIONS", number: 5));
        await Peer.ResponseAsync(200);
        Peer.Send(Peer.NewRequestIn(invite, "OPTIONS", number: 4));
        await Peer.ResponseAsync(500);
    }

    [Fact]
    public async Task Section_8_2_1_an_unknown_method_in_a_call_is_refused_with_what_is_allowed()
    {
        var (invite, call) = await AnsweredAsync();
        Peer.Send(Peer.NewRequestIn(invite, "REFER"));
        Assert.Contains("BYE", (await Peer.ResponseAsync(405)).Headers["Allow"]);
        Assert.Null(call.End);
    }

    [Fact]
    public async Task Rfc_3262_section_3_a_PRACK_that_acknowledges_nothing_of_ours_is_481_and_the_call_goes_on()
    {
        var (invite, call) = await AnsweredAsync();
        Peer.Send(Peer.NewRequestIn(invite, "PRACK"));
        await Peer.ResponseAsync(481);
        Assert.Null(call.End);
    }

    [Fact]
    public async Task No_media_for_the_inactivity_limit_ends_the_call_as_the_networks_fault_and_the_bye_says_so()
    {
        var (_, call) = await AnsweredAsync();
        await LeapAsync(55);
        Assert.Null(call.End);
        await PassUntilAsync(() => !Peer.HeardNothing);
        Assert.Equal(CallEndedBy.Network, call.End!.By);
        Assert.Equal("Q.850;cause=102;text=\"RTP timeout\"", (await Peer.RequestAsync("BYE")).Headers["Reason"]);
    }

    [Fact]
    public async Task A_call_whose_own_audio_fails_is_hung_up_and_not_left_silent()
    {
        Audio.FailsInSlot = 10;
        var (_, call) = await AnsweredAsync();

        await PassAsync(1);

        var bye = await Peer.RequestAsync("BYE");
        Assert.Equal("Q.850;cause=41;text=\"Temporary failure\"", bye.Headers["Reason"]);
        await EndOf(call);
        Assert.Equal((CallEndedBy.Network, 10), (call.End!.By, Audio.Slots));
        Assert.IsType<InvalidOperationException>(Assert.Single(_mediaFaults));
        Peer.Respond(bye, 200);
    }

    [Fact]
    public async Task Audio_slots_are_as_many_as_the_call_is_long()
    {
        var (_, call) = await AnsweredAsync();
        Time.Advance(TimeSpan.FromSeconds(5));
        var hangingUp = call.HangUpAsync();
        Peer.Respond(await Peer.RequestAsync("BYE"), 200);
        await hangingUp;
        Time.Advance(TimeSpan.FromSeconds(5));
        Assert.InRange((call.End!.Duration - TimeSpan.FromMilliseconds(20 * Audio.Slots)).Duration().TotalMilliseconds, 0, 40);
    }
}
