using System.Text;
using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Sip.Messages;
using CallbackBot.Telephony.Tests.Sip;

namespace CallbackBot.Telephony.Tests.Torture;

/// <summary>The messages of RFC 4475 and RFC 5118 reach the agent while a call is up: each gets the answer it is due, and the call goes on.</summary>
public class TortureOnTheWireTests : AgentTest
{
    /// <summary>An INVITE that is well formed rings, whoever wrote it.</summary>
    protected override Func<IncomingCall, CancellationToken, Task>? OnIncomingCall => (call, token) => call.RejectAsync(486, "Busy Here", null, token);

    public static TheoryData<string> Readable => [.. TortureAnswers.Udp.Keys.Except(["badinv01", "scalar02", "quotbal", "insuf"])];

    [Theory]
    [MemberData(nameof(Readable))]
    public async Task Gets_its_answer_and_leaves_the_call_alone(string name)
    {
        var code = TortureAnswers.Udp[name];
        var (invite, call) = await AnsweredAsync();
        Peer.Send(TortureMessages.AnsweredAt5060(name));
        await PassAsync(0.2);
        var answers = Peer.Drain().OfType<SipResponse>().Where(r => !r.IsProvisional).ToList();
        if (code == 0) Assert.Empty(answers);
        else Assert.Equal(code, Assert.Single(answers.DistinctBy(a => a.Code)).Code);
        await AssertAlive(invite, call);
    }

    /// <summary>The 400 repeats the header that is malformed, or lacks the one that was missing (RFC 3261 section 8.2.6.2): it is read as text.</summary>
    [Theory]
    [InlineData("badinv01", "Via")]
    [InlineData("scalar02", "CSeq")]
    [InlineData("quotbal", "To")]
    [InlineData("insuf", "From")]
    public async Task Is_told_what_is_malformed_and_leaves_the_call_alone(string name, string where)
    {
        var (invite, call) = await AnsweredAsync();
        Peer.Send(TortureMessages.AnsweredAt5060(name));
        await PassAsync(0.2);
        Assert.StartsWith($"SIP/2.0 400 Bad Request - {where}: ", Assert.Single(Peer.Unreadable), StringComparison.Ordinal);
        Assert.Null(Assert.Single(Peer.Drain()));
        await AssertAlive(invite, call);
    }

    [Fact]
    public async Task Section_3_3_5_the_extensions_that_nobody_supports_are_named()
    {
        Peer.Send(TortureMessages.AnsweredAt5060("bext01"));
        var refusal = await Peer.ResponseAsync(420);
        Assert.Equal("nothingSupportsThis, nothingSupportsThisEither", refusal.Headers["Unsupported"]);
    }

    [Fact]
    public async Task Section_3_2_1_two_requests_with_a_bare_cookie_are_two_requests()
    {
        Peer.Send(TortureMessages.AnsweredAt5060("badbranch"));
        Assert.StartsWith("badbranch.", (await Peer.ResponseAsync(200)).CallId, StringComparison.Ordinal);
        Peer.Send(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(TortureMessages.Named("badbranch")).Replace("Call-ID: badbranch", "Call-ID: another")));
        Assert.StartsWith("another.", (await Peer.ResponseAsync(200)).CallId, StringComparison.Ordinal);
    }

    /// <summary>The call is there, its media goes on, and it ends when its callee says so.</summary>
    private async Task AssertAlive(SipRequest invite, SipCall call)
    {
        Assert.False(call.Ended.IsCancellationRequested);
        var slots = Audio.Slots;
        await PassAsync(0.2);
        Assert.True(Audio.Slots > slots, "no audio any more");
        Peer.Drain();
        Peer.Send(Peer.NewRequestIn(invite, "BYE"));
        await Peer.ResponseAsync(200);
        await EndOf(call);
    }
}
