using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CallbackBot.Testing.Peers;

/// <summary>Certificates for one test: self-signed, each its own root.</summary>
public static class TestCertificate
{
    /// <summary>A certificate with its key.</summary>
    /// <param name="commonName">Its subject.</param>
    /// <param name="dns">Alternative names; an address is written as one.</param>
    /// <param name="uris">Alternative names that are URIs, <c>sip:domain</c>.</param>
    public static X509Certificate2 For(string commonName, string[]? dns = null, string[]? uris = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={commonName}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in dns ?? [])
            if (IPAddress.TryParse(name, out var address)) names.AddIpAddress(address);
            else names.AddDnsName(name);
        foreach (var uri in uris ?? []) names.AddUri(new Uri(uri));
        if (dns is not null || uris is not null) request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        using var selfSigned = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));

        // With the key as file formats carry it: Windows serves TLS with no other.
        return X509CertificateLoader.LoadPkcs12(selfSigned.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }

    /// <summary>Certificate and key in one PEM file, as baresip and kamailio read them.</summary>
    public static string Pem(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey() ?? throw new ArgumentException("no EC key", nameof(certificate));
        return $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n";
    }
}
