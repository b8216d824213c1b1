using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Sip;

/// <summary>
/// What our BYE says about why the call ends (RFC 3326 section 2), so that the far side's records can tell a normal end from a fault. Causes as
/// other agents send them: 408 and 488 are sofia-sip's, 102 (recovery on timer expiry) is what gateways send when media stops.
/// </summary>
public static class EndReasons
{
    /// <summary>The conversation is over.</summary>
    public static SipReason Normal { get; } = new("Q.850", 16, "Normal call clearing");

    /// <summary>The call lasted as long as a call may.</summary>
    public static SipReason TooLong { get; } = new("Q.850", 102, "Longest call reached");

    /// <summary>The far side sent no RTP for the inactivity limit.</summary>
    internal static SipReason NoMedia { get; } = new("Q.850", 102, "RTP timeout");

    /// <summary>A bug of our own, in audio or signalling; nobody is left waiting on a line that has fallen silent.</summary>
    internal static SipReason OwnFault { get; } = new("Q.850", 41, "Temporary failure");

    /// <summary>Nobody refreshed the session (RFC 4028 section 10).</summary>
    internal static SipReason SessionExpired { get; } = new("SIP", 408, "Session timeout");

    /// <summary>Our 2xx was never acknowledged (RFC 3261 section 13.3.1.4).</summary>
    internal static SipReason NoAck { get; } = new("SIP", 408, "ACK timeout");

    /// <summary>An answer that leaves no audio that we speak.</summary>
    internal static SipReason NoUsableAudio { get; } = new("SIP", 488, "Not Acceptable Here");

    /// <summary>Another fork answered first (RFC 3326 section 3.1).</summary>
    internal static SipReason ElsewhereAnswered { get; } = new("SIP", 200, "Call completed elsewhere");

    /// <summary>The answer came after we had given the attempt up.</summary>
    internal static SipReason GivenUp { get; } = new("SIP", 487, "Request Terminated");

    /// <summary>A request inside the call was not answered, or the far side does not know the call (RFC 3261 section 12.2.1.2).</summary>
    internal static SipReason Gone(SipResponse? response) =>
        response is { Code: 481 } ? new("SIP", 481, "Call Does Not Exist") : new("SIP", 408, "Request Timeout");
}
