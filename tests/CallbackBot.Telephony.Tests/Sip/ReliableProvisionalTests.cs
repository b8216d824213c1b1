using System.Text;
using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Tests.Sip;

/// <summary>Reliable provisional responses, as the caller: RFC 3262 sections 4 and 5.</summary>
public class ReliableProvisionalTests : AgentTest
{
    private static readonly string OtherSdp = ScriptedPeer.Sdp.Replace("m=audio 9 ", "m=audio 11 ", StringComparison.Ordinal);

    [Fact]
    public async Task Section_4_the_invite_offers_and_does_not_require_them()
    {
        var (invite, _) = await RingingAsync();
        Assert.Contains("100rel", invite.Headers["Supported"]);
        Assert.Null(invite.Headers["Require"]);
        Assert.Contains("PRACK", invite.Headers["Allow"]);
    }

    [Fact]
    public async Task Section_4_each_is_acknowledged_inside_its_dialog()
    {
        var (invite, inviting) = await RingingAsync();
        Peer.Respond(invite, 183, sdp: ScriptedPeer.Sdp, headers: [.. Reliable(4711), ("Record-Route", $"<sip:{Peer.Address};lr>")]);
        var prack = await Peer.RequestAsync("PRACK");
        Assert.Equal($"4711 {invite.CSeq.Number} INVITE", prack.Headers["RAck"]);
        Assert.Equal((invite.CallId, invite.From.Tag, "peer"), (prack.CallId, prack.From.Tag, prack.To.Tag));
        Assert.Equal(new CSeq(invite.CSeq.Number + 1, "PRACK"), prack.CSeq);
        Assert.Equal([$"<sip:{Peer.Address};lr>"], prack.Headers.All("Route"));
        Assert.Equal($"sip:peer@{Peer.Address}", prack.Uri);
        Peer.Respond(prack, 200);
        Peer.Respond(invite, 180, headers: Reliable(4712));
        prack = await Peer.RequestAsync("PRACK");
        Assert.Equal(($"4712 {invite.CSeq.Number} INVITE", invite.CSeq.Number + 2), (prack.Headers["RAck"], prack.CSeq.Number));
        Peer.Respond(prack, 200);
        Peer.Respond(invite, 200);

        // The numbers of the early dialog go on in the call; the ACK keeps the one of the INVITE.
        Assert.Equal(invite.CSeq.Number, (await Peer.RequestAsync("ACK")).CSeq.Number);
        var call = Assert.IsType<InviteResult.Answered>(await inviting).Call;
        var hangingUp = call.HangUpAsync();
        var bye = await Peer.RequestAsync("BYE");
        Assert.Equal(invite.CSeq.Number + 3, bye.CSeq.Number);
        Peer.Respond(bye, 200);
        await hangingUp;
    }

    [Fact]
    public async Task Section_4_a_repeated_one_is_not_acknowledged_twice()
    {
        var (invite, _) = await RingingAsync();
        Peer.Respond(invite, 180, headers: Reliable(1));
        Peer.Respond(await Peer.RequestAsync("PRACK"), 200);
        Peer.Respond(invite, 180, headers: Reliable(1));
        Peer.Respond(invite, 180, headers: Reliable(2));
        Assert.StartsWith("2 ", (await Peer.RequestAsync("PRACK")).Headers["RAck"]);
    }

    [Fact]
    public async Task Section_4_behind_a_gap_nothing_is_acknowledged_until_the_missing_one_came()
    {
        var (invite, _) = await RingingAsync();
        Peer.Respond(invite, 180, headers: Reliable(7));
        Peer.Respond(await Peer.RequestAsync("PRACK"), 200);
        Peer.Respond(invite, 183, headers: Reliable(9));
        await PassAsync(1);
        Assert.True(Peer.HeardNothing);
        Peer.Respond(invite, 183, headers: Reliable(8));
        Assert.StartsWith("8 ", (await Peer.RequestAsync("PRACK")).Headers["RAck"]);
        Peer.Respond(invite, 183, headers: Reliable(9));
        Assert.StartsWith("9 ", (await Peer.RequestAsync("PRACK")).Headers["RAck"]);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("4294967296")]
    [InlineData("x")]
    [InlineData("")]
    public async Task Section_7_1_a_number_that_is_none_is_not_acknowledged(string number)
    {
        var (invite, _) = await RingingAsync();
        Peer.Respond(invite, 180, headers: [("Require", "100rel"), ("RSeq", number)]);
        await PassAsync(1);
        Assert.True(Peer.HeardNothing);
    }

    [Fact]
    public async Task Section_4_an_unreliable_one_is_not_acknowledged_even_with_a_number()
    {
        var (invite, _) = await RingingAsync();
        Peer.Respond(invite, 180, headers: ("RSeq", "5"));
        await PassAsync(1);
        Assert.True(Peer.HeardNothing);
    }

    [Fact]
    public async Task Section_5_a_second_description_is_an_offer_and_answered_in_the_prack()
    {
        var (invite, inviting) = await RingingAsync();
        Peer.Respond(invite, 183, sdp: ScriptedPeer.Sdp, headers: Reliable(1));
        var prack = await Peer.RequestAsync("PRACK");
        Assert.False(prack.HasSdp);
        Peer.Respond(prack, 200);

        // The same once more is none.
        Peer.Respond(invite, 180, sdp: ScriptedPeer.Sdp, headers: Reliable(2));
        Assert.False((await Peer.RequestAsync("PRACK")).HasSdp);
        Peer.Respond(invite, 183, sdp: OtherSdp, headers: Reliable(3));
        prack = await Peer.RequestAsync("PRACK");
        Assert.Contains("m=audio", Encoding.UTF8.GetString(prack.Body));

        // A peer that meant an answer takes ours for an offer, and answers it in the 200.
        Peer.Respond(prack, 200, sdp: OtherSdp);
        Peer.Respond(invite, 200);
        await Peer.RequestAsync("ACK");
        Assert.IsType<InviteResult.Answered>(await inviting);
    }

