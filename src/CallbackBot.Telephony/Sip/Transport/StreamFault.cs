namespace CallbackBot.Telephony.Sip.Transport;

/// <summary>Why a stream cannot be cut into messages any more; whoever sent the message is told so, then the connection is closed.</summary>
/// <param name="Code">The status code of the answer: 400 or 513.</param>
/// <param name="Why">Its reason phrase.</param>
public sealed record StreamFault(int Code, string Why);
