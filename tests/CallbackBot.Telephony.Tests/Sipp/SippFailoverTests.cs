using System.Net;
using System.Runtime.CompilerServices;
using CallbackBot.Telephony.Rtp;
using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Sip.Trunks;
using CallbackBot.Testing.RealTime;
using CallbackBot.Testing.Sip;

namespace CallbackBot.Telephony.Tests.Sipp;

/// <summary>Two trunks that are SIPp: which of them hears an INVITE.</summary>
[Collection(RealTime.Name)]
public sealed class SippFailoverTests : IAsyncLifetime
{
    private readonly SipUserAgent _agent = new(
        new SipUserAgentOptions { Local = new IPEndPoint(IPAddress.Loopback, 0), RtpPorts = (43000, 43998) }, TimeProvider.System, new Random(3));

    public Task InitializeAsync() => _agent.StartAsync(default);

    public async Task DisposeAsync() => await _agent.DisposeAsync();

    [RealTimeFact]
    public async Task A_full_trunk_is_left_for_the_next_one_which_answers()
    {
        // RFC 3261 section 21.5.4
        await using var first = await SippProcess.StartAsync(Scenario("full"));
        await using var second = await SippProcess.StartAsync(Scenario("answer"), "-rtp_echo");
        var result = await InviteAsync(first, second);
        await Assert.IsType<InviteResult.Answered>(result.Result).Call.HangUpAsync();
        await first.SucceededAsync();
        await second.SucceededAsync();
        Assert.Equal(["first", "second"], result.Legs.Select(l => l.Trunk.Name));
    }

    [RealTimeTheory]
    [InlineData("busy", 486)]
    [InlineData("rings-full", 503)]
    public async Task A_callee_who_may_have_been_disturbed_is_not_called_over_the_second_trunk(string scenario, int code)
    {
        await using var first = await SippProcess.StartAsync(Scenario(scenario));
        await using var second = await SippProcess.StartAsync(Scenario("busy"));
        var result = await InviteAsync(first, second);
        await first.SucceededAsync();
        Assert.Equal(code, Assert.IsType<InviteResult.Rejected>(Assert.Single(result.Legs).Result).Code);

        // The second trunk's one call is still to come: an INVITE of before would have used it up.
        await using var alone = Group(second);
        Assert.Equal(486, Assert.IsType<InviteResult.Rejected>((await InviteAsync(alone)).Result).Code);
        await second.SucceededAsync();
    }

    private async Task<TrunkResult> InviteAsync(SippProcess first, SippProcess second)
    {
        var trunks = Group(first, second);
        return await InviteAsync(trunks);
    }

    private static async Task<TrunkResult> InviteAsync(TrunkGroup trunks) =>
        await trunks.InviteAsync((await trunks.TakeLineAsync(default))!, "1001", new Silence(), null, default);

    private TrunkGroup Group(params SippProcess[] sipps) => new(
        _agent,
        [.. sipps.Select((s, i) => new TrunkOptions { Name = i == 0 ? "first" : "second", Server = SipUri.At(s.Address), Health = TrunkHealthOptions.Off })],
        TimeProvider.System, new Random(1));

    private static string Scenario(string name, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, name + ".xml");

    private sealed class Silence : ICallAudio
    {
        public void EarlyMedia(ReadOnlySpan<byte> heard, FrameOrigin origin) { }

        public void Exchange(ReadOnlySpan<byte> heard, FrameOrigin origin, Span<byte> toSend) { }

        public void Digit(char key) { }
    }
}
