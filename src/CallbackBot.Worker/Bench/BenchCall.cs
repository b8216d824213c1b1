using CallbackBot.Calls;
using CallbackBot.Dialogs.Running;
using CallbackBot.Recordings;
using CallbackBot.Telephony.Rtp;
using CallbackBot.Telephony.Sip;

namespace CallbackBot.Worker.Bench;

/// <summary>
/// One measured call: the audio of a real one, in a turn that plays a long prompt and listens. Only the conversation is missing, which costs
/// nothing while it waits.
/// </summary>
internal sealed class BenchCall : CallAudio, ICallAudio
{
    private readonly SendIntervals _intervals;
    private readonly CallRecorder _recorder;
    private SipCall? _call;
    private long _lastSent;

    public BenchCall(CallRecorder recorder, byte[] prompt, SendIntervals intervals) : base(recorder)
    {
        (_recorder, _intervals) = (recorder, intervals);
        Begin(new TurnAudio(prompt, Interruption.Never, listening: null, stream: null, EventsTo));
    }

    /// <summary>Null while the call is up; otherwise why it is not.</summary>
    public string? Failure { get; private set; } = "not placed";

    /// <summary>From the INVITE to its result.</summary>
    public TimeSpan SetUp { get; private set; }

    public RtpStatistics Statistics => _call?.Statistics ?? default;

    public async Task PlaceAsync(SipUserAgent agent, SipUri to, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        var result = await agent.InviteAsync(new InviteRequest { To = to, Audio = this }, cancellationToken);
        SetUp = TimeProvider.System.GetElapsedTime(started);
        Failure = result switch
        {
            InviteResult.Answered => null,
            InviteResult.Rejected rejected => $"refused with {rejected.Code} {rejected.Phrase}",
            InviteResult.Unreachable unreachable => $"nobody there: {unreachable.Why}",
            _ => "not answered",
        };
        if (result is not InviteResult.Answered answered) return;
        _call = answered.Call;
        _ = DropEventsAsync();
    }

    /// <summary>A call that the far side or the network ended is lost.</summary>
    public void Check()
    {
        if (Failure is null && _call!.End is { } end) Failure = $"ended after {end.Duration.TotalSeconds:0} s by {(end.By == CallEndedBy.FarSide ? "the far side" : "the network")}";
    }

    /// <returns>What is wrong with the recording, or null.</returns>
    public async Task<string?> EndAsync(TimeSpan patience)
    {
        if (_call is null)
        {
            await _recorder.FinishAsync(TimeSpan.Zero, CancellationToken.None);
            return null;
        }

        try
        {
            await _call.HangUpAsync(CancellationToken.None).WaitAsync(patience, TimeProvider.System, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            Failure ??= "did not confirm the BYE";
        }

        EventsTo.TryComplete();
        return (await _recorder.FinishAsync(_call.End?.Duration ?? TimeSpan.Zero, CancellationToken.None)).Problem;
    }

    void ICallAudio.Exchange(ReadOnlySpan<byte> heard, FrameOrigin origin, Span<byte> toSend)
    {
        Exchange(heard, origin, toSend);
        _intervals.Note(ref _lastSent);
    }

    /// <summary>What a conversation would be told, so that it does not pile up.</summary>
    private async Task DropEventsAsync()
    {
        while (await Events.WaitToReadAsync(CancellationToken.None))
            while (Events.TryRead(out _)) { }
    }
}
