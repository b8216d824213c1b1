namespace CallbackBot.Telephony.Sip;

/// <summary>The environment refuses a transport: a port in use, no such address, no permission.</summary>
public sealed class SipTransportException(string message, Exception? inner = null) : Exception(message, inner);
