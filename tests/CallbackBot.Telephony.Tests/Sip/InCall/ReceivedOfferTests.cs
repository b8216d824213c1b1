using System.Text;
using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Sip.Messages;
using CallbackBot.Telephony.Tests.Sip.Messages;

namespace CallbackBot.Telephony.Tests.Sip.InCall;

/// <summary>Re-INVITE and UPDATE of the far side: RFC 3261 section 14.2, RFC 3311 section 5.2.</summary>
public class ReceivedOfferTests : AgentTest
{
    private const string G729 = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 9 RTP/AVP 18\r\n";

    [Theory]
    [InlineData("a=sendonly", "a=recvonly")]
    [InlineData("a=inactive", "a=inactive")]
    [InlineData("c=IN IP4 0.0.0.0", "a=sendrecv")]
    [InlineData("a=recvonly", "a=sendonly")]
    public async Task Section_14_2_a_hold_is_answered_with_its_mirror(string line, string answered)
    {
        var (invite, call) = await AnsweredAsync();
        var ok = await ReInviteAsync(invite, 1, ScriptedPeer.Sdp + line + "\r\n");
        Assert.Contains(answered, Encoding.UTF8.GetString(ok.Body));
        ok = await ReInviteAsync(invite, 2, ScriptedPeer.Sdp);
        Assert.Contains("a=sendrecv", Encoding.UTF8.GetString(ok.Body));
        Assert.Null(call.End);
    }

    /// <summary>RFC 3264 section 8.4: many who hold send no music. Only when the hold is over are they missed.</summary>
    [Theory]
    [InlineData("a=sendonly")]
    [InlineData("a=inactive")]
    [InlineData("c=IN IP4 0.0.0.0")]
    public async Task Rfc_3264_section_8_4_silence_on_hold_does_not_end_the_call(string line)
    {
        var (invite, call) = await AnsweredAsync();
        await ReInviteAsync(invite, 1, ScriptedPeer.Sdp + line + "\r\n");
        await LeapAsync(70);
        Assert.Null(call.End);
        await ReInviteAsync(invite, 2, ScriptedPeer.Sdp);
        await PassUntilAsync(() => call.End is not null, atMost: 70);
        Assert.Equal(CallEndedBy.Network, call.End?.By);
    }

    [Fact]
    public async Task Rfc_3264_section_8_4_a_call_answered_on_hold_may_be_silent()
    {
        var (_, call) = await AnsweredAsync(ScriptedPeer.Sdp + "a=sendonly\r\n");
        await LeapAsync(70);
        Assert.Null(call.End);
    }

    [Theory]
    [InlineData("INVITE")]
    [InlineData("UPDATE")]
    public async Task Rfc_5621_section_3_1_an_offer_beside_isup_is_answered(string method)
    {
        var (invite, call) = await AnsweredAsync();
        var offer = Peer.NewRequestIn(invite, method);
        offer.SetBody("multipart/mixed;boundary=b1", Encoding.UTF8.GetBytes(MultipartBodyTests.WithIsup));
        Peer.Send(offer);
        if (method == "INVITE") await Peer.ResponseAsync(100);
        Assert.Equal("a=sendrecv", LastLine(await Peer.ResponseAsync(200)));
        Assert.Null(call.End);
    }

    [Fact]
    public async Task Section_12_2_a_reinvite_moves_the_target_of_our_requests()
    {
        var (invite, call) = await AnsweredAsync();
        await ReInviteAsync(invite, 1, ScriptedPeer.Sdp, contact: $"<sip:moved@{Peer.Address}>");
        var hangingUp = call.HangUpAsync();
        var bye = await Peer.RequestAsync("BYE");
        Assert.Equal($"sip:moved@{Peer.Address}", bye.Uri);
        Peer.Respond(bye, 200);
        await hangingUp;
    }

    [Fact]
    public async Task Section_14_2_without_an_offer_ours_goes_out_and_the_answer_comes_with_the_ack()
    {
        var (invite, call) = await AnsweredAsync();
        Peer.Send(Peer.NewRequestIn(invite, "INVITE"));
        await Peer.ResponseAsync(100);
        Assert.Contains("RTP/AVP 8 0 101", Encoding.UTF8.GetString((await Peer.ResponseAsync(200)).Body));
        Peer.Send(Peer.NewRequestIn(invite, "ACK", sdp: ScriptedPeer.Sdp + "a=inactive\r\n"));
        await LeapAsync(70);
        Assert.Null(call.End);       // on hold nothing is missed, so the answer was taken
    }

    [Fact]
    public async Task Section_14_2_what_we_cannot_accept_leaves_the_session_as_it_is()
    {
        var (invite, call) = await AnsweredAsync();
        await RefusedAsync(invite, "INVITE", 1, G729, 488);
        await RefusedAsync(invite, "INVITE", 2, ScriptedPeer.Sdp.Replace("m=audio 9", "m=audio 0"), 488);
        await RefusedAsync(invite, "UPDATE", 3, G729, 488);
        Assert.Null(call.End);
        Assert.Equal("a=sendrecv", LastLine(await ReInviteAsync(invite, 4, ScriptedPeer.Sdp)));
    }

    [Fact]
    public async Task Section_14_2_a_second_reinvite_before_the_ack_comes_too_soon()
    {
        var (invite, _) = await AnsweredAsync();
        Peer.Send(Peer.NewRequestIn(invite, "INVITE", sdp: ScriptedPeer.Sdp));
        await Peer.ResponseAsync(100);
        await Peer.ResponseAsync(200);
        var refusal = await RefusedAsync(invite, "INVITE", 2, ScriptedPeer.Sdp, 500);
        Assert.InRange(int.Parse(refusal.Headers["Retry-After"]!), 0, 10);
        Peer.Send(Peer.NewRequestIn(invite, "ACK", number: 1));
        await ReInviteAsync(invite, 3, ScriptedPeer.Sdp);
    }

