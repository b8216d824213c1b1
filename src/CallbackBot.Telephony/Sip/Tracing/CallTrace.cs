namespace CallbackBot.Telephony.Sip.Tracing;

/// <summary>
/// The story of one call as people read it: every SIP message with its time and peer, how it came out, and what RTP counted. No audio; numbers, names,
/// credentials and keys are masked, so that it can be sent to a carrier.
/// </summary>
/// <param name="CallId">Which call.</param>
/// <param name="Text">Lines that end with LF.</param>
public sealed record CallTrace(string CallId, string Text)
{
    /// <summary><see cref="InviteRequest.Label"/> of a call that we placed; null for one that came in.</summary>
    public string? Label { get; init; }
}
