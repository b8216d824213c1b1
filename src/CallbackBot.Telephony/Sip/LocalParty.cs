using System.Net;
using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Sip;

/// <summary>Who we are on the wire: addresses, Contact, Via, and the headers that say what we can do.</summary>
/// <param name="address">The address that peers reach us at.</param>
/// <param name="ports">Where we listen, by protocol; UDP's port stands for one that we do not listen on.</param>
/// <param name="userAgent">Value of User-Agent and Server.</param>
/// <param name="tokens">Source of branches and tags.</param>
internal sealed class LocalParty(IPAddress address, IReadOnlyDictionary<SipProtocol, int> ports, string userAgent, SipTokens tokens)
{
    public const string Methods = "INVITE, ACK, BYE, CANCEL, OPTIONS, PRACK, UPDATE, INFO, NOTIFY";

    /// <summary>The bodies that we read: a session description, alone or as one part of several (RFC 5621 section 3.1).</summary>
    public const string BodyTypes = "application/sdp, multipart/mixed";

    /// <summary>The extensions that we take when a peer supports or requires them.</summary>
    public static readonly IReadOnlyList<string> Extensions = [OptionTags.Reliable, OptionTags.Timer];

    private const string User = "callbackbot";

    public SipUri Uri => At(SipProtocol.Udp);

    public string UserAgent => userAgent;

    public SipTokens Tokens => tokens;

    /// <summary>
    /// Where we are reached over a protocol. A request to a sips: URI wants a sips: Contact (RFC 3261 section 8.1.1.8); else TLS is named by
    /// <c>transport=tls</c>, which RFC 5630 deprecates and every peer understands.
    /// </summary>
    public string Contact(SipProtocol protocol, bool sips = false) => sips
        ? $"<{At(SipProtocol.Tls) with { Scheme = "sips" }}>"
        : $"<{At(protocol) with { Parameters = protocol switch { SipProtocol.Tcp => ";transport=tcp", SipProtocol.Tls => ";transport=tls", _ => "" } }}>";

    /// <summary>
    /// A Via with a branch of its own, which asks for the port that the far side sees (RFC 3581). The transport layer writes into it over what the
    /// request really leaves.
    /// </summary>
    public string NewVia() => new Via("UDP", Host, ports[SipProtocol.Udp], $";branch={Via.Cookie}{tokens.New()};rport").ToString();

    /// <summary>The same Via for a request that leaves over this protocol (RFC 3261 section 18.1.1).</summary>
    public Via Stamp(Via via, SipProtocol protocol) => via with { Transport = protocol.ToString().ToUpperInvariant(), Host = Host, Port = Port(protocol) };

    private string Host { get; } = address.ToString();

    private int Port(SipProtocol protocol) => ports.TryGetValue(protocol, out var port) ? port : ports[SipProtocol.Udp];

    private SipUri At(SipProtocol protocol) => SipUri.At(new IPEndPoint(address, Port(protocol)), User);
}
