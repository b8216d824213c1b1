using System.Net;
using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Sip;

/// <summary>Who we are on the wire: address, Contact, Via, and the headers that say what we can do.</summary>
internal sealed class LocalParty(IPEndPoint address, string protocol, string userAgent, SipTokens tokens)
{
    public const string Methods = "INVITE, ACK, BYE, CANCEL, OPTIONS";
    private const string User = "callbackbot";

    public SipUri Uri { get; } = SipUri.At(address, User);

    public string Contact { get; } = $"<{SipUri.At(address, User)}>";

    public string UserAgent => userAgent;

    public SipTokens Tokens => tokens;

    /// <summary>A Via with a branch of its own, which asks for the port that the far side sees (RFC 3581).</summary>
    public string NewVia() => $"SIP/2.0/{protocol} {SipUri.WriteHostPort(address.Address.ToString(), address.Port)};branch={Via.Cookie}{tokens.New()};rport";
}
