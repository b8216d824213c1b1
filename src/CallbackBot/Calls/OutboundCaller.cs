using System.Globalization;
using CallbackBot.Dialogs.Definition;
using CallbackBot.Dialogs.Prompts;
using CallbackBot.Dialogs.Running;
using CallbackBot.Recordings;
using CallbackBot.Speech;
using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Sip.Trunks;

namespace CallbackBot.Calls;

/// <summary>One call to place.</summary>
/// <param name="AttemptId">The attempt whose row is committed; names the recording.</param>
/// <param name="Number">Whom to call: a telephone number, or a user name at the trunk; null calls the trunk's address itself.</param>
public sealed record CallPlan(long AttemptId, string? Number, Dialog Script, IReadOnlyList<Facts> Orders, RenderedPrompts Prompts);

/// <summary>Dials once, talks, records, hangs up. Knows no database.</summary>
/// <param name="handOff">Connects those who ask for a person; null: their wish is only recorded.</param>
public sealed class OutboundCaller(
    TrunkGroup trunks, ISpeechRecognizer recognizer, RecordingWriter recordings, LineBoard board, TimeProvider time,
    ILogger<OutboundCaller> logger, HandOff? handOff = null)
{
    /// <summary>A recording that differs more from its call lost audio somewhere.</summary>
    private const double LongestLengthErrorMs = 40;

    private static readonly TimeSpan LongestWaitForBye = TimeSpan.FromSeconds(2);

    /// <param name="line">The trunk's line that the call takes first.</param>
    /// <param name="stopping">Fires when the process drains: a ringing call is cancelled, a conversation ended.</param>
    public async Task<CallOutcome> PlaceAsync(CallPlan plan, TrunkLine line, CallLifecycle lifecycle, CancellationToken stopping)
    {
        if (lifecycle.State != CallState.Dialing) throw new InvalidOperationException($"a call in state {lifecycle.State} must not be dialled");
        var recording = recordings.Begin(plan.AttemptId);
        try
        {
            return await PlaceAsync(plan, line, recording, lifecycle, stopping);
        }
        catch
        {
            // The attempt stays open in the database and becomes 'interrupted'; its recording is closed like any other.
            await recording.FinishAsync(TimeSpan.Zero, CancellationToken.None);
            throw;
        }
    }

    private async Task<CallOutcome> PlaceAsync(
        CallPlan plan, TrunkLine line, CallRecorder recording, CallLifecycle lifecycle, CancellationToken stopping)
    {
        var audio = new CallAudio(recording);
        board.Dial();
        var attempt = await trunks.InviteAsync(line, plan.Number, audio, plan.AttemptId.ToString(CultureInfo.InvariantCulture), stopping);
        if (attempt.Result is not InviteResult.Answered answered)
        {
            lifecycle.Fire(CallTrigger.NotAnswered);
            var unanswered = await FinishAsync(plan, recording, TimeSpan.Zero);
            var carrier = CarrierOutcome.Of(attempt.Result);
            return new CallOutcome
            {
                AttemptId = plan.AttemptId,
                Disposition = carrier.Disposition,
                EndedAt = time.GetUtcNow(),
                CarrierCode = carrier.Code,
                CarrierReason = carrier.Reason,
                Q850Cause = carrier.Q850Cause,
                Counts = carrier.Counts,
                Legs = LegsOf(attempt),
                Provisional = attempt.Result.Progress.HighestProvisional,
                EarlySound = EarlySound.Of(attempt.Result.Progress.EarlyMediaVerdict),
                EarlyRecording = unanswered.EarlyPath,
            };
        }

        lifecycle.Fire(CallTrigger.Answered);
        return await TalkAsync(plan, attempt, answered.Call, audio, recording, lifecycle, stopping);
    }

    private async Task<CallOutcome> TalkAsync(
        CallPlan plan, TrunkResult attempt, SipCall call, CallAudio audio, CallRecorder recording, CallLifecycle lifecycle, CancellationToken stopping)
    {
        var answeredAt = time.GetUtcNow();
        board.Answer();
        DialogResult dialog;
        HandOffResult? handedOff = null;
        using var tooLong = new CancellationTokenSource(attempt.Trunk.LongestCall, time);
        try
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(call.Ended, stopping, tooLong.Token, audio.MachineFound, audio.FarSideGone);
            var conversation = new PhoneConversation(audio, recognizer, plan.Prompts, recording.Timeline, logger);
            dialog = await DialogRunner.RunAsync(plan.Script, plan.Orders, conversation, over.Token);
            if (handOff is not null && dialog.Outcome == Disposition.HandedOff.Name() && !over.IsCancellationRequested)
            {
                using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping, tooLong.Token, audio.FarSideGone);
                var began = audio.Now;
                handedOff = await handOff.RunAsync(call, attempt.Trunk, audio, ending.Token);
                recording.Timeline.Add(new TimelineEvent.HandedOff(
                    began.TotalMilliseconds, audio.Now.TotalMilliseconds, handedOff.To, handedOff.Name, (handedOff as HandOffResult.NotReached)?.Code));
            }
        }
        finally
        {
            await HangUpAsync(call, tooLong.IsCancellationRequested ? EndReasons.TooLong : EndReasons.Normal);
            board.HangUp();
        }

        lifecycle.Fire(CallTrigger.ConversationOver);
        AddDecisions(recording.Timeline, dialog);
        var end = call.End ?? throw new InvalidOperationException("a call that was hung up has an end");
        var quality = audio.Quality;
        var disposition = DispositionOf(dialog, audio, quality, end, stopping);
        if (audio.Machine is { } machine) recording.Timeline.Add(new TimelineEvent.MachineFound(machine.At.TotalMilliseconds, machine.KindName, machine.EvidenceName));
        recording.Timeline.Call = new CallDescription(
            answeredAt, disposition.Name(), plan.Script.Name,
            [.. dialog.Orders.Select(o => o.Answers.ToDictionary(a => a.Key, a => a.Value.Label, StringComparer.Ordinal))], quality);
        var recorded = await FinishAsync(plan, recording, end.Duration);
        return new CallOutcome
        {
            AttemptId = plan.AttemptId,
            Disposition = disposition,
            AnsweredAt = answeredAt,
            EndedAt = time.GetUtcNow(),
            CarrierCode = 200,
            Q850Cause = end.Q850Cause,
            EndedBy = end.By,
            Legs = LegsOf(attempt),
            Provisional = attempt.Result.Progress.HighestProvisional,
            EarlySound = EarlySound.Of(attempt.Result.Progress.EarlyMediaVerdict),
            EarlyRecording = recorded.EarlyPath,
            Dialog = dialog,
            HandOff = handedOff,
            Machine = audio.Machine,
            Quality = quality,
            Recording = recorded.File,
            RecordingProblem = recorded.Problem,
        };
    }

    private static IReadOnlyList<CallLeg> LegsOf(TrunkResult attempt) => [.. attempt.Legs.Select(CallLeg.Of)];

    /// <summary>With our BYE the audio is over. A far side that does not confirm it must not hold up recording and outcome.</summary>
    private async Task HangUpAsync(SipCall call, SipReason why)
    {
        try
        {
            await call.HangUpAsync(why, CancellationToken.None).WaitAsync(LongestWaitForBye, time, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            // The agent goes on repeating the BYE.
        }
    }

    private async Task<RecordingResult> FinishAsync(CallPlan plan, CallRecorder recording, TimeSpan answered)
    {
        var finished = await recording.FinishAsync(answered, CancellationToken.None);
        if (finished.Problem is { } problem) Log.RecordingProblem(logger, plan.AttemptId, problem);
        else if (finished.File is { } file && Math.Abs(file.LengthErrorMs) > LongestLengthErrorMs) Log.RecordingLength(logger, plan.AttemptId, file.LengthErrorMs);
        return finished;
    }

    /// <summary>A decision follows the reply it was made from, or the end of the statement that needed none.</summary>
    private static void AddDecisions(Timeline timeline, DialogResult dialog)
    {
        var prompts = timeline.Prompts();
        var (next, at) = (0, 0.0);
        foreach (var turn in dialog.Turns)
        {
            // A key that was kept answers a question before its prompt is played.
            if (prompts.FindIndex(next, p => p.Key == turn.PromptKey) is var played and >= 0) (next, at) = (played + 1, Math.Max(at, prompts[played].T1Ms));
            at = Math.Max(at, turn.Heard?.Ended.TotalMilliseconds ?? 0);
            timeline.Add(new TimelineEvent.Decided(at, turn.Step, turn.Decision));
        }
    }

    private static Disposition DispositionOf(DialogResult dialog, CallAudio audio, CallQuality quality, CallEnd end, CancellationToken stopping) => dialog.Outcome switch
    {
        // The script has said goodbye to somebody whom we could not hear: the line is at fault, not the citizen.
        "silent" when quality.OneWay => Disposition.CarrierError,
        { } outcome => Dispositions.Parse(outcome),
        null when audio.Machine is { } machine => machine.Disposition,
        null when end.By == CallEndedBy.Network => Disposition.CarrierError,
        null when audio.FarSideGone.IsCancellationRequested => Disposition.BrokeOff,
        null when end.By == CallEndedBy.Us && stopping.IsCancellationRequested => Disposition.Interrupted,
        null when end.By == CallEndedBy.Us => Disposition.Partial,      // the longest call was reached
        null => Disposition.BrokeOff,
    };
}
