using System.Text;
using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Sip.Messages;
using CallbackBot.Telephony.Tests.Sip;

namespace CallbackBot.Telephony.Tests.Torture;

/// <summary>The messages of RFC 4475 and RFC 5118 reach the agent while a call is up: each gets the answer it is due, and the call goes on.</summary>
public class TortureOnTheWireTests : AgentTest
{
    private Func<IncomingCall, CancellationToken, Task>? _handler;

    protected override Func<IncomingCall, CancellationToken, Task>? OnIncomingCall => (call, token) => _handler?.Invoke(call, token) ?? Task.CompletedTask;

    /// <summary>0: no answer.</summary>
    [Theory]
    [InlineData("wsinv", 481)] // It has a To tag.
    [InlineData("intmeth", 405)]
    [InlineData("escnull", 405)]
    [InlineData("esc02", 405)]
    [InlineData("lwsdisp", 200)]
    [InlineData("dblreq", 405)]
    [InlineData("semiuri", 200)]
    [InlineData("transports", 200)]
    [InlineData("mpart01", 405)]
    [InlineData("unreason", 0)]
    [InlineData("noreason", 0)]
    [InlineData("clerr", 400)]
    [InlineData("ncl", 400)]
    [InlineData("scalarlg", 0)]
    [InlineData("ltgtruri", 400)]
    [InlineData("lwsruri", 400)]
    [InlineData("lwsstart", 400)]
    [InlineData("trws", 400)]
    [InlineData("escruri", 400)]
    [InlineData("regbadct", 405)]
    [InlineData("badaspec", 200)]
    [InlineData("baddn", 200)]
    [InlineData("badvers", 505)]
    [InlineData("mismatch01", 400)]
    [InlineData("mismatch02", 400)]
    [InlineData("bigcode", 0)]
    [InlineData("badbranch", 200)]
    [InlineData("unkscm", 416)]
    [InlineData("novelsc", 416)]
    [InlineData("unksm2", 405)]
    [InlineData("bext01", 420)]
    [InlineData("invut", 415)]
    [InlineData("regaut01", 405)]
    [InlineData("multi01", 400)]
    [InlineData("mcl01", 400)]
    [InlineData("bcast", 0)]
    [InlineData("zeromf", 200)]
    [InlineData("cparam01", 405)]
    [InlineData("cparam02", 405)]
    [InlineData("regescrt", 405)]
    [InlineData("sdp01", 406)]
    [InlineData("ipv6-good", 405)]
    [InlineData("ipv6-bad", 400)]
    [InlineData("port-ambiguous", 405)]
    [InlineData("via-received-param-with-delim", 481)]
    [InlineData("via-received-param-no-delim", 200)]
    [InlineData("mult-ip-in-header", 481)]
    [InlineData("ipv6-bug-abnf-3-colons", 200)]
    public async Task Gets_its_answer_and_leaves_the_call_alone(string name, int code)
    {
        var (invite, call) = await AnsweredAsync();
        Peer.Send(Reachable(TortureMessages.Named(name)));
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
        Peer.Send(Reachable(TortureMessages.Named(name)));
        await PassAsync(0.2);
        Assert.StartsWith($"SIP/2.0 400 Bad Request - {where}: ", Assert.Single(Peer.Unreadable), StringComparison.Ordinal);
        Assert.Null(Assert.Single(Peer.Drain()));
        await AssertAlive(invite, call);
    }

    /// <summary>An INVITE that is well formed rings, whoever wrote it.</summary>
    [Theory]
    [InlineData("esc01")]
    [InlineData("longreq")]
    [InlineData("baddate")]
    [InlineData("inv2543")]
    [InlineData("mult-ip-in-sdp")]
    public async Task A_well_formed_invite_rings(string name)
    {
        var rung = new TaskCompletionSource<IncomingCall>();
        _handler = async (call, token) =>
        {
            rung.SetResult(call);
            await call.RejectAsync(486, "Busy Here", null, token);
        };
        var (invite, call) = await AnsweredAsync();
        Peer.Send(Reachable(TortureMessages.Named(name)));
        await PassAsync(0.2);
        Assert.True(rung.Task.IsCompleted);
        Assert.Contains(486, Peer.Drain().OfType<SipResponse>().Select(r => r.Code));
        await AssertAlive(invite, call);
    }

    [Fact]
    public async Task Section_3_3_5_the_extensions_that_nobody_supports_are_named()
    {
        Peer.Send(Reachable(TortureMessages.Named("bext01")));
        var refusal = await Peer.ResponseAsync(420);
        Assert.Equal("nothingSupportsThis, nothingSupportsThisEither", refusal.Headers["Unsupported"]);
    }

    [Fact]
    public async Task Section_3_2_1_two_requests_with_a_bare_cookie_are_two_requests()
    {
        Peer.Send(Reachable(TortureMessages.Named("badbranch")));
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

    /// <summary>Our peer listens on 5060 only, which is where most of the messages ask the answer to be sent.</summary>
    private static byte[] Reachable(byte[] message)
    {
        var text = Encoding.Latin1.GetString(message);
        foreach (var port in (string[])[":5050;", ":6050;", ":19823;"]) text = text.Replace(port, ":5060;");
        return Encoding.Latin1.GetBytes(text);
    }
}