    [Fact]
    public async Task Section_14_2_while_our_offer_waits_for_its_answer_another_is_pending()
    {
        var (invite, _) = await AnsweredAsync();
        Peer.Send(Peer.NewRequestIn(invite, "INVITE"));
        await Peer.ResponseAsync(100);
        await Peer.ResponseAsync(200);
        await RefusedAsync(invite, "INVITE", 2, ScriptedPeer.Sdp, 491);
        await RefusedAsync(invite, "UPDATE", 3, ScriptedPeer.Sdp, 491);     // RFC 3311 section 5.2
    }

    [Fact]
    public async Task Section_15_our_bye_does_not_wait_for_the_ack_to_a_reinvite()
    {
        var (invite, call) = await AnsweredAsync();
        Peer.Send(Peer.NewRequestIn(invite, "INVITE", sdp: ScriptedPeer.Sdp));
        await Peer.ResponseAsync(100);
        await Peer.ResponseAsync(200);
        var hangingUp = call.HangUpAsync();
        Peer.Respond(await Peer.RequestAsync("BYE"), 200);
        await hangingUp;
        await PassAsync(5);
        Assert.True(Peer.HeardNothing);     // nor is the 200 repeated after it
    }

    [Fact]
    public async Task Section_13_3_1_4_a_reinvite_that_is_never_acknowledged_ends_the_call()
    {
        var (invite, call) = await AnsweredAsync();
        Peer.Send(Peer.NewRequestIn(invite, "INVITE", sdp: ScriptedPeer.Sdp));
        await PassUntilAsync(() => call.End is not null);
        Assert.Equal(CallEndedBy.Network, call.End!.By);
        Assert.InRange(call.End.Duration.TotalSeconds, 31, 34);
        Assert.Equal("SIP;cause=408;text=\"ACK timeout\"", Peer.Drain().OfType<SipRequest>().Single(r => r.Method == "BYE").Headers["Reason"]);
    }

    [Fact]
    public async Task Rfc_3311_section_5_2_an_update_moves_media_and_target_and_needs_no_ack()
    {
        var (invite, call) = await AnsweredAsync();
        var update = Peer.NewRequestIn(invite, "UPDATE", sdp: ScriptedPeer.Sdp + "a=sendonly\r\n");
        update.Headers.Set("Contact", $"<sip:moved@{Peer.Address}>");
        Peer.Send(update);
        Assert.Equal("a=recvonly", LastLine(await Peer.ResponseAsync(200)));
        var hangingUp = call.HangUpAsync();
        var bye = await Peer.RequestAsync("BYE");
        Assert.Equal($"sip:moved@{Peer.Address}", bye.Uri);
        Peer.Respond(bye, 200);
        await hangingUp;
    }

    [Fact]
    public async Task Rfc_3311_section_5_2_an_update_without_an_offer_is_answered_without_one()
    {
        var (invite, call) = await AnsweredAsync();
        Peer.Send(Peer.NewRequestIn(invite, "UPDATE"));
        var ok = await Peer.ResponseAsync(200);
        Assert.Empty(ok.Body);
        Assert.NotNull(ok.Contact);
        Assert.Null(call.End);
    }

    [Fact]
    public async Task Section_8_2_2_3_a_required_extension_that_we_do_not_have_is_named()
    {
        var (invite, _) = await AnsweredAsync();
        var update = Peer.NewRequestIn(invite, "UPDATE");
        update.Headers.Add("Require", "timer, precondition");
        Peer.Send(update);
        Assert.Equal("precondition", (await Peer.ResponseAsync(420)).Headers["Unsupported"]);
    }

    [Fact]
    public async Task Section_15_a_bye_instead_of_the_ack_ends_the_call()
    {
        var (invite, call) = await AnsweredAsync();
        Peer.Send(Peer.NewRequestIn(invite, "INVITE", sdp: ScriptedPeer.Sdp));
        await Peer.ResponseAsync(100);
        await Peer.ResponseAsync(200);
        Peer.Send(Peer.NewRequestIn(invite, "BYE", number: 2));
        await Peer.ResponseAsync(200);
        await EndOf(call);
        await PassAsync(5);
        Assert.True(Peer.HeardNothing);      // the 200 is not repeated any more
    }

    private static string LastLine(SipMessage message) => Encoding.UTF8.GetString(message.Body).TrimEnd().Split("\r\n")[^1];

    private async Task<SipResponse> ReInviteAsync(SipRequest invite, uint number, string sdp, string? contact = null)
    {
        var request = Peer.NewRequestIn(invite, "INVITE", number, sdp: sdp);
        if (contact is not null) request.Headers.Set("Contact", contact);
        Peer.Send(request);
        await Peer.ResponseAsync(100);
        var ok = await Peer.ResponseAsync(200);
        Peer.Send(Peer.NewRequestIn(invite, "ACK", number));
        return ok;
    }

    private async Task<SipResponse> RefusedAsync(SipRequest invite, string method, uint number, string sdp, int code)
    {
        var request = Peer.NewRequestIn(invite, method, number, sdp: sdp);
        Peer.Send(request);
        if (method == "INVITE") await Peer.ResponseAsync(100);
        var response = await Peer.ResponseAsync(code);
        if (method == "INVITE") Peer.Acknowledge(request);
        return response;
    }
}
