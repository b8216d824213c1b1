using System.Text;
using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Sip.InCall;
using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Tests.Sip.InCall;

/// <summary>Our own re-INVITEs: RFC 3261 section 14.1, hold by RFC 3264 section 8.4.</summary>
public class SessionChangeTests : AgentTest
{
    [Fact]
    public async Task Section_14_1_hold_and_resume_are_offers_of_the_same_session_and_each_200_gets_its_ack()
    {
        var (_, call) = await AnsweredAsync();
        var holding = call.HoldAsync();
        var hold = await Peer.RequestAsync("INVITE");
        Assert.Contains("a=sendonly", Text(hold));
        Assert.Equal("callbackbot", hold.Contact!.SipUri!.User);
        Peer.Respond(hold, 200, sdp: ScriptedPeer.Sdp + "a=recvonly\r\n");
        Assert.Equal(hold.CSeq.Number, (await Peer.RequestAsync("ACK")).CSeq.Number);
        Assert.IsType<SessionChangeResult.Agreed>(await holding);

        var resuming = call.ResumeAsync();
        var resume = await Peer.RequestAsync("INVITE");
        Assert.Contains("a=sendrecv", Text(resume));
        Assert.Equal(Version(hold) + 1, Version(resume));
        Peer.Respond(resume, 200, sdp: ScriptedPeer.Sdp);
        await Peer.RequestAsync("ACK");
        Assert.IsType<SessionChangeResult.Agreed>(await resuming);
    }

    [Fact]
    public async Task On_hold_the_silence_of_the_far_side_ends_nothing()
    {
        var (_, call) = await AnsweredAsync();
        var holding = call.HoldAsync();
        Peer.Respond(await Peer.RequestAsync("INVITE"), 200, sdp: ScriptedPeer.Sdp + "a=recvonly\r\n");
        await holding;
        await LeapAsync(70);
        Assert.Null(call.End);
    }

    [Fact]
    public async Task Section_13_2_2_4_a_repeated_200_to_a_reinvite_is_acknowledged_again_at_its_new_target()
    {
        var (_, call) = await AnsweredAsync();
        var holding = call.HoldAsync();
        var hold = await Peer.RequestAsync("INVITE");
        var ok = hold.Respond(200, "OK", "peer");
        ok.Headers.Add("Contact", $"<sip:moved@{Peer.Address}>");
        ok.SetSdp(Encoding.UTF8.GetBytes(ScriptedPeer.Sdp));
        for (var i = 0; i < 3; i++)
        {
            Peer.Send(ok);
            Assert.Equal($"sip:moved@{Peer.Address}", (await Peer.RequestAsync("ACK")).Uri);
        }

        Assert.IsType<SessionChangeResult.Agreed>(await holding);

        // Also when its transaction has gone: the call is still there.
        await LeapAsync(35);
        Peer.Send(ok);
        Assert.Equal(hold.CSeq.Number, (await Peer.RequestAsync("ACK")).CSeq.Number);
        Assert.True(Peer.HeardNothing);
    }

    [Fact]
    public async Task Section_14_1_refused_the_session_stays_as_it_was()
    {
        var (invite, call) = await AnsweredAsync();
        var holding = call.HoldAsync();
        Peer.Respond(await Peer.RequestAsync("INVITE"), 488);
        await Peer.RequestAsync("ACK");
        Assert.Equal(new SessionChangeResult.Refused(488), await holding);
        Assert.Null(call.End);
        Peer.Send(Peer.NewRequestIn(invite, "UPDATE", sdp: ScriptedPeer.Sdp));
        Assert.Contains("a=sendrecv", Text(await Peer.ResponseAsync(200)));
    }

    [Theory]
    [InlineData(481)]
    [InlineData(408)]
    public async Task Section_12_2_1_2_a_far_side_that_does_not_know_the_call_ends_it(int code)
    {
        var (_, call) = await AnsweredAsync();
        var holding = call.HoldAsync();
        Peer.Respond(await Peer.RequestAsync("INVITE"), code);
        await Peer.RequestAsync("ACK");
        Assert.StartsWith($"SIP;cause={code};", (await Peer.RequestAsync("BYE")).Headers["Reason"], StringComparison.Ordinal);
        Assert.IsType<SessionChangeResult.CallOver>(await holding);
        Assert.Equal(CallEndedBy.Network, call.End!.By);
    }

    [Fact]
    public async Task Section_12_2_1_2_no_answer_at_all_ends_the_call()
    {
        var (_, call) = await AnsweredAsync();
        var holding = call.HoldAsync();
        await PassUntilAsync(() => holding.IsCompleted);
        Assert.IsType<SessionChangeResult.CallOver>(await holding);
        Assert.Equal(CallEndedBy.Network, call.End!.By);
    }

