using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CallbackBot.Testing.Peers;
using CallbackBot.Worker.Settings;
using Microsoft.Extensions.Configuration;

namespace CallbackBot.EndToEnd.Tests.Program;

public sealed class TlsSettingsTests : IDisposable
{
    private readonly Site _site = new();
    private readonly X509Certificate2 _certificate = TestCertificate.For("site", ["127.0.0.1"]);
    private readonly Dictionary<string, string?> _settings = new(StringComparer.Ordinal);

    public void Dispose()
    {
        _certificate.Dispose();
        _site.Dispose();
    }

    [Fact]
    public void Nothing_set_is_nothing_listened_for_and_the_system_s_roots()
    {
        var tls = Read();

        Assert.Equal((null, null, null, false), (tls.Listen, tls.Certificate, tls.TrustedRoots, tls.DangerouslyAcceptAnyCertificate));
    }

    [Theory]
    [InlineData("one.pem", null)]
    [InlineData("certificate.pem", "key.pem")]
    [InlineData("both.pfx", null)]
    public void Certificate_and_key_are_read_from_one_file_or_two(string certificate, string? key)
    {
        _site.Write("one.pem", TestCertificate.Pem(_certificate));
        _site.Write("certificate.pem", _certificate.ExportCertificatePem());
        using var ec = _certificate.GetECDsaPrivateKey()!;
        _site.Write("key.pem", ec.ExportPkcs8PrivateKeyPem());
        _site.Write("both.pfx", _certificate.Export(X509ContentType.Pkcs12, "open"));
        Set("Listen", "127.0.0.1:5061").Set("Certificate", File(certificate)).Set("Key", key is null ? "" : File(key)).Set("Password", "open").Set("Roots", File("certificate.pem"));

        var tls = Read();

        Assert.Equal((5061, _certificate.Thumbprint, true), (tls.Listen!.Port, tls.Certificate!.Thumbprint, tls.Certificate.HasPrivateKey));
        Assert.Equal(_certificate.Thumbprint, Assert.Single(tls.TrustedRoots!).Thumbprint);
    }

    [Theory]
    [InlineData("Certificate", "absent.pem", "a file that can be read is needed")]
    [InlineData("Certificate", "text.pem", "a file with a PEM certificate is needed, or a .pfx file")]
    [InlineData("Certificate", "bare.pem", "a PEM private key without password is needed, the one that belongs to the certificate")]
    [InlineData("Key", "other.pem", "a PEM private key without password is needed, the one that belongs to the certificate")]
    [InlineData("Certificate", "locked.pfx", "a PFX file that Trunk:Tls:Password opens is needed")]
    [InlineData("Certificate", "expired.pem", "a certificate that is valid now is needed, this one expired on 20")]
    [InlineData("Certificate", "", "a certificate file is needed where Trunk:Tls:Listen is set")]
    [InlineData("Roots", "text.pem", "a file of PEM certificates is needed, there is none in this one")]
    [InlineData("DangerouslyAcceptAnyCertificate", "yes", "true or false is allowed")]
    public void What_cannot_work_stops_the_start(string key, string value, string sentence)
    {
        _site.Write("one.pem", TestCertificate.Pem(_certificate));
        _site.Write("bare.pem", _certificate.ExportCertificatePem());
        _site.Write("text.pem", "no certificate\n");
        using (var other = ECDsa.Create(ECCurve.NamedCurves.nistP256)) _site.Write("other.pem", other.ExportPkcs8PrivateKeyPem());
        _site.Write("locked.pfx", _certificate.Export(X509ContentType.Pkcs12, "open"));
        _site.Write("expired.pem", Expired());
        Set("Listen", "127.0.0.1:5061").Set("Certificate", File("one.pem")).Set("Password", "wrong");
        Set(key, value.Contains('.', StringComparison.Ordinal) ? File(value) : value);

        var error = Assert.Throws<ConfigurationException>(Read).Message;

        Assert.StartsWith($"setting 'Trunk:Tls:{key}' is '{_settings[$"Trunk:Tls:{key}"]}': {sentence}", error, StringComparison.Ordinal);
    }

    private static string Expired()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest("CN=site", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-30), now.AddDays(-1));
        return TestCertificate.Pem(certificate);
    }

    private string File(string name) => Path.Combine(_site.Home, name);

    private TlsSettingsTests Set(string key, string value)
    {
        _settings[$"Trunk:Tls:{key}"] = value;
        return this;
    }

    private Telephony.Sip.SipTlsOptions Read() => TlsSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(_settings).Build());
}
