using CallbackBot.Telephony.Audio.Detection;

namespace CallbackBot.Telephony.Sip;

/// <summary>What became of an INVITE. All four are expected; none is an exception.</summary>
/// <param name="Progress">What was seen on the way.</param>
public abstract record InviteResult(InviteProgress Progress)
{
    /// <summary>The callee (a person, or a machine) answered with a 2xx; the caller of InviteAsync now owns <paramref name="Call"/>.</summary>
    public sealed record Answered(SipCall Call, InviteProgress Progress) : InviteResult(Progress);

    /// <summary>A final response of 300 or above; or a 2xx whose SDP leaves no audio that we speak (it was hung up at once).</summary>
    /// <param name="Code">The status code as received.</param>
    /// <param name="Phrase">The reason phrase as received.</param>
    /// <param name="Q850Cause">The cause of a <c>Reason: Q.850</c> header (RFC 3326, RFC 6432), or null.</param>
    /// <param name="Progress">What was seen on the way.</param>
    public sealed record Rejected(int Code, string Phrase, int? Q850Cause, InviteProgress Progress) : InviteResult(Progress);

    /// <summary>We gave up: our ring time-out passed, or the caller of InviteAsync cancelled. The INVITE was cancelled on the wire.</summary>
    /// <param name="CancelledByUs">True when the caller of InviteAsync cancelled, false when the ring time-out passed.</param>
    /// <param name="Progress">What was seen on the way.</param>
    public sealed record NotAnswered(bool CancelledByUs, InviteProgress Progress) : InviteResult(Progress);

    /// <summary>No SIP peer there: no response at all within timer B (RFC 3261 section 17.1.1.2), or the transport failed.</summary>
    public sealed record Unreachable(string Why, InviteProgress Progress) : InviteResult(Progress);
}

/// <summary>What was seen between an INVITE and its result.</summary>
public sealed record InviteProgress
{
    /// <summary>The Call-ID of the attempt.</summary>
    public required string CallId { get; init; }

    /// <summary>The highest provisional code received, 0 for none.</summary>
    public int HighestProvisional { get; init; }

    /// <summary>True once media arrived before the answer.</summary>
    public bool EarlyMedia { get; init; }

    /// <summary>Tones and announcements in that media; null when none arrived.</summary>
    public EarlyMediaVerdict? EarlyMediaVerdict { get; init; }

    /// <summary>From the first INVITE to the first 180 or 183; null if neither came.</summary>
    public TimeSpan? RingingAfter { get; init; }

    /// <summary>From the first INVITE to the final result.</summary>
    public TimeSpan Elapsed { get; init; }
}
