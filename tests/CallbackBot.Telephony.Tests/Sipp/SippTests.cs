using System.Net;
using System.Runtime.CompilerServices;
using CallbackBot.Telephony.Rtp;
using CallbackBot.Telephony.Sip;
using CallbackBot.Testing.RealTime;
using CallbackBot.Testing.Sip;

namespace CallbackBot.Telephony.Tests.Sipp;

/// <summary>Our agent calls a SIPp callee, in real time: what an implementation that is not ours makes of our messages.</summary>
[Collection(RealTime.Name)]
public sealed class SippTests : IAsyncLifetime
{
    private readonly ToneAudio _audio = new();
    private readonly TaskCompletionSource _twoAcks = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _acks;
    private SipUserAgent _agent = null!;

    public Task InitializeAsync()
    {
        var options = new SipUserAgentOptions
        {
            Local = new IPEndPoint(IPAddress.Loopback, 0),
            RtpPorts = (43000, 43998),
            Trace = (sent, _, message) =>
            {
                if (sent && message.StartsWith("ACK "u8) && Interlocked.Increment(ref _acks) == 2) _twoAcks.SetResult();
            },
        };
        _agent = new SipUserAgent(options, TimeProvider.System, new Random(3));
        return _agent.StartAsync(default);
    }

    public async Task DisposeAsync() => await _agent.DisposeAsync();

    [RealTimeFact]
    public async Task An_answered_call_is_heard_both_ways_and_its_audio_is_as_long_as_the_call()
    {
        await using var sipp = await SippProcess.StartAsync(Scenario("answer"), "-rtp_echo");
        var answered = Assert.IsType<InviteResult.Answered>(await InviteAsync(sipp));
        await _audio.HeardBack.WaitAsync(TimeSpan.FromSeconds(20));
        await answered.Call.HangUpAsync();
        await sipp.SucceededAsync();
        Assert.Equal(CallEndedBy.Us, answered.Call.End!.By);
        Assert.Equal(180, answered.Progress.HighestProvisional);
        Assert.InRange((answered.Call.End.Duration - TimeSpan.FromMilliseconds(20 * _audio.Slots)).Duration().TotalMilliseconds, 0, 40);
        Assert.True(answered.Call.Statistics.Received > 0);
    }

    [RealTimeFact]
    public async Task Busy_is_reported_with_its_cause()
    {
        await using var sipp = await SippProcess.StartAsync(Scenario("busy"));
        var rejected = Assert.IsType<InviteResult.Rejected>(await InviteAsync(sipp));
        Assert.Equal((486, 17), (rejected.Code, rejected.Q850Cause));
        await sipp.SucceededAsync();
    }

    [RealTimeFact]
    public async Task A_callee_that_only_rings_is_cancelled()
    {
        await using var sipp = await SippProcess.StartAsync(Scenario("no-answer"));
        Assert.IsType<InviteResult.NotAnswered>(await InviteAsync(sipp, ringTimeout: TimeSpan.FromSeconds(1)));
        await sipp.SucceededAsync();
    }

    /// <summary>RFC 3261 section 9.1; SIPp does not even answer the CANCEL.</summary>
    [RealTimeFact]
    public async Task A_callee_that_answers_while_it_is_cancelled_is_hung_up()
    {
        await using var sipp = await SippProcess.StartAsync(Scenario("answer-crosses-cancel"));
        Assert.IsType<InviteResult.NotAnswered>(await InviteAsync(sipp, ringTimeout: TimeSpan.FromSeconds(1)));
        await sipp.SucceededAsync();
        Assert.Equal(0, _audio.Slots);
    }

    /// <summary>RFC 3262 section 4: SIPp checks each RAck, and its answer has no description but the one of its 183.</summary>
    [RealTimeFact]
    public async Task Reliable_provisional_responses_are_acknowledged_one_after_the_other()
    {
        await using var sipp = await SippProcess.StartAsync(Scenario("reliable"), "-rtp_echo");
        var answered = Assert.IsType<InviteResult.Answered>(await InviteAsync(sipp));
        await _audio.HeardBack.WaitAsync(TimeSpan.FromSeconds(20));
        await answered.Call.HangUpAsync();
        await sipp.SucceededAsync();
    }

