using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Sip.Messages;
using CallbackBot.Telephony.Sip.Tracing;

namespace CallbackBot.Telephony.Tests.Sip;

/// <summary>A response that breaks the parser's limits is dropped; somebody has to hear why a call hangs.</summary>
public class UnreadResponseTests : AgentTest
{
    private const string Why = "headers: a line of more than 8192 bytes";
    private readonly List<UnreadResponse> _unread = [];
    private readonly List<CallTrace> _traces = [];

    protected override SipUserAgentOptions With(SipUserAgentOptions options) =>
        options with { OnUnreadResponse = _unread.Add, OnCallTrace = _traces.Add };

    [Fact]
    public async Task A_200_with_a_header_beyond_the_limit_is_told_once_and_stands_in_the_trace()
    {
        var inviting = Invite();
        var invite = await Peer.RequestAsync("INVITE");
        for (var i = 0; i < 3; i++) Peer.Respond(invite, 200, sdp: ScriptedPeer.Sdp, headers: ("X-Long", new string('x', 30_000)));
        Peer.Respond(invite, 200, sdp: ScriptedPeer.Sdp);
        await Peer.RequestAsync("ACK");
        var call = Assert.IsType<InviteResult.Answered>(await inviting).Call;
        var told = Assert.Single(_unread);
        Assert.Equal((call.CallId, "INVITE", SipHop.Udp(Peer.Address), Why), (told.CallId, told.Method, told.Peer, told.Why));

        var hangingUp = call.HangUpAsync();
        Peer.Respond(await Peer.RequestAsync("BYE"), 200);
        await hangingUp;
        await PassUntilAsync(() => _traces.Count > 0);
        Assert.Equal(2, Assert.Single(_traces).Text.Split($"=== a response to INVITE is dropped: {Why}").Length);
    }

    [Fact]
    public async Task An_answer_to_another_request_is_told_too()
    {
        var (_, call) = await AnsweredAsync();
        _ = call.HangUpAsync();
        var response = (await Peer.RequestAsync("BYE")).Respond(200, "OK");
        response.Headers.Set("CSeq", "nonsense");
        Peer.Send(response);
        await PassAsync(0.1);
        Assert.Equal(("BYE", "CSeq: malformed"), (Assert.Single(_unread).Method, _unread[0].Why));
    }
}
