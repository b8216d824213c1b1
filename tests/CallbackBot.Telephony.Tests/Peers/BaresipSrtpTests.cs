using System.Net;
using CallbackBot.Telephony.Audio;
using CallbackBot.Telephony.Rtp.Srtp;
using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Tests.Audio;
using CallbackBot.Testing.Peers;
using CallbackBot.Testing.RealTime;

namespace CallbackBot.Telephony.Tests.Peers;

/// <summary>Encrypted calls to a phone that is not ours: it hears what we say, and we hear what it says.</summary>
[Collection(RealTime.Name)]
public sealed class BaresipSrtpTests
{
    private static readonly CancellationToken Soon = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System).Token;

    [RealTimeTheory]
    [InlineData("", SrtpPolicy.Optional, false)]
    [InlineData(";mediaenc=srtp", SrtpPolicy.None, false)]
    [InlineData(";mediaenc=srtp", SrtpPolicy.Optional, true)]
    [InlineData(";mediaenc=srtp", SrtpPolicy.Required, true)]
    [InlineData(";mediaenc=srtp-mand", SrtpPolicy.Optional, true)]
    [InlineData(";mediaenc=srtp-mand", SrtpPolicy.Required, true)]
    public async Task Both_sides_hear_each_other_encrypted_where_both_can(string account, SrtpPolicy policy, bool encrypted)
    {
        await using var phone = await BaresipProcess.StartAsync(PhoneTones.Of(1000, TimeSpan.FromSeconds(20)), account, Soon);
        await using var agent = await AgentAsync();
        var audio = new ToneCall(PhoneTones.Of(450, TimeSpan.FromMilliseconds(20)), new ToneDetector(1000));

        var result = await agent.InviteAsync(new InviteRequest { To = phone.Uri, Audio = audio, Srtp = policy }, Soon);

        var call = Assert.IsType<InviteResult.Answered>(result).Call;
        await audio.HeardEnough.WaitAsync(Soon);
        Assert.Equal(encrypted, call.Statistics.Encrypted);
        Assert.InRange(call.Statistics.Unauthentic, 0, 1); // It opens NATs with one report in the clear, which is refused.
        await call.HangUpAsync(Soon);
        await phone.StopAsync();
        var ours = new ToneDetector(450);
        var heard = WavReader.Read(Assert.Single(phone.Heard)).ToALaw().Chunk(160).Count(frame => frame.Length == 160 && ours.IsTone(frame));
        Assert.True(heard >= 40, $"{heard} frames of 20 ms with our tone");
    }

    [RealTimeTheory]
    [InlineData("", SrtpPolicy.Required)]
    [InlineData(";mediaenc=srtp-mand", SrtpPolicy.None)]
    public async Task Where_one_side_insists_and_the_other_cannot_there_is_no_call(string account, SrtpPolicy policy)
    {
        await using var phone = await BaresipProcess.StartAsync(PhoneTones.Of(1000, TimeSpan.FromSeconds(20)), account, Soon);
        await using var agent = await AgentAsync();
        var audio = new ToneCall(PhoneTones.Of(450, TimeSpan.FromMilliseconds(20)), new ToneDetector(1000));
        var result = await agent.InviteAsync(new InviteRequest { To = phone.Uri, Audio = audio, Srtp = policy }, Soon);
        Assert.IsType<InviteResult.Rejected>(result);
    }

    private static async Task<SipUserAgent> AgentAsync()
    {
        var agent = new SipUserAgent(new SipUserAgentOptions { Local = new IPEndPoint(IPAddress.Loopback, 0) }, TimeProvider.System, new Random(1));
        await agent.StartAsync(Soon);
        return agent;
    }
}