    [RealTimeTheory]
    [InlineData("secret", null)]
    [InlineData("wrong", 403)]
    public async Task A_challenge_is_answered_and_the_answer_is_checked(string password, int? refusedWith)
    {
        await using var sipp = await SippProcess.StartAsync(Scenario("challenge"));
        var result = await InviteAsync(sipp, new SipCredentials("robot", password));
        if (result is InviteResult.Answered(var call, _)) await call.HangUpAsync();
        await sipp.SucceededAsync();
        Assert.Equal(refusedWith, (result as InviteResult.Rejected)?.Code);
    }

    [RealTimeFact]
    public async Task Early_media_is_negotiated_by_the_183()
    {
        await using var sipp = await SippProcess.StartAsync(Scenario("early-media"), "-rtp_echo");
        var answered = Assert.IsType<InviteResult.Answered>(await InviteAsync(sipp));
        Assert.Equal(183, answered.Progress.HighestProvisional);
        await _audio.HeardBack.WaitAsync(TimeSpan.FromSeconds(20));
        await answered.Call.HangUpAsync();
        await sipp.SucceededAsync();
    }

    [RealTimeFact]
    public async Task The_callee_may_hang_up()
    {
        await using var sipp = await SippProcess.StartAsync(Scenario("callee-bye"));
        var call = Assert.IsType<InviteResult.Answered>(await InviteAsync(sipp)).Call;
        await sipp.SucceededAsync();
        Assert.Equal((CallEndedBy.FarSide, 16), (call.End!.By, call.End.Q850Cause));
        Assert.InRange((call.End.Duration - TimeSpan.FromMilliseconds(20 * _audio.Slots)).Duration().TotalMilliseconds, 0, 40);
    }

    [RealTimeFact]
    public async Task Every_repeated_200_is_acknowledged()
    {
        await using var sipp = await SippProcess.StartAsync(Scenario("repeated-answer"));
        var call = Assert.IsType<InviteResult.Answered>(await InviteAsync(sipp)).Call;
        await _twoAcks.Task.WaitAsync(TimeSpan.FromSeconds(20));
        await call.HangUpAsync();
        await sipp.SucceededAsync();
    }

    [RealTimeFact]
    public async Task A_call_over_one_tcp_connection_is_set_up_heard_and_ended()
    {
        await using var sipp = await SippProcess.StartAsync(Scenario("answer"), "-t", "t1", "-rtp_echo");
        var answered = Assert.IsType<InviteResult.Answered>(await InviteAsync(sipp, transport: ";transport=tcp"));
        await _audio.HeardBack.WaitAsync(TimeSpan.FromSeconds(20));
        await answered.Call.HangUpAsync();
        await sipp.SucceededAsync();
        Assert.Equal(CallEndedBy.Us, answered.Call.End!.By);
    }

    private static string Scenario(string name, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, name + ".xml");

    private Task<InviteResult> InviteAsync(SippProcess sipp, SipCredentials? credentials = null, TimeSpan? ringTimeout = null, string transport = "") => _agent.InviteAsync(
        new InviteRequest
        {
            To = SipUri.At(sipp.Address, "callee") with { Parameters = transport },
            Audio = _audio,
            Credentials = credentials,
            RingTimeout = ringTimeout ?? TimeSpan.FromSeconds(30),
        },
        default);

    /// <summary>Sends a pattern that is no silence, and notices when it comes back.</summary>
    private sealed class ToneAudio : ICallAudio
    {
        private readonly TaskCompletionSource _heardBack = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _slots;

        public int Slots => Volatile.Read(ref _slots);

        public Task HeardBack => _heardBack.Task;

        public void EarlyMedia(ReadOnlySpan<byte> heard, FrameOrigin origin) { }

        public void Exchange(ReadOnlySpan<byte> heard, FrameOrigin origin, Span<byte> toSend)
        {
            Interlocked.Increment(ref _slots);
            for (var i = 0; i < toSend.Length; i++) toSend[i] = (byte)(0x20 + (i % 8));
            if (origin == FrameOrigin.Received && heard.SequenceEqual(toSend)) _heardBack.TrySetResult();
        }

        public void Digit(char key) { }
    }
}
