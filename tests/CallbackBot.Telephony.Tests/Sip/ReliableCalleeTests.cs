using System.Globalization;
using System.Text;
using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Tests.Sip;

/// <summary>Reliable provisional responses and UPDATE, as the callee: RFC 3262 sections 3 and 5, RFC 3311 section 5.2.</summary>
public class ReliableCalleeTests : AgentTest
{
    private readonly TaskCompletionSource _go = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<bool> _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Func<IncomingCall, Task> _handler = _ => Task.CompletedTask;

    protected override Func<IncomingCall, CancellationToken, Task> OnIncomingCall => (call, _) => _handler(call);

    [Theory]
    [InlineData("Supported")]
    [InlineData("Require")]
    public async Task Section_3_ringing_is_repeated_until_its_prack(string header)
    {
        Rings();
        var ringing = await RingAsync(header);
        Assert.Equal("100rel", ringing.Headers["Require"]);
        Assert.InRange(NumberOf(ringing), 1u, (uint)int.MaxValue);

        // T1 and its doubles: after 0.5, 1.5 and 3.5 seconds.
        await PassAsync(4);
        for (var i = 0; i < 3; i++) Assert.Equal(ringing.Headers["RSeq"], (await Peer.ResponseAsync(180)).Headers["RSeq"]);
        Assert.True(Peer.HeardNothing);
        await AcknowledgeAsync(ringing);
        await PassAsync(10);
        Assert.True(Peer.HeardNothing);
    }

    [Fact]
    public async Task Section_3_the_next_one_waits_for_the_prack_and_has_the_next_number()
    {
        _handler = async call =>
        {
            await call.RingAsync(default);
            await call.EarlyMediaAsync(new CountingAudio(), default);
            await _go.Task;
        };
        var ringing = await RingAsync();
        await PassAsync(0.3);
        Assert.True(Peer.HeardNothing);
        await AcknowledgeAsync(ringing);
        var early = await Peer.ResponseAsync(183);
        Assert.Equal(NumberOf(ringing) + 1, NumberOf(early));
        Assert.True(early.HasSdp);
        _go.SetResult();
    }

    [Fact]
    public async Task Section_3_no_200_goes_out_before_the_prack_of_a_description()
    {
        _handler = async call =>
        {
            await call.EarlyMediaAsync(new CountingAudio(), default);
            await call.AnswerAsync(Audio, default);
        };
        var early = await RingAsync(code: 183);
        await PassAsync(0.3);
        Assert.True(Peer.HeardNothing);
        await AcknowledgeAsync(early);
        var ok = await Peer.ResponseAsync(200);
        Assert.Equal(early.Body, ok.Body);
        Peer.Send(Peer.NewRequest("ACK", toTag: ok.To.Tag));
    }

    [Fact]
    public async Task Section_3_a_200_may_overtake_the_prack_of_plain_ringing()
    {
        _handler = async call =>
        {
            await call.RingAsync(default);
            await call.AnswerAsync(Audio, default);
        };
        var ringing = await RingAsync();
        var ok = await Peer.ResponseAsync(200);
        await AcknowledgeAsync(ringing);
        Peer.Send(Peer.NewRequest("ACK", toTag: ok.To.Tag));
        await PassAsync(5);
        Assert.True(Peer.HeardNothing);
    }

