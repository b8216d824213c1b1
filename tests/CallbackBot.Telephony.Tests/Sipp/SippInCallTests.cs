using System.Net;
using System.Runtime.CompilerServices;
using CallbackBot.Telephony.Rtp;
using CallbackBot.Telephony.Sip;
using CallbackBot.Testing.RealTime;
using CallbackBot.Testing.Sip;

namespace CallbackBot.Telephony.Tests.Sipp;

/// <summary>Inside a call with a SIPp callee, in real time: re-INVITE, UPDATE, session timers, INFO and REFER against an implementation that is not ours.</summary>
[Collection(RealTime.Name)]
public sealed class SippInCallTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly EchoedAudio _audio = new();
    private readonly TaskCompletionSource _reinvited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _refreshed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _pressed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SipUserAgent _agent = null!;

    public Task InitializeAsync() => StartAsync(TimeProvider.System);

    public async Task DisposeAsync() => await _agent.DisposeAsync();

    [RealTimeFact]
    public async Task Rfc_3261_section_14_2_audio_follows_the_callee_to_its_new_port()
    {
        // SIPp echoes on its ports for audio and, two higher, for video; there the callee moves its audio to.
        await using var sipp = await SippProcess.StartAsync(Scenario("reinvite-new-port"), "-rtp_echo");
        var call = await CallAsync(sipp);
        await HappensAsync("the echo", _audio.HeardBack, call, sipp);
        await HappensAsync("the ACK to the re-INVITE", _reinvited.Task, call, sipp);
        await HappensAsync("the echo from the new port", _audio.HeardAgain(), call, sipp);
        await call.HangUpAsync();
        await sipp.SucceededAsync();
    }

    [RealTimeFact]
    public async Task Rfc_3261_section_14_1_hold_and_resume_are_agreed()
    {
        await using var sipp = await SippProcess.StartAsync(Scenario("hold"));
        var call = await CallAsync(sipp);
        Assert.IsType<SessionChangeResult.Agreed>(await call.HoldAsync().WaitAsync(Patience));
        Assert.IsType<SessionChangeResult.Agreed>(await call.ResumeAsync().WaitAsync(Patience));
        await call.HangUpAsync();
        await sipp.SucceededAsync();
    }

    [RealTimeFact]
    public async Task Rfc_4028_section_7_4_our_refresh_comes_at_half_the_interval()
    {
        // SIPp runs in its own time; only our 45 seconds pass faster.
        await _agent.DisposeAsync();
        await StartAsync(new FasterTime(10));
        await using var sipp = await SippProcess.StartAsync(Scenario("session-timer-uac"));
        var call = await CallAsync(sipp);
        await _refreshed.Task.WaitAsync(Patience);
        await call.HangUpAsync();
        await sipp.SucceededAsync();
    }

    [RealTimeFact]
    public async Task Rfc_4028_section_9_and_rfc_3311_the_callees_refreshes_are_granted()
    {
        await using var sipp = await SippProcess.StartAsync(Scenario("session-timer-uas"));
        var call = await CallAsync(sipp);
        await _reinvited.Task.WaitAsync(Patience);
        await call.HangUpAsync();
        await sipp.SucceededAsync();
    }

    [RealTimeFact]
    public async Task Rfc_3515_section_2_4_a_transfer_is_reported_until_it_succeeded()
    {
        await using var sipp = await SippProcess.StartAsync(Scenario("refer"));
        var call = await CallAsync(sipp);
        Assert.IsType<TransferResult.Succeeded>(await call.TransferAsync(SipUri.Parse("sip:agents@192.0.2.7"), Patience));
        await sipp.SucceededAsync();
        Assert.Equal(CallEndedBy.Us, call.End!.By);
    }

    [RealTimeFact]
    public async Task Rfc_6086_section_2_keys_by_info_go_both_ways()
    {
        await using var sipp = await SippProcess.StartAsync(Scenario("info-keys"));
        var call = await CallAsync(sipp);
        await _audio.TwoKeys.WaitAsync(Patience);
        Assert.Equal("5#", _audio.Keys);
        call.SendDigits("7");
        await _pressed.Task.WaitAsync(Patience);
        await call.HangUpAsync();
        await sipp.SucceededAsync();
    }

    private static async Task HappensAsync(string what, Task expected, SipCall call, SippProcess sipp)
    {
        if (await Task.WhenAny(expected, Task.Delay(Patience, TimeProvider.System)) == expected) return;
        Assert.Fail($"{what} did not come; {call.Statistics}, {call.End}; {await sipp.LastWordsAsync()}");
    }

    private static string Scenario(string name, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, name + ".xml");

    private Task StartAsync(TimeProvider time)
    {
        var options = new SipUserAgentOptions
        {
            Local = new IPEndPoint(IPAddress.Loopback, 0), RtpPorts = (47000, 47998), RtpInactivity = TimeSpan.Zero, Trace = Watch,
        };
        _agent = new SipUserAgent(options, time, new Random(3));
        return _agent.StartAsync(default);
    }

    private async Task<SipCall> CallAsync(SippProcess sipp) => Assert.IsType<InviteResult.Answered>(
        await _agent.InviteAsync(new InviteRequest { To = SipUri.At(sipp.Address, "callee"), Audio = _audio }, default)).Call;

    private void Watch(bool sent, SipHop peer, ReadOnlySpan<byte> message)
    {
        if (sent) return;
        if (message.StartsWith("ACK "u8)) _reinvited.TrySetResult();
        if (!message.StartsWith("SIP/2.0 200 "u8)) return;
        if (message.IndexOf(" UPDATE\r\n"u8) > 0) _refreshed.TrySetResult();
        if (message.IndexOf(" INFO\r\n"u8) > 0) _pressed.TrySetResult();
    }

    /// <summary>The system's time, some times as fast.</summary>
    private sealed class FasterTime(int speed) : TimeProvider
    {
        public override long GetTimestamp() => System.GetTimestamp() * speed;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, Scaled(dueTime), Scaled(period));

        private TimeSpan Scaled(TimeSpan time) => time > TimeSpan.Zero ? time / speed : time;
    }

    /// <summary>Sends a pattern that is no silence, notices when it comes back, and keeps the keys.</summary>
    private sealed class EchoedAudio : ICallAudio
    {
        private readonly TaskCompletionSource _twoKeys = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource[] _heard = [new(TaskCreationOptions.RunContinuationsAsynchronously), new(TaskCreationOptions.RunContinuationsAsynchronously)];
        private volatile int _part;

        public string Keys { get; private set; } = "";

        public Task TwoKeys => _twoKeys.Task;

        public Task HeardBack => _heard[0].Task;

        /// <summary>Says something else from now on, and waits until that comes back.</summary>
        public Task HeardAgain()
        {
            _part = 1;
            return _heard[1].Task;
        }

        public void EarlyMedia(ReadOnlySpan<byte> heard, FrameOrigin origin) { }

        public void Exchange(ReadOnlySpan<byte> heard, FrameOrigin origin, Span<byte> toSend)
        {
            var part = _part;
            for (var i = 0; i < toSend.Length; i++) toSend[i] = (byte)(0x20 + (part * 0x10) + (i % 8));
            if (origin == FrameOrigin.Received && heard.SequenceEqual(toSend)) _heard[part].TrySetResult();
        }

        public void Digit(char key)
        {
            Keys += key;
            if (Keys.Length == 2) _twoKeys.TrySetResult();
        }
    }
}
