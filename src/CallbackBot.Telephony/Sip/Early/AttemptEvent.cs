using CallbackBot.Telephony.Sip.Messages;
using CallbackBot.Telephony.Sip.Transactions;

namespace CallbackBot.Telephony.Sip.Early;

/// <summary>What happens to an attempt beside the responses to its INVITE.</summary>
internal abstract record AttemptEvent : InviteEvent
{
    public sealed record RingTimeoutPassed : AttemptEvent;

    /// <summary>The token of InviteAsync fired.</summary>
    public sealed record CallerGaveUp : AttemptEvent;

    /// <summary>64 T1 after the CANCEL the INVITE has no final response.</summary>
    public sealed record CancelUnanswered : AttemptEvent;

    /// <summary>Nobody can answer the INVITE any more.</summary>
    public sealed record TooLate : AttemptEvent;

    /// <summary>The call that the attempt led to has ended.</summary>
    public sealed record CallOver : AttemptEvent;

    /// <summary>The final response to a PRACK or BYE of ours; null when none came.</summary>
    public sealed record AnsweredInside(SipDialogState Dialog, SipRequest Request, SipResponse? Response) : AttemptEvent;

    /// <summary>A request of a callee.</summary>
    public sealed record Requested(SipRequest Request, IServerTransaction Transaction) : AttemptEvent;
}
