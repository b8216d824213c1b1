using System.Net;
using CallbackBot.Telephony.Audio;
using CallbackBot.Telephony.Audio.Detection;
using CallbackBot.Telephony.Rtp;
using CallbackBot.Telephony.Sip;

namespace CallbackBot.Telephony.Tests.Sip;

/// <summary>Media before an answer (RFC 3960), over loopback in real time.</summary>
[Collection(RealTime.Name)]
public class EarlyMediaTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Section_3_a_busy_tone_before_a_486_is_heard_and_classified_and_nothing_is_said_into_it()
    {
        var caller = new Listener(LineSound.Busy);
        var callee = new Exchange(ToneCadence.Busy);
        await using var there = await StartAsync(async (call, cancellationToken) =>
        {
            await call.EarlyMediaAsync(callee, cancellationToken);
            await caller.Heard.WaitAsync(cancellationToken);
            await call.RejectAsync(486, "Busy Here", 17, cancellationToken);
        });
        await using var here = await StartAsync(null);

        var result = await here.InviteAsync(new InviteRequest { To = SipUri.At(there.LocalEndPoint, "1001"), Audio = caller }, default).WaitAsync(Patience);

        var rejected = Assert.IsType<InviteResult.Rejected>(result);
        Assert.Equal((486, 17), (rejected.Code, rejected.Q850Cause));
        Assert.True(rejected.Progress.EarlyMedia);
        Assert.Equal(LineSound.Busy, rejected.Progress.EarlyMediaVerdict!.Sound);
        Assert.Equal((0, 0), (caller.Exchanged, callee.PacketsHeard));
    }

    [Fact]
    public async Task Section_3_3_without_media_there_is_no_verdict()
    {
        await using var there = await StartAsync((call, cancellationToken) => call.RejectAsync(404, "Not Found", 1, cancellationToken));
        await using var here = await StartAsync(null);
        var result = await here.InviteAsync(
            new InviteRequest { To = SipUri.At(there.LocalEndPoint, "1001"), Audio = new Listener(LineSound.Silence) }, default).WaitAsync(Patience);
        Assert.Null(result.Progress.EarlyMediaVerdict);
    }

    private static async Task<SipUserAgent> StartAsync(Func<IncomingCall, CancellationToken, Task>? onIncomingCall)
    {
        var options = new SipUserAgentOptions { Local = new IPEndPoint(IPAddress.Loopback, 0), OnIncomingCall = onIncomingCall };
        var agent = new SipUserAgent(options, TimeProvider.System, new Random(5));
        await agent.StartAsync(default);
        return agent;
    }

    private sealed class Listener(LineSound expected) : ICallAudio
    {
        private readonly TaskCompletionSource _heard = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly LineSoundDetector _sounds = new();

        public Task Heard => _heard.Task;

        public int Exchanged { get; private set; }

        public void EarlyMedia(ReadOnlySpan<byte> heard, FrameOrigin origin)
        {
            _sounds.Push(heard);
            if (_sounds.Verdict().Sound == expected) _heard.TrySetResult();
        }

        public void Exchange(ReadOnlySpan<byte> heard, FrameOrigin origin, Span<byte> toSend) => Exchanged++;

        public void Digit(char key) { }
    }

    private sealed class Exchange(ToneCadence cadence) : ICallAudio
    {
        private readonly ToneGenerator _tone = new(cadence);

        public int PacketsHeard { get; private set; }

        public void EarlyMedia(ReadOnlySpan<byte> heard, FrameOrigin origin) { }

        void ICallAudio.Exchange(ReadOnlySpan<byte> heard, FrameOrigin origin, Span<byte> toSend)
        {
            if (origin == FrameOrigin.Received) PacketsHeard++;
            _tone.Fill(toSend);
        }

        public void Digit(char key) { }
    }
}
