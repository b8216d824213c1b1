using System.Net;

namespace CallbackBot.Telephony.Sip;

/// <summary>What carries SIP (RFC 3261 section 18).</summary>
public enum SipProtocol
{
    /// <summary>One datagram per message; transactions repeat what is lost.</summary>
    Udp,

    /// <summary>A stream per peer.</summary>
    Tcp,

    /// <summary>A stream per peer, encrypted, with the peer's certificate checked (RFC 5922).</summary>
    Tls,
}

/// <summary>Where a message goes, or where it came from: one step on the wire.</summary>
/// <param name="Protocol">What carries it.</param>
/// <param name="Address">The peer's address and port.</param>
/// <param name="TlsName">
/// With TLS, the name that the peer's certificate must carry (RFC 5922 section 7): a domain, or an address. Null for <paramref name="Address"/> itself, and for
/// a connection that the peer opened.
/// </param>
public sealed record SipHop(SipProtocol Protocol, IPEndPoint Address, string? TlsName = null)
{
    /// <summary>
    /// Tried when a message could not even be handed to this hop, so that nobody can have seen it: the next address of the same name
    /// (RFC 3263 section 4.3), or UDP where TCP was tried for a large request (RFC 3261 section 18.1.1).
    /// </summary>
    public SipHop? Otherwise { get; init; }

    /// <summary>True when the transport itself repeats what is lost, so that transactions do not.</summary>
    internal bool IsReliable => Protocol != SipProtocol.Udp;

    /// <summary>A hop over UDP.</summary>
    public static SipHop Udp(IPEndPoint address) => new(SipProtocol.Udp, address);

    /// <summary>The same way, to a peer whose certificate must carry this name.</summary>
    public SipHop WithTlsName(string name) => this with { TlsName = name, Otherwise = Otherwise?.WithTlsName(name) };

    /// <inheritdoc/>
    public override string ToString() => $"{Protocol.ToString().ToLowerInvariant()}:{Address}";
}
