using CallbackBot.Telephony.Audio.Detection;
using CallbackBot.Telephony.Sip;

namespace CallbackBot.Calls;

/// <summary>What a call that was not answered came to: the network's codes and tones as a disposition, the raw values kept beside it.</summary>
/// <param name="Code">The final response's, also where it answered our CANCEL (mostly 487); 0 when there was none.</param>
/// <param name="Counts">False when nobody can have been disturbed: no trunk gave any response but 100 or 503, or none at all.</param>
public readonly record struct CarrierOutcome(Disposition Disposition, int Code, string? Reason, int? Q850Cause, bool Counts)
{
    /// <summary>One period of a cadence may be chance; two are a tone.</summary>
    private const double SureOfTone = 0.75;

    public static CarrierOutcome Of(InviteResult result) => result switch
    {
        InviteResult.Rejected r => OfFinal(OfRejection(r), r, IsDisturbance(r)),
        InviteResult.NotAnswered { CancelledByUs: true } n => OfFinal(Disposition.Interrupted, n.Final, n.Progress.MayHaveRung),

        // A refusal that crossed our CANCEL: the callee or the network had the word. 487 only says that the CANCEL arrived.
        InviteResult.NotAnswered { Final: { Code: not 487 } r } => OfFinal(OfRejection(r), r, IsDisturbance(r)),

        // Some exchanges play the tone for as long as the caller listens, and never say it in SIP.
        InviteResult.NotAnswered { Progress.MayHaveRung: true } n => OfFinal(OfTone(n.Progress) ?? Disposition.NoAnswer, n.Final, counts: true),
        InviteResult.NotAnswered n => OfFinal(Disposition.CarrierError, n.Final, counts: false) with { Reason = "nothing rang" },
        InviteResult.Unreachable u => new(Disposition.CarrierError, 0, u.Why, null, u.Progress.MayHaveRung),
        _ => throw new ArgumentException("an answered call has a conversation, not a carrier outcome", nameof(result)),
    };

    private static CarrierOutcome OfFinal(Disposition disposition, InviteResult.Rejected? final, bool counts) =>
        new(disposition, final?.Code ?? 0, final?.Phrase, final?.Q850Cause, counts);

    private static bool IsDisturbance(InviteResult.Rejected rejected) => rejected.Code != 503 || rejected.Progress.MayHaveRung;

    /// <summary>The plainest word first: a suspended number, the Q.850 cause, a SIP code that means one thing, the tone, a SIP code that means many.</summary>
    private static Disposition OfRejection(InviteResult.Rejected rejected) =>
        IsSuspended(rejected) ? Disposition.SuspendedNumber
        : OfCause(rejected.Q850Cause) ?? OfPlainCode(rejected.Code) ?? OfTone(rejected.Progress) ?? OfVagueCode(rejected);

    /// <summary>
    /// A number whose owner has not paid (停机) has no cause of its own in Q.850: exchanges say "incoming calls barred" (55), or only say it in words,
    /// in the reason phrase or in the text of a Reason header.
    /// </summary>
    private static bool IsSuspended(InviteResult.Rejected rejected) =>
        rejected.Q850Cause == 55 || rejected.Reasons.Select(r => r.Text).Append(rejected.Phrase).Any(text =>
            text is not null && (text.Contains("suspend", StringComparison.OrdinalIgnoreCase) || text.Contains("停机", StringComparison.Ordinal)));

    /// <summary>
    /// RFC 3326, RFC 6432: exchanges send the same 480 for "phone off" and "no answer", and 603 for a temporary failure. 16, 31 and 127 say no more than
    /// that the call is over.
    /// </summary>
    private static Disposition? OfCause(int? cause) => cause switch
    {
        1 or 28 => Disposition.EmptyNumber,             // unallocated number; invalid number format
        17 => Disposition.Busy,
        18 or 19 => Disposition.NoAnswer,               // no user responding; no answer from user
        20 => Disposition.PoweredOff,                   // subscriber absent
        21 => Disposition.RejectedByCallee,
        22 => Disposition.WrongNumber,                  // number changed
        2 or 3 or 27 => Disposition.Unreachable,        // no route; destination out of order
        >= 34 and <= 63 => Disposition.CarrierError,
        _ => null,
    };

    /// <summary>RFC 3398 section 8, as far as a code means one thing.</summary>
    private static Disposition? OfPlainCode(int code) => code switch
    {
        404 or 484 or 604 => Disposition.EmptyNumber,
        410 => Disposition.WrongNumber,
        486 or 600 => Disposition.Busy,
        _ => null,
    };

    /// <summary>What early media said, when it was a tone of the plan. Speech says nothing: 彩铃 sings and talks too.</summary>
    private static Disposition? OfTone(InviteProgress progress) => progress.EarlyMediaVerdict is { Confidence: >= SureOfTone } heard
        ? heard.Sound switch
        {
            LineSound.Busy => Disposition.Busy,
            LineSound.Unobtainable => Disposition.EmptyNumber,
            LineSound.SpecialInformation => Disposition.Unreachable,
            LineSound.Congestion => Disposition.CarrierError,
            _ => null,
        }
        : null;

    private static Disposition OfVagueCode(InviteResult.Rejected rejected) => (rejected.Code, rejected.Q850Cause) switch
    {
        (_, 31) => Disposition.CarrierError,
        // RFC 3398 section 7.2.4.1 makes 403 of cause 21, which then comes with its Reason. Without one, and before anything rang, it is how a carrier
        // refuses us: our identity, our number, our address. No citizen has said no.
        (403, _) when !rejected.Progress.MayHaveRung => Disposition.CarrierError,
        // RFC 8197, RFC 8688: unwanted, by the callee or by a filter in its name; a trunk that works would hear the same again.
        (403 or 603 or 607 or 608, _) => Disposition.RejectedByCallee,
        (408 or 487, _) => Disposition.NoAnswer,
        (480, _) => Disposition.Unreachable,
        _ => Disposition.CarrierError,
    };
}
