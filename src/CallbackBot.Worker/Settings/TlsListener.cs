using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Sip.Trunks;

namespace CallbackBot.Worker.Settings;

/// <summary>
/// Where a TLS trunk reaches us when nothing is configured. Requests inside a call (the far side's BYE) go to our Contact; many border controllers take the
/// connection that we opened, but a peer that follows RFC 3261 to the letter opens one of its own, so somebody must listen there.
/// </summary>
internal static class TlsListener
{
    /// <summary>
    /// With a TLS trunk and no <c>Trunk:Tls:Listen</c>: a free port, with the configured certificate, else one that we signed ourselves for this run. Peers that
    /// check it refuse that one, as they could not have connected before.
    /// </summary>
    public static SipTlsOptions For(SipSettings sip, IReadOnlyList<TrunkOptions> trunks)
    {
        if (sip.Tls.Listen is not null || !trunks.Any(UsesTls)) return sip.Tls;
        var listening = sip.Tls with { Listen = new IPEndPoint(sip.Local.Address, 0) };
        return listening.Certificate is not null ? listening : listening with { Certificate = SelfSigned(sip.Advertised ?? sip.Local.Address), ShowCertificateToServers = false };
    }

    private static bool UsesTls(TrunkOptions trunk) =>
        trunk.Server.Scheme == "sips" || string.Equals(trunk.Server.Parameter("transport"), "tls", StringComparison.OrdinalIgnoreCase);

    private static X509Certificate2 SelfSigned(IPAddress address)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={address}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(address);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(5));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
