using System.Net;
using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Sip.Messages;
using CallbackBot.Telephony.Sip.Transactions;
using CallbackBot.Telephony.Tests.Sip;

namespace CallbackBot.Telephony.Tests.Hostile;

/// <summary>What a peer, or somebody who pretends to be one, sends to disturb.</summary>
[Collection(Fuzz.LongRunning.Name)]
public class HostileSipTests : AgentTest
{
    private int _rung;

    protected override Func<IncomingCall, CancellationToken, Task>? OnIncomingCall => async (call, token) =>
    {
        Interlocked.Increment(ref _rung);
        await call.RejectAsync(486, "Busy Here", null, token);
    };

    [Fact]
    public async Task A_flood_of_requests_is_bounded_and_leaves_the_call_alone()
    {
        var (invite, call) = await AnsweredAsync();
        for (var i = 0; i < TransactionLayer.MaxServerTransactions + 500; i++)
        {
            Peer.Send(Peer.NewRequest("FLOOD", branch: $"f{i}", callId: $"f{i}"));
            if (i % 500 == 0) await PassAsync(0.02);
        }

        await PassAsync(0.1);
        Assert.InRange(Agent.Context.Transactions.Count, TransactionLayer.MaxServerTransactions, TransactionLayer.MaxServerTransactions + 10);
        Assert.Equal([405, 503], Peer.Drain().OfType<SipResponse>().Select(r => r.Code).Distinct());

        // Section 12.2.2: the call's own requests still come through.
        Peer.Send(Peer.NewRequestIn(invite, "OPTIONS", 5));
        await Peer.ResponseAsync(200);
        Peer.Send(Peer.NewRequestIn(invite, "BYE", 6));
        await Peer.ResponseAsync(200);
        await EndOf(call);
        await PassAsync(33);
        Assert.Equal(0, Agent.Context.Transactions.Count);
        Peer.Send(Peer.NewRequest("OPTIONS"));
        await Peer.ResponseAsync(200);
    }

    [Fact]
    public async Task Section_17_2_1_an_invite_repeated_a_thousand_times_rings_once()
    {
        var invite = Peer.NewRequest("INVITE", sdp: ScriptedPeer.Sdp);
        for (var i = 0; i < 1000; i++) Peer.Send(invite);
        await PassAsync(0.1);
        Assert.Equal(1, _rung);
        Assert.Equal([100, 486], Peer.Drain().OfType<SipResponse>().Select(r => r.Code).Distinct());
    }

    [Fact]
    public async Task Section_8_2_2_2_a_request_that_came_by_two_ways_is_refused_on_the_second()
    {
        Peer.Send(Peer.NewRequest("INVITE", branch: "one", sdp: ScriptedPeer.Sdp));
        Peer.Send(Peer.NewRequest("INVITE", branch: "two", sdp: ScriptedPeer.Sdp));
        await PassAsync(0.1);
        Assert.Equal(1, _rung);
        Assert.Contains(482, Peer.Drain().OfType<SipResponse>().Select(r => r.Code));
    }

    [Fact]
    public async Task Section_17_1_3_responses_that_belong_to_nothing_change_nothing()
    {
        var inviting = Invite();
        var invite = await Peer.RequestAsync("INVITE");
        await using var stranger = NewPeer("127.0.0.9");
        var via = invite.Headers["Via"]!;
        Forged(200, r => r.Headers.Set("Via", via.Replace(Via.Cookie, Via.Cookie + "x")));
        Forged(200, r => r.Headers.Set("CSeq", "1 CANCEL"));
        Forged(200, r => r.Headers.Set("CSeq", "1 BYE"));
        Forged(603, r => r.Headers.Set("CSeq", "1 OPTIONS"));
        Forged(200, r => r.Headers.Add("Via", "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKother"));
        await PassAsync(0.2);
        Assert.False(inviting.IsCompleted);
        Assert.True(stranger.HeardNothing);
        Peer.Respond(invite, 486, "Busy Here");
        await Peer.RequestAsync("ACK");
        Assert.IsType<InviteResult.Rejected>(await inviting);

        void Forged(int code, Action<SipResponse> change)
        {
            var response = invite.Respond(code, "x", "forged");
            change(response);
            stranger.Send(response);
        }
    }

    [Fact]
    public async Task Section_12_2_2_requests_of_strangers_do_not_reach_the_call()
    {
        var (invite, call) = await AnsweredAsync();
        await using var stranger = NewPeer("127.0.0.9");
        stranger.Send(stranger.NewRequest("BYE", 9, "guessed", "peer", invite.CallId));
        await stranger.ResponseAsync(481);
        stranger.Send(stranger.NewRequest("BYE", 9, invite.From.Tag, "guessed", invite.CallId, branch: "b"));
        await stranger.ResponseAsync(481);
        stranger.Send(stranger.NewRequest("CANCEL", 1, null, "peer", invite.CallId));
        await stranger.ResponseAsync(481);
        stranger.Send(stranger.NewRequest("ACK", 1, invite.From.Tag, "guessed", invite.CallId));
        await PassAsync(0.1);
        Assert.False(call.Ended.IsCancellationRequested);
    }

    [Fact]
    public async Task Section_12_2_2_an_older_number_is_an_error_and_not_a_request()
    {
        var (invite, call) = await AnsweredAsync();
        Peer.Send(Peer.NewRequestIn(invite, "OPTIONS", 100));
        await Peer.ResponseAsync(200);
        Peer.Send(Peer.NewRequestIn(invite, "BYE", 50));
        await Peer.ResponseAsync(500);
        Assert.False(call.Ended.IsCancellationRequested);
    }

    /// <summary>RFC 2543 peers have no tags (section 12.1.2): the call works without.</summary>
    [Fact]
    public async Task Section_12_1_2_an_answer_without_a_tag_is_a_call()
    {
        var inviting = Invite();
        var invite = await Peer.RequestAsync("INVITE");
        var answer = invite.Respond(200, "OK");
        answer.Headers.Add("Contact", $"<sip:peer@{Peer.Address}>");
        answer.SetSdp(System.Text.Encoding.UTF8.GetBytes(ScriptedPeer.Sdp));
        Peer.Send(answer);
        Assert.Null((await Peer.RequestAsync("ACK")).To.Tag);
        Assert.IsType<InviteResult.Answered>(await inviting);
    }
}
