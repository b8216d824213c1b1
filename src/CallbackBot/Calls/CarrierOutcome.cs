using CallbackBot.Telephony.Sip;

namespace CallbackBot.Calls;

/// <summary>What a call that was not answered came to: the network's codes as a disposition, the raw values kept beside it.</summary>
/// <param name="Code">0 when the network gave no final answer before we gave up.</param>
/// <param name="Counts">False when nobody can have been disturbed: no trunk gave any response but 100 or 503, or none at all.</param>
public readonly record struct CarrierOutcome(Disposition Disposition, int Code, string? Reason, int? Q850Cause, bool Counts)
{
    public static CarrierOutcome Of(InviteResult result) => result switch
    {
        InviteResult.Rejected r => new(OfRejection(r.Code, r.Q850Cause), r.Code, r.Phrase, r.Q850Cause,
            Counts: r.Code != 503 || r.Progress.HighestProvisional > 100),
        InviteResult.NotAnswered { CancelledByUs: true } n => new(Disposition.Interrupted, 0, null, null, Rang(n.Progress)),
        InviteResult.NotAnswered => new(Disposition.NoAnswer, 0, null, null, Counts: true),
        InviteResult.Unreachable u => new(Disposition.CarrierError, 0, u.Why, null, Rang(u.Progress)),
        _ => throw new ArgumentException("an answered call has a conversation, not a carrier outcome", nameof(result)),
    };

    private static bool Rang(InviteProgress progress) => progress.HighestProvisional > 100;

    /// <summary>
    /// The Q.850 cause decides where there is one (RFC 3326, RFC 6432): exchanges send the same 480 for "phone off" and "no answer",
    /// and 603 for a temporary failure. Without a cause the SIP code speaks, by the table of RFC 3398 section 8.
    /// </summary>
    private static Disposition OfRejection(int code, int? cause) => cause switch
    {
        1 or 28 => Disposition.EmptyNumber,             // unallocated number; invalid number format
        17 => Disposition.Busy,
        18 or 19 => Disposition.NoAnswer,               // no user responding; no answer from user
        20 => Disposition.PoweredOff,                   // subscriber absent
        21 => Disposition.RejectedByCallee,
        22 => Disposition.WrongNumber,                  // number changed
        2 or 3 or 27 => Disposition.Unreachable,        // no route; destination out of order
        31 or (>= 34 and <= 63) => Disposition.CarrierError,
        _ => code switch
        {
            404 or 484 or 604 => Disposition.EmptyNumber,
            410 => Disposition.WrongNumber,
            486 or 600 => Disposition.Busy,
            403 or 603 => Disposition.RejectedByCallee,
            408 or 487 => Disposition.NoAnswer,
            480 => Disposition.Unreachable,
            _ => Disposition.CarrierError,
        },
    };
}
