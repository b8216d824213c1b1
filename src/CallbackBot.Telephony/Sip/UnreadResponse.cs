namespace CallbackBot.Telephony.Sip;

/// <summary>A response to a request of ours that was dropped, because it is no SIP message or breaks a limit. Told once for each request.</summary>
/// <param name="CallId">The Call-ID of the request.</param>
/// <param name="Method">Its method.</param>
/// <param name="Peer">Where it went.</param>
/// <param name="Why">What is wrong and where, in words that quote nothing of the message.</param>
public sealed record UnreadResponse(string CallId, string Method, SipHop Peer, string Why);
