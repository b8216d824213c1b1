namespace CallbackBot.Telephony.Tests.Sip;

/// <summary>Requests that concern no call: RFC 3261 sections 8.2, 11, 12.2.2.</summary>
public class RequestDispatchTests : AgentTest
{
    [Fact]
    public async Task Section_11_2_options_is_answered_with_what_we_can()
    {
        Peer.Send(Peer.NewRequest("OPTIONS"));
        var ok = await Peer.ResponseAsync(200);
        Assert.Contains("INVITE", ok.Headers["Allow"]);
        Assert.Equal("application/sdp, multipart/mixed", ok.Headers["Accept"]);
        Assert.NotNull(ok.To.Tag);
    }

    [Fact]
    public async Task An_invite_is_forbidden_where_nobody_takes_calls()
    {
        Peer.Send(Peer.NewRequest("INVITE", sdp: ScriptedPeer.Sdp));
        await Peer.ResponseAsync(100);
        await Peer.ResponseAsync(403);
    }

    [Fact]
    public async Task Section_8_2_6_1_trying_repeats_the_timestamp()
    {
        var invite = Peer.NewRequest("INVITE", sdp: ScriptedPeer.Sdp);
        invite.Headers.Add("Timestamp", "54.21");
        Peer.Send(invite);
        Assert.Equal("54.21", (await Peer.ResponseAsync(100)).Headers["Timestamp"]);
        Assert.Null((await Peer.ResponseAsync(403)).Headers["Timestamp"]);
    }

    [Theory]
    [InlineData("REGISTER", null, 405)]
    [InlineData("FOO", null, 405)]
    [InlineData("BYE", null, 481)]
    [InlineData("BYE", "gone", 481)]
    [InlineData("INFO", "gone", 481)]
    public async Task Section_8_2_what_we_do_not_serve_is_refused(string method, string? toTag, int code)
    {
        Peer.Send(Peer.NewRequest(method, toTag: toTag));
        await Peer.ResponseAsync(code);
    }

    [Fact]
    public async Task Section_8_2_2_3_an_extension_that_we_do_not_have_is_named()
    {
        var invite = Peer.NewRequest("INVITE", sdp: ScriptedPeer.Sdp);
        invite.Headers.Add("Require", "100rel, precondition");
        invite.Headers.Add("Require", "resource-priority");
        Peer.Send(invite);
        await Peer.ResponseAsync(100);
        Assert.Equal("precondition, resource-priority", (await Peer.ResponseAsync(420)).Headers["Unsupported"]);
    }

    [Fact]
    public async Task An_ack_for_nothing_is_ignored()
    {
        Peer.Send(Peer.NewRequest("ACK", toTag: "gone"));
        Peer.Send(Peer.NewRequest("OPTIONS"));
        await Peer.ResponseAsync(200);
    }
}
