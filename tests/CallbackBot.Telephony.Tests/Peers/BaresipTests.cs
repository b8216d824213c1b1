using System.Net;
using CallbackBot.Telephony.Audio;
using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Tests.Audio;
using CallbackBot.Testing.Peers;

namespace CallbackBot.Telephony.Tests.Peers;

/// <summary>Calls to a phone that is not ours.</summary>
[Collection(RealTime.Name)]
public sealed class BaresipTests
{
    private static readonly CancellationToken Soon = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System).Token;

    [Fact]
    public async Task Both_sides_of_a_call_hear_each_other()
    {
        await using var phone = await BaresipProcess.StartAsync(PhoneTones.Of(1000, TimeSpan.FromSeconds(20)), Soon);
        await using var agent = new SipUserAgent(
            new SipUserAgentOptions { Local = new IPEndPoint(IPAddress.Loopback, 0) }, TimeProvider.System, new Random(1));
        await agent.StartAsync(Soon);
        var audio = new ToneCall(PhoneTones.Of(450, TimeSpan.FromMilliseconds(20)), new ToneDetector(1000));

        var result = await agent.InviteAsync(new InviteRequest { To = phone.Uri, Audio = audio }, Soon);

        var call = Assert.IsType<InviteResult.Answered>(result).Call;
        await audio.HeardEnough.WaitAsync(Soon);
        await call.HangUpAsync(Soon);
        await phone.StopAsync();
        var heard = WavReader.Read(Assert.Single(phone.Heard)).ToALaw();
        var ours = new ToneDetector(450);
        var frames = heard.Chunk(160).Count(frame => frame.Length == 160 && ours.IsTone(frame));
        Assert.True(frames >= 40, $"{frames} frames of 20 ms with our tone in {heard.Length / 160}");
    }
}
