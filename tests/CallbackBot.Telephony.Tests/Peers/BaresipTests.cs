using System.Net;
using CallbackBot.Telephony.Audio;
using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Tests.Audio;
using CallbackBot.Testing.Peers;
using CallbackBot.Testing.RealTime;

namespace CallbackBot.Telephony.Tests.Peers;

/// <summary>Calls to a phone that is not ours.</summary>
[Collection(RealTime.Name)]
public sealed class BaresipTests
{
    private static readonly CancellationToken Soon = new CancellationTokenSource(TimeSpan.FromSeconds(120), TimeProvider.System).Token;

    [RealTimeFact]
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

    [RealTimeTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_over_tcp_is_heard_and_ended_by_either_side(bool phoneHangsUp)
    {
        await using var phone = await BaresipProcess.StartAsync(PhoneTones.Of(1000, TimeSpan.FromSeconds(20)), Soon);
        await CallAsync(phone, phone.Uri with { Parameters = ";transport=tcp" }, new SipTlsOptions(), phoneHangsUp);
    }

    [RealTimeTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_over_tls_is_heard_and_ended_by_either_side(bool phoneHangsUp)
    {
        using var certificate = TestCertificate.For("phone", ["127.0.0.1"]);
        await using var phone = await BaresipProcess.StartAsync(PhoneTones.Of(1000, TimeSpan.FromSeconds(20)), "", certificate, Soon);
        var tls = new SipTlsOptions { TrustedRoots = [certificate], Certificate = certificate, Listen = new IPEndPoint(IPAddress.Loopback, 0) };
        await CallAsync(phone, phone.TlsUri, tls, phoneHangsUp);
    }

    private static async Task CallAsync(BaresipProcess phone, SipUri uri, SipTlsOptions tls, bool phoneHangsUp)
    {
        var protocols = new List<SipProtocol>();
        await using var agent = new SipUserAgent(
            new SipUserAgentOptions
            {
                Local = new IPEndPoint(IPAddress.Loopback, 0),
                Tls = tls,
                Trace = (_, peer, _) =>
                {
                    lock (protocols) protocols.Add(peer.Protocol);
                },
            },
            TimeProvider.System,
            new Random(1));
        await agent.StartAsync(Soon);
        var audio = new ToneCall(PhoneTones.Of(450, TimeSpan.FromMilliseconds(20)), new ToneDetector(1000));
        var call = Assert.IsType<InviteResult.Answered>(await agent.InviteAsync(new InviteRequest { To = uri, Audio = audio }, Soon)).Call;
        await audio.HeardEnough.WaitAsync(Soon);
        if (phoneHangsUp)
        {
            var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var registration = call.Ended.Register(ended.SetResult);
            await phone.StopAsync();
            await ended.Task.WaitAsync(Soon);
        }
        else
        {
            await call.HangUpAsync(Soon);
        }

        Assert.Equal(phoneHangsUp ? CallEndedBy.FarSide : CallEndedBy.Us, call.End!.By);
        lock (protocols) Assert.All(protocols, p => Assert.Equal(uri.Parameter("transport"), p.ToString().ToLowerInvariant()));
    }
}
