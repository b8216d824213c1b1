using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CallbackBot.Telephony.Sip;

namespace CallbackBot.Worker.Settings;

/// <summary>TLS for all trunks: <c>Trunk:Tls</c>. What cannot work stops the start.</summary>
internal static class TlsSettings
{
    private const string CertificateKey = "Trunk:Tls:Certificate";
    private const string KeyKey = "Trunk:Tls:Key";
    private const string RootsKey = "Trunk:Tls:Roots";

    /// <exception cref="ConfigurationException">A value is not allowed, or a file not what it should be.</exception>
    public static SipTlsOptions Read(IConfiguration configuration)
    {
        var read = new Setting(configuration);
        var listen = read.Optional("Trunk:Tls:Listen").Length > 0 ? read.Address("Trunk:Tls:Listen") : null;
        var certificate = CertificateOf(read);
        if (listen is not null && certificate is null) throw read.Wrong(CertificateKey, "a certificate file is needed where Trunk:Tls:Listen is set");
        return new SipTlsOptions
        {
            Listen = listen,
            Certificate = certificate,
            TrustedRoots = Roots(read, RootsKey),
            DangerouslyAcceptAnyCertificate = read.Flag("Trunk:Tls:DangerouslyAcceptAnyCertificate"),
        };
    }

    private static X509Certificate2? CertificateOf(Setting read)
    {
        if (read.Optional(CertificateKey) is not { Length: > 0 } file)
            return read.Optional(KeyKey).Length == 0 ? null : throw read.Wrong(CertificateKey, $"the certificate of {KeyKey} is needed");
        var isPfx = Path.GetExtension(file).ToUpperInvariant() is ".PFX" or ".P12";
        var certificate = isPfx ? Pfx(read, read.File(CertificateKey)) : Pem(read, read.File(CertificateKey));
        var now = TimeProvider.System.GetUtcNow();
        if (now > certificate.NotAfter) throw read.Wrong(CertificateKey, $"a certificate that is valid now is needed, this one expired on {certificate.NotAfter:yyyy-MM-dd}");
        if (now < certificate.NotBefore) throw read.Wrong(CertificateKey, $"a certificate that is valid now is needed, this one is valid from {certificate.NotBefore:yyyy-MM-dd}");
        return certificate;
    }

    private static X509Certificate2 Pfx(Setting read, string path)
    {
        X509Certificate2 certificate;
        try
        {
            certificate = X509CertificateLoader.LoadPkcs12FromFile(path, read.Optional("Trunk:Tls:Password"));
        }
        catch (CryptographicException)
        {
            throw read.Wrong(CertificateKey, "a PFX file that Trunk:Tls:Password opens is needed");
        }

        return certificate.HasPrivateKey ? certificate : throw read.Wrong(CertificateKey, "a PFX file with the private key is needed");
    }

    private static X509Certificate2 Pem(Setting read, string path)
    {
        var (text, key) = (File.ReadAllText(path), read.Optional(KeyKey).Length > 0 ? KeyKey : CertificateKey);
        try
        {
            X509Certificate2.CreateFromPem(text).Dispose();
        }
        catch (CryptographicException)
        {
            throw read.Wrong(CertificateKey, "a file with a PEM certificate is needed, or a .pfx file");
        }

        try
        {
            using var paired = X509Certificate2.CreateFromPem(text, key == CertificateKey ? text : File.ReadAllText(read.File(key)));

            // With the key as file formats carry it: Windows serves TLS with no other.
            return X509CertificateLoader.LoadPkcs12(paired.Export(X509ContentType.Pkcs12), null);
        }
        catch (Exception wrong) when (wrong is CryptographicException or ArgumentException)
        {
            throw read.Wrong(key, $"a PEM private key without password is needed, the one that belongs to the certificate {path}");
        }
    }

    /// <summary>The certificates of a PEM file; null where none is named.</summary>
    public static X509Certificate2Collection? Roots(Setting read, string key)
    {
        if (read.Optional(key).Length == 0) return null;
        var roots = new X509Certificate2Collection();
        try
        {
            roots.ImportFromPemFile(read.File(key));
        }
        catch (CryptographicException)
        {
            throw read.Wrong(key, "a file of PEM certificates is needed, this one is damaged");
        }

        return roots.Count > 0 ? roots : throw read.Wrong(key, "a file of PEM certificates is needed, there is none in this one");
    }
}
