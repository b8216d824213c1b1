using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Sip.Trunks;

namespace CallbackBot.Calls;

/// <summary>One INVITE of an attempt, as it is stored and shown.</summary>
/// <param name="Trunk">Where it went.</param>
/// <param name="Code">The final SIP code; 0 when there was none.</param>
/// <param name="Reason">Its reason phrase, or what went wrong.</param>
/// <param name="StartedAt">When it left.</param>
/// <param name="EndedAt">When its result was there; for an answered call the answer.</param>
public sealed record CallLeg(string Trunk, int Code, string? Reason, DateTimeOffset StartedAt, DateTimeOffset EndedAt)
{
    public static CallLeg Of(TrunkLeg leg)
    {
        var (code, reason) = leg.Result switch
        {
            InviteResult.Answered => (200, null),
            InviteResult.Rejected rejected => (rejected.Code, rejected.Phrase),
            InviteResult.Unreachable unreachable => (0, unreachable.Why),
            InviteResult.NotAnswered { Final: { Code: not 487 } refusal } => (refusal.Code, refusal.Phrase),
            InviteResult.NotAnswered given => (given.Final?.Code ?? 0, WhyOf(given)),
            _ => throw new ArgumentException("a leg has one of the four results", nameof(leg)),
        };
        return new CallLeg(leg.Trunk.Name, code, reason, leg.StartedAt, leg.EndedAt);
    }

    /// <summary>The phrase of a 487 says nothing that the code does not.</summary>
    private static string WhyOf(InviteResult.NotAnswered given) => given switch
    {
        { CancelledByUs: true } => "cancelled",
        { Progress.MayHaveRung: true } => "rang too long",
        _ => "nothing rang",
    };
}
