using System.Collections.Concurrent;
using CallbackBot.Telephony.Sip;
using CallbackBot.Testing.Peers;
using CallbackBot.Testing.RealTime;

namespace CallbackBot.Telephony.Tests.Peers;

/// <summary>
/// Two agents of ours with kamailio between them, in real time: a proxy that is not ours challenges (RFC 3261 section 22.3), stays in the path by
/// Record-Route (section 16.6) and passes on what belongs to a call only when its route set is right (section 12.2.1.1).
/// </summary>
[Collection(RealTime.Name)]
public sealed class KamailioTests : ProxiedCallTest
{
    [RealTimeTheory]
    [InlineData("MD5")]
    [InlineData("SHA-256")]
    public async Task Section_22_3_a_challenged_call_is_set_up_and_our_bye_follows_the_route_set(string algorithm)
    {
        var call = Assert.IsType<InviteResult.Answered>(await InviteAsync(algorithm: algorithm)).Call;
        var far = await AnsweredAsync;
        await call.HangUpAsync();
        await EndOf(far);
        Assert.Equal((CallEndedBy.Us, CallEndedBy.FarSide), (call.End!.By, far.End!.By));
        foreach (var method in (string[])["INVITE", "PRACK", "ACK", "BYE"]) AssertThroughProxy(HeardByCallee, method);
    }

    [RealTimeFact]
    public async Task Section_12_1_1_the_callees_bye_follows_the_route_set_too()
    {
        var call = Assert.IsType<InviteResult.Answered>(await InviteAsync()).Call;
        await (await AnsweredAsync).HangUpAsync();
        await EndOf(call);
        Assert.Equal(CallEndedBy.FarSide, call.End!.By);
        AssertThroughProxy(HeardByCaller, "BYE");
    }

    [RealTimeFact]
    public async Task Section_9_1_a_cancel_passes_the_proxy_and_ends_the_ringing()
    {
        Answers = false;
        var result = await InviteAsync();
        Assert.Equal(180, Assert.IsType<InviteResult.NotAnswered>(result).Progress.HighestProvisional);
        await CancelledAsync;
        AssertThroughProxy(HeardByCallee, "CANCEL");
    }

    [RealTimeFact]
    public async Task Section_22_3_a_wrong_password_is_refused_once_and_the_realm_is_named()
    {
        var rejected = Assert.IsType<InviteResult.Rejected>(await InviteAsync(password: "wrong"));
        Assert.Equal((407, KamailioProcess.Realm), (rejected.Code, rejected.RefusedRealm));
        Assert.False(rejected.MayTryAnotherTrunk);
        Assert.Equal(2, HeardByCaller.Count(m => m.Is("SIP/2.0 407")));
        Assert.Empty(HeardByCallee);
    }

    /// <summary>What went around the proxy would come from the other agent's own port.</summary>
    private void AssertThroughProxy(ConcurrentQueue<HeardMessage> heard, string method)
    {
        var message = heard.First(m => m.Is(method));
        Assert.Equal(Proxy.Address, message.From.Address);
        Assert.Contains($"Via: SIP/2.0/UDP {Proxy.Address}", message.Text, StringComparison.Ordinal);
    }
}