    [Fact]
    public async Task Section_3_a_caller_that_never_acknowledges_is_refused_after_64_T1()
    {
        _handler = async call =>
        {
            call.Cancelled.Register(() => _cancelled.SetResult(true));
            await call.EarlyMediaAsync(new CountingAudio(), default);
            await call.AnswerAsync(Audio, default);
        };
        await RingAsync(code: 183);
        SipMessage? last = null;
        for (var passed = 0; passed < 40 && last is not SipResponse { Code: >= 200 }; passed++)
        {
            await PassAsync(1);
            while (!Peer.HeardNothing) last = await Peer.NextAsync();
        }

        Assert.Equal(500, Assert.IsType<SipResponse>(last).Code);
        Assert.True(await _cancelled.Task.WaitAsync(ScriptedPeer.Patience));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0, 1)]
    public async Task Section_3_a_prack_for_something_else_is_481(int offResponse, int offRequest)
    {
        Rings();
        var ringing = await RingAsync();
        Peer.Send(Prack(ringing, NumberOf(ringing) + (uint)offResponse, 1 + (uint)offRequest));
        await Peer.ResponseAsync(481);
    }

    [Fact]
    public async Task Section_5_an_offer_in_the_prack_is_answered_in_its_200()
    {
        _handler = async call =>
        {
            await call.EarlyMediaAsync(new CountingAudio(), default);
            await _go.Task;
        };
        var early = await RingAsync(code: 183);
        var prack = Prack(early, NumberOf(early));
        prack.SetSdp(Encoding.UTF8.GetBytes(ScriptedPeer.Sdp.Replace("AVP 8 101", "AVP 0 101", StringComparison.Ordinal)));
        Peer.Send(prack);
        Assert.Contains("RTP/AVP 0 101", Encoding.UTF8.GetString((await Peer.ResponseAsync(200)).Body));
        _go.SetResult();
    }

    [Fact]
    public async Task Rfc_3311_section_5_2_an_update_before_the_answer_moves_the_media_of_the_200()
    {
        _handler = async call =>
        {
            await call.EarlyMediaAsync(new CountingAudio(), default);
            await _go.Task;
            await call.AnswerAsync(Audio, default);
        };
        var early = await RingAsync(code: 183);
        await AcknowledgeAsync(early);
        Peer.Send(Peer.NewRequest("UPDATE", 3, early.To.Tag, sdp: ScriptedPeer.Sdp.Replace("AVP 8 101", "AVP 0 101", StringComparison.Ordinal)));
        var ok = await Peer.ResponseAsync(200);
        Assert.Contains("RTP/AVP 0 101", Encoding.UTF8.GetString(ok.Body));
        _go.SetResult();
        var answer = await Peer.ResponseAsync(200);
        Assert.Equal(ok.Body, answer.Body);
        Peer.Send(Peer.NewRequest("ACK", toTag: answer.To.Tag));
    }

    [Fact]
    public async Task Rfc_3261_section_8_2_2_3_an_update_that_requires_what_we_do_not_have_is_told_so()
    {
        Rings();
        var ringing = await RingAsync();
        await AcknowledgeAsync(ringing);
        var update = Peer.NewRequest("UPDATE", 3, ringing.To.Tag);
        update.Headers.Add("Require", "precondition");
        Peer.Send(update);
        Assert.Equal("precondition", (await Peer.ResponseAsync(420)).Headers["Unsupported"]);
    }

    [Fact]
    public async Task Rfc_3311_section_5_2_an_update_whose_offer_comes_before_our_answer_must_wait()
    {
        Rings();
        var ringing = await RingAsync();
        await AcknowledgeAsync(ringing);
        Peer.Send(Peer.NewRequest("UPDATE", 3, ringing.To.Tag, sdp: ScriptedPeer.Sdp));
        Assert.NotNull((await Peer.ResponseAsync(500)).Headers["Retry-After"]);
    }

    [Fact]
    public async Task Rfc_3261_section_13_2_1_without_an_offer_ringing_is_left_out_where_it_would_have_to_be_reliable()
    {
        Rings();
        var invite = Peer.NewRequest("INVITE");
        invite.Headers.Add("Require", "100rel");
        Peer.Send(invite);
        await Peer.ResponseAsync(100);
        await PassAsync(1);
        Assert.True(Peer.HeardNothing);
        _go.SetResult();
        await Peer.ResponseAsync(480);
    }

    [Fact]
    public async Task Section_9_2_a_cancel_ends_the_repeats()
    {
        Rings();
        var invite = Peer.NewRequest("INVITE", sdp: ScriptedPeer.Sdp);
        invite.Headers.Add("Supported", "100rel");
        Peer.Send(invite);
        await Peer.ResponseAsync(100);
        await Peer.ResponseAsync(180);
        Peer.Send(InviteMessages.Cancel(invite));
        await Peer.ResponseAsync(200);
        var terminated = await Peer.ResponseAsync(487);
        var ack = Peer.NewRequest("ACK", toTag: terminated.To.Tag);
        ack.Headers.Set("Via", invite.Headers["Via"]!);
        Peer.Send(ack);
        await PassAsync(10);
        Assert.True(Peer.HeardNothing);
    }

    private static uint NumberOf(SipResponse response) => uint.Parse(response.Headers["RSeq"]!, CultureInfo.InvariantCulture);

    private void Rings() => _handler = async call =>
    {
        await call.RingAsync(default);
        await _go.Task.WaitAsync(call.Cancelled);
    };

    private async Task<SipResponse> RingAsync(string header = "Supported", int code = 180)
    {
        var invite = Peer.NewRequest("INVITE", sdp: ScriptedPeer.Sdp);
        invite.Headers.Add(header, "timer, 100rel".Replace(header == "Require" ? "timer, " : "none", "", StringComparison.Ordinal));
        Peer.Send(invite);
        await Peer.ResponseAsync(100);
        return await Peer.ResponseAsync(code);
    }

    private async Task AcknowledgeAsync(SipResponse response)
    {
        Peer.Send(Prack(response, NumberOf(response)));
        await Peer.ResponseAsync(200);
    }

    private SipRequest Prack(SipResponse response, uint number, uint request = 1)
    {
        var prack = Peer.NewRequest("PRACK", 2, response.To.Tag);
        prack.Headers.Add("RAck", $"{number} {request} INVITE");
        return prack;
    }
}