    [Fact]
    public async Task A_reinvite_that_is_only_tried_is_cancelled_in_the_end()
    {
        var (_, call) = await AnsweredAsync();
        var holding = call.HoldAsync();
        var hold = await Peer.RequestAsync("INVITE");
        Peer.Respond(hold, 100);
        await PassUntilAsync(() => !Peer.HeardNothing);
        var cancel = await Peer.RequestAsync("CANCEL");
        Peer.Respond(cancel, 200);
        Peer.Respond(hold, 487);
        await Peer.RequestAsync("ACK");
        Assert.Equal(new SessionChangeResult.Refused(487), await holding);
        Assert.Null(call.End);
    }

    [Fact]
    public async Task Section_14_1_after_a_glare_the_owner_of_the_call_id_waits_2_to_4_seconds_and_tries_again()
    {
        var (_, call) = await AnsweredAsync();
        var holding = call.HoldAsync();
        var first = await Peer.RequestAsync("INVITE");
        Peer.Respond(first, 491);
        await Peer.RequestAsync("ACK");
        await PassAsync(2);
        Assert.True(Peer.HeardNothing);
        await PassUntilAsync(() => !Peer.HeardNothing, atMost: 2.2);
        var second = await Peer.RequestAsync("INVITE");
        Assert.Equal(first.CSeq.Number + 1, second.CSeq.Number);
        Peer.Respond(second, 200, sdp: ScriptedPeer.Sdp + "a=recvonly\r\n");
        await Peer.RequestAsync("ACK");
        Assert.IsType<SessionChangeResult.Agreed>(await holding);
    }

    [Theory]
    [InlineData(true, 2100, 4000)]
    [InlineData(false, 0, 2000)]
    public void Section_14_1_the_two_sides_wait_in_ranges_that_do_not_meet(bool ownsCallId, int least, int most)
    {
        var random = new Random(5);
        var delays = Enumerable.Range(0, 1000).Select(_ => GlareDelay.Choose(ownsCallId, random).TotalMilliseconds).ToArray();
        Assert.All(delays, delay => Assert.InRange(delay, least, most));
        Assert.All(delays, delay => Assert.Equal(0, delay % 10));
        Assert.True(delays.Distinct().Count() > 100);
    }

    [Fact]
    public async Task Glare_without_end_is_a_result()
    {
        var (_, call) = await AnsweredAsync();
        var holding = call.HoldAsync();
        for (var i = 0; i < 4; i++)
        {
            await PassUntilAsync(() => !Peer.HeardNothing);
            Peer.Respond(await Peer.RequestAsync("INVITE"), 491);
            await Peer.RequestAsync("ACK");
        }

        Assert.IsType<SessionChangeResult.Glare>(await holding);
        Assert.Null(call.End);
    }

    [Fact]
    public async Task Section_14_2_while_ours_is_on_its_way_theirs_is_pending_and_has_its_turn_after_the_glare()
    {
        var (invite, call) = await AnsweredAsync();
        var holding = call.HoldAsync();
        var ours = await Peer.RequestAsync("INVITE");
        var theirs = Peer.NewRequestIn(invite, "INVITE", sdp: ScriptedPeer.Sdp);
        Peer.Send(theirs);
        await Peer.ResponseAsync(100);
        await Peer.ResponseAsync(491);
        Peer.Acknowledge(theirs);
        Peer.Send(Peer.NewRequestIn(invite, "UPDATE", number: 2, sdp: ScriptedPeer.Sdp));
        await Peer.ResponseAsync(491);       // RFC 3311 section 5.2
        Peer.Send(Peer.NewRequestIn(invite, "UPDATE", number: 3));
        await Peer.ResponseAsync(200);       // no offer, no collision
        Peer.Respond(ours, 491);
        await Peer.RequestAsync("ACK");

        Peer.Send(Peer.NewRequestIn(invite, "INVITE", number: 4, sdp: ScriptedPeer.Sdp));
        await Peer.ResponseAsync(100);
        Assert.Contains("a=sendrecv", Text(await Peer.ResponseAsync(200)));
        Peer.Send(Peer.NewRequestIn(invite, "ACK", number: 4));
        await PassUntilAsync(() => !Peer.HeardNothing);
        Peer.Respond(await Peer.RequestAsync("INVITE"), 200, sdp: ScriptedPeer.Sdp + "a=recvonly\r\n");
        await Peer.RequestAsync("ACK");
        Assert.IsType<SessionChangeResult.Agreed>(await holding);
    }