    [Fact]
    public async Task Section_3_two_forks_count_each_for_itself()
    {
        var (invite, _) = await RingingAsync();
        Peer.Respond(invite, 180, tag: "one", headers: Reliable(100));
        Assert.Equal(("one", invite.CSeq.Number + 1), await PrackAsync());
        Peer.Respond(invite, 180, tag: "two", headers: Reliable(5));
        Assert.Equal(("two", invite.CSeq.Number + 1), await PrackAsync());
        Peer.Respond(invite, 180, tag: "one", headers: Reliable(101));
        Assert.Equal(("one", invite.CSeq.Number + 2), await PrackAsync());

        async Task<(string?, uint)> PrackAsync()
        {
            var prack = await Peer.RequestAsync("PRACK");
            return (prack.To.Tag, prack.CSeq.Number);
        }
    }

    [Fact]
    public async Task Rfc_3261_section_22_a_challenged_prack_is_authenticated()
    {
        var inviting = Invite(new SipCredentials("robot", "secret"));
        var invite = await Peer.RequestAsync("INVITE");
        Peer.Respond(invite, 183, sdp: ScriptedPeer.Sdp, headers: Reliable(3));
        var prack = await Peer.RequestAsync("PRACK");
        Peer.Respond(prack, 407, headers: ("Proxy-Authenticate", "Digest realm=\"trunk\", nonce=\"n\", qop=\"auth\""));
        var again = await Peer.RequestAsync("PRACK");
        Assert.Equal((prack.CSeq.Number + 1, prack.Headers["RAck"]), (again.CSeq.Number, again.Headers["RAck"]));
        Assert.NotEqual(prack.TopVia.Branch, again.TopVia.Branch);
        Assert.Contains("realm=\"trunk\"", again.Headers["Proxy-Authorization"]);
        Peer.Respond(again, 407, headers: ("Proxy-Authenticate", "Digest realm=\"trunk\", nonce=\"m\", qop=\"auth\""));
        await PassAsync(1);
        Assert.True(Peer.HeardNothing);
        Assert.False(inviting.IsCompleted);
    }

    [Fact]
    public async Task Rfc_3261_section_12_2_1_1_a_prack_that_is_challenged_after_the_answer_has_the_next_number_of_the_call()
    {
        var (prack, call) = await AnsweredBeforeThePrackAsync();
        Peer.Respond(prack, 407, headers: Challenge);
        var again = await Peer.RequestAsync("PRACK");
        Assert.Equal((prack.CSeq.Number + 1, prack.Headers["RAck"]), (again.CSeq.Number, again.Headers["RAck"]));
        Assert.Contains("realm=\"trunk\"", again.Headers["Proxy-Authorization"]);
        Peer.Respond(again, 200);
        var hangingUp = call.HangUpAsync();
        var bye = await Peer.RequestAsync("BYE");
        Assert.Equal(prack.CSeq.Number + 2, bye.CSeq.Number);
        Peer.Respond(bye, 200);
        await hangingUp;
    }

    [Fact]
    public async Task Rfc_3261_section_15_1_1_a_prack_that_is_challenged_after_our_bye_is_not_repeated()
    {
        var (prack, call) = await AnsweredBeforeThePrackAsync();
        var hangingUp = call.HangUpAsync();
        var bye = await Peer.RequestAsync("BYE");
        Peer.Respond(prack, 407, headers: Challenge);
        Peer.Respond(bye, 200);
        await hangingUp;
        await PassAsync(1);
        Assert.True(Peer.HeardNothing);
    }

    [Fact]
    public async Task Section_4_after_our_cancel_nothing_is_acknowledged()
    {
        using var givingUp = new CancellationTokenSource();
        var inviting = Invite(cancellationToken: givingUp.Token);
        var invite = await Peer.RequestAsync("INVITE");
        Peer.Respond(invite, 180);
        await PassAsync(1);
        await givingUp.CancelAsync();
        await Peer.RequestAsync("CANCEL");
        Peer.Respond(invite, 183, headers: Reliable(1));
        Peer.Respond(invite, 487);
        await Peer.RequestAsync("ACK");
        Assert.IsType<InviteResult.NotAnswered>(await inviting);
    }

    private static (string Name, string Value) Challenge => ("Proxy-Authenticate", "Digest realm=\"trunk\", nonce=\"n\", qop=\"auth\"");

    /// <summary>The callee is faster than our PRACK, whose answer is still to come.</summary>
    private async Task<(SipRequest Prack, SipCall Call)> AnsweredBeforeThePrackAsync()
    {
        var inviting = Invite(new SipCredentials("robot", "secret"));
        var invite = await Peer.RequestAsync("INVITE");
        Peer.Respond(invite, 180, headers: Reliable(3));
        var prack = await Peer.RequestAsync("PRACK");
        Peer.Respond(invite, 200, sdp: ScriptedPeer.Sdp);
        await Peer.RequestAsync("ACK");
        return (prack, Assert.IsType<InviteResult.Answered>(await inviting).Call);
    }

    internal static (string Name, string Value)[] Reliable(uint number) => [("Require", "100rel"), ("RSeq", $"{number}")];

    private async Task<(SipRequest Invite, Task<InviteResult> Inviting)> RingingAsync()
    {
        var inviting = Invite();
        return (await Peer.RequestAsync("INVITE"), inviting);
    }
}
