using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Sip;

/// <summary>What became of an INVITE. All four are expected; none is an exception.</summary>
/// <param name="Progress">What was seen on the way.</param>
public abstract record InviteResult(InviteProgress Progress)
{
    /// <summary>
    /// Whether the same callee may be tried over another trunk. True only where nobody can have been disturbed: the transport failed or
    /// timer B fired without any response, even a malformed one (a response that comes later is answered with CANCEL, or ACK and BYE), or the trunk said 503 before
    /// any 101-199 (RFC 3261 section 21.5.4). Everything else is final: a second INVITE would phone a person twice.
    /// </summary>
    public bool MayTryAnotherTrunk => this switch
    {
        Unreachable => Progress is { HighestProvisional: 0, Unread: false },
        Rejected { Code: 503 } => Progress is { HighestProvisional: <= 100, Unread: false },
        _ => false,
    };

    /// <summary>The callee (a person, or a machine) answered with a 2xx; the caller of InviteAsync now owns <paramref name="Call"/>.</summary>
    public sealed record Answered(SipCall Call, InviteProgress Progress) : InviteResult(Progress);

    /// <summary>
    /// A final response of 300 or above (a redirection is one too: its contacts are not followed and not shown); or a 2xx whose SDP leaves no
    /// audio that we speak (it was hung up at once).
    /// </summary>
    /// <param name="Code">The status code as received.</param>
    /// <param name="Phrase">The reason phrase as received.</param>
    /// <param name="Q850Cause">The cause of a <c>Reason: Q.850</c> header (RFC 3326, RFC 6432), or null.</param>
    /// <param name="Progress">What was seen on the way.</param>
    public sealed record Rejected(int Code, string Phrase, int? Q850Cause, InviteProgress Progress) : InviteResult(Progress)
    {
        /// <summary>All Reason headers, Q.850 and others, in order.</summary>
        public IReadOnlyList<SipReason> Reasons { get; init; } = [];

        /// <summary>How long the trunk asks to be left alone (RFC 3261 section 20.33), or null.</summary>
        public TimeSpan? RetryAfter { get; init; }

        /// <summary>The Warning headers as received (section 20.43).</summary>
        public IReadOnlyList<string> Warnings { get; init; } = [];

        /// <summary>With 401 and 407: the realm that refused our password, or whose challenge we cannot answer. Null otherwise.</summary>
        public string? RefusedRealm { get; init; }

        internal static Rejected Of(SipResponse response, InviteProgress progress) => new(response.Code, response.Phrase, Q850Reason.Read(response), progress)
        {
            Reasons = SipReason.ReadAll(response),
            RetryAfter = Messages.RetryAfter.Read(response),
            Warnings = [.. response.Headers.All("Warning").SelectMany(w => HeaderText.Split(w, ','))],
            RefusedRealm = DigestChallenge.RealmOf(response),
        };
    }

    /// <summary>We gave up: our ring time-out passed, or the caller of InviteAsync cancelled. The INVITE was cancelled on the wire.</summary>
    /// <param name="CancelledByUs">True when the caller of InviteAsync cancelled, false when the ring time-out passed.</param>
    /// <param name="Progress">What was seen on the way.</param>
    public sealed record NotAnswered(bool CancelledByUs, InviteProgress Progress) : InviteResult(Progress)
    {
        /// <summary>
        /// What the INVITE was answered with in the end: 487 by our CANCEL (RFC 3261 section 9.2), or a refusal that crossed it. Null when nothing came before
        /// we stopped waiting, and for a 2xx, which was hung up.
        /// </summary>
        public Rejected? Final { get; init; }
    }

    /// <summary>No SIP peer there: no response at all within timer B (RFC 3261 section 17.1.1.2), or the transport failed.</summary>
    public sealed record Unreachable(string Why, InviteProgress Progress) : InviteResult(Progress)
    {
        /// <summary>True when timer B fired; false when the transport failed, or there was no address to send to.</summary>
        public bool TimedOut { get; init; }
    }
}