    [Fact]
    public async Task Section_14_1_ours_waits_until_theirs_has_its_ack()
    {
        var (invite, call) = await AnsweredAsync();
        Peer.Send(Peer.NewRequestIn(invite, "INVITE", sdp: ScriptedPeer.Sdp));
        await Peer.ResponseAsync(100);
        await Peer.ResponseAsync(200);
        var holding = call.HoldAsync();
        await PassAsync(0.3);
        Assert.True(Peer.HeardNothing);
        Peer.Send(Peer.NewRequestIn(invite, "ACK"));
        Peer.Respond(await Peer.RequestAsync("INVITE"), 200, sdp: ScriptedPeer.Sdp);
        await Peer.RequestAsync("ACK");
        Assert.IsType<SessionChangeResult.Agreed>(await holding);
    }

    [Fact]
    public async Task Section_14_1_two_wishes_are_two_exchanges_one_after_the_other()
    {
        var (_, call) = await AnsweredAsync();
        var holding = call.HoldAsync();
        var resuming = call.ResumeAsync();
        var hold = await Peer.RequestAsync("INVITE");
        await PassAsync(0.3);
        Assert.True(Peer.HeardNothing);
        Peer.Respond(hold, 200, sdp: ScriptedPeer.Sdp + "a=recvonly\r\n");
        await Peer.RequestAsync("ACK");
        Peer.Respond(await Peer.RequestAsync("INVITE"), 200, sdp: ScriptedPeer.Sdp);
        await Peer.RequestAsync("ACK");
        Assert.IsType<SessionChangeResult.Agreed>(await holding);
        Assert.IsType<SessionChangeResult.Agreed>(await resuming);
    }

    [Fact]
    public async Task Section_22_a_challenged_reinvite_is_repeated_with_the_answer()
    {
        var (_, call) = await AnsweredAsync(credentials: new SipCredentials("robot", "secret"));
        var holding = call.HoldAsync();
        var first = await Peer.RequestAsync("INVITE");
        Peer.Respond(first, 407, headers: ("Proxy-Authenticate", "Digest realm=\"trunk\", nonce=\"abc\", qop=\"auth\""));
        await Peer.RequestAsync("ACK");
        var second = await Peer.RequestAsync("INVITE");
        Assert.Equal(first.CSeq.Number + 1, second.CSeq.Number);
        Assert.Equal(Version(first), Version(second));
        Assert.NotNull(second.Headers["Proxy-Authorization"]);
        Peer.Respond(second, 200, sdp: ScriptedPeer.Sdp);
        Assert.NotNull((await Peer.RequestAsync("ACK")).Headers["Proxy-Authorization"]);
        Assert.IsType<SessionChangeResult.Agreed>(await holding);
    }

    [Fact]
    public async Task Section_15_a_bye_in_the_middle_of_our_reinvite_ends_the_call_and_a_late_200_still_gets_its_ack()
    {
        var (invite, call) = await AnsweredAsync();
        var holding = call.HoldAsync();
        var hold = await Peer.RequestAsync("INVITE");
        Peer.Send(Peer.NewRequestIn(invite, "BYE"));
        await Peer.ResponseAsync(200);
        await EndOf(call);
        Assert.IsType<SessionChangeResult.CallOver>(await holding);
        Peer.Respond(hold, 200, sdp: ScriptedPeer.Sdp);
        await Peer.RequestAsync("ACK");
        Assert.Equal(CallEndedBy.FarSide, call.End!.By);
    }

    [Fact]
    public async Task An_answer_without_audio_ends_the_call()
    {
        var (_, call) = await AnsweredAsync();
        var holding = call.HoldAsync();
        Peer.Respond(await Peer.RequestAsync("INVITE"), 200, sdp: ScriptedPeer.Sdp.Replace("m=audio 9", "m=audio 0"));
        await Peer.RequestAsync("ACK");
        await Peer.RequestAsync("BYE");
        Assert.IsType<SessionChangeResult.CallOver>(await holding);
    }

    [Fact]
    public async Task After_the_end_there_is_nothing_to_hold()
    {
        var (invite, call) = await AnsweredAsync();
        Peer.Send(Peer.NewRequestIn(invite, "BYE"));
        await Peer.ResponseAsync(200);
        await EndOf(call);
        Assert.IsType<SessionChangeResult.CallOver>(await call.HoldAsync());
    }

    private static string Text(SipMessage message) => Encoding.UTF8.GetString(message.Body);

    private static ulong Version(SipMessage message) => CallbackBot.Telephony.Sdp.SdpParser.Parse(message.Body).Description!.Version;
}
