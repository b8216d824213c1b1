using System.Text.Json;
using CallbackBot.Calls.Machines;
using CallbackBot.Dialogs.Running;
using CallbackBot.Recordings;
using CallbackBot.Telephony.Audio.Detection;
using CallbackBot.Telephony.Sip;

namespace CallbackBot.Calls;

/// <summary>Everything that is stored about one attempt once it is over, in one transaction.</summary>
public sealed record CallOutcome
{
    /// <summary>The attempt whose row was committed before the INVITE.</summary>
    public required long AttemptId { get; init; }

    public required Disposition Disposition { get; init; }

    public DateTimeOffset? AnsweredAt { get; init; }

    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>Final SIP code (0: none), its reason phrase and Q.850 cause, raw.</summary>
    public int CarrierCode { get; init; }

    public string? CarrierReason { get; init; }

    public int? Q850Cause { get; init; }

    /// <summary>Who ended an answered call; null when nobody answered.</summary>
    public CallEndedBy? EndedBy { get; init; }

    /// <summary>The INVITEs of the attempt, one per trunk that was tried.</summary>
    public IReadOnlyList<CallLeg> Legs { get; init; } = [];

    /// <summary>The highest provisional code, 0 for none.</summary>
    public int Provisional { get; init; }

    /// <summary>The most telling sound before the answer; null when no media came.</summary>
    public EarlySound? EarlySound { get; init; }

    /// <summary>The WAV of what came before the answer, relative to the recordings folder; null when no media came.</summary>
    public string? EarlyRecording { get; init; }

    /// <summary>The name of <see cref="EndedBy"/> as it is stored and printed: <c>us</c>, <c>far_side</c>, <c>network</c>.</summary>
    public string? EndedByName => EndedBy is { } by ? JsonNamingPolicy.SnakeCaseLower.ConvertName(by.ToString()) : null;

    /// <summary>False when no trunk gave any response but 100 or 503, or could not be reached: then the attempt does not count toward caps.</summary>
    public bool Counts { get; init; } = true;

    /// <summary>The conversation; null when there was none.</summary>
    public DialogResult? Dialog { get; init; }

    /// <summary>What became of the hand-off to a person; null when nobody was to be connected.</summary>
    public HandOffResult? HandOff { get; init; }

    /// <summary>What answered instead of a person; null when nothing is known to have.</summary>
    public MachineFinding? Machine { get; init; }

    public RecordingFile? Recording { get; init; }

    /// <summary>How good the recorded line was; null when nobody answered.</summary>
    public CallQuality? Quality { get; init; }

    /// <summary>What is wrong with the recording and how to mend it, for the operator; null when all is well.</summary>
    public string? RecordingProblem { get; init; }
}

/// <summary>What early media said, raw.</summary>
/// <param name="Sound">Snake case: <c>busy</c>, <c>announcement</c>.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="Cadence">A tone's last durations as measured, ms on and off in turn; null for what is no tone.</param>
public sealed record EarlySound(string Sound, double Confidence, string? Cadence)
{
    public static EarlySound? Of(EarlyMediaVerdict? heard) => heard is null
        ? null
        : new(JsonNamingPolicy.SnakeCaseLower.ConvertName(heard.Sound.ToString()), heard.Confidence,
            heard.Sounds.FirstOrDefault(s => s.Sound == heard.Sound && s.Cadence.Length > 0)?.Cadence);
}

/// <summary>A finished recording.</summary>
/// <param name="Path">The WAV, relative to the recordings folder.</param>
/// <param name="Sha256">Hex digest of the file.</param>
/// <param name="Channels">2 for an answered call.</param>
/// <param name="Duration">Length of the audio.</param>
/// <param name="LengthErrorMs">Audio length less the length of the answered call, in ms.</param>
public sealed record RecordingFile(string Path, string Sha256, int Channels, TimeSpan Duration, double LengthErrorMs);
