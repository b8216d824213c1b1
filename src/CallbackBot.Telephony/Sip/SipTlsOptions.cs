using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace CallbackBot.Telephony.Sip;

/// <summary>TLS of a <see cref="SipUserAgent"/>. Connections of our own need none of it: they trust what the system trusts.</summary>
public sealed record SipTlsOptions
{
    /// <summary>Where to listen for TLS, e.g. port 5061; port 0 takes a free one. Null: we only connect.</summary>
    public IPEndPoint? Listen { get; init; }

    /// <summary>Our own certificate with its key: shown to who connects, and to a server that asks for one. Not disposed here.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Whether <see cref="Certificate"/> answers a server that asks for one; false for a certificate that nobody can check.</summary>
    public bool ShowCertificateToServers { get; init; } = true;

    /// <summary>The roots that a peer's certificate must lead to; null for those of the system.</summary>
    public X509Certificate2Collection? TrustedRoots { get; init; }

    /// <summary>Takes any certificate, which is as good as no TLS against whoever sits on the line. For test peers only.</summary>
    public bool DangerouslyAcceptAnyCertificate { get; init; }
}
