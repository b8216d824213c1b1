using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace CallbackBot.Telephony.Sip.Transport;

/// <summary>SIP over TLS 1.2 and 1.3 (RFC 3261 section 26.3.1), with the peer's certificate checked against the hop's name (RFC 5922 section 7).</summary>
internal sealed class TlsTransport(IPEndPoint local, bool listen, SipTlsOptions options, StreamLimits limits, TimeProvider time)
    : StreamTransport(SipProtocol.Tls, local, listen, limits, time)
{
    /// <summary>What the reason of a failure begins with when the peer's certificate is why.</summary>
    public const string CertificateRefused = "the peer's certificate is refused";

    private const SslProtocols Versions = SslProtocols.Tls12 | SslProtocols.Tls13;

    protected override async Task<Stream> SecureAsync(NetworkStream connected, SipHop hop, CancellationToken cancellationToken)
    {
        var name = hop.TlsName ?? hop.Address.Address.ToString();
        var refused = "";
        var secured = new SslStream(connected);
        try
        {
            await secured.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = name,
                    EnabledSslProtocols = Versions,
                    ClientCertificates = options is { ShowCertificateToServers: true, Certificate: { } ours } ? [ours] : null,
                    LocalCertificateSelectionCallback = (_, _, certificates, _, _) => certificates.Count > 0 ? certificates[0] : null!,
                    CertificateChainPolicy = ChainPolicy(),
                    RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
                    {
                        refused = WhyRefused(certificate, chain, errors, name);
                        return refused.Length == 0 || options.DangerouslyAcceptAnyCertificate;
                    },
                },
                cancellationToken);
            return secured;
        }
        catch (AuthenticationException e) when (refused.Length > 0)
        {
            await secured.DisposeAsync();
            throw new AuthenticationException($"{CertificateRefused}: {refused}", e);
        }
        catch
        {
            await secured.DisposeAsync();
            throw;
        }
    }

    protected override async Task<Stream> SecureAcceptedAsync(NetworkStream accepted, CancellationToken cancellationToken)
    {
        var secured = new SslStream(accepted);
        try
        {
            await secured.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions { ServerCertificate = options.Certificate, EnabledSslProtocols = Versions }, cancellationToken);
            return secured;
        }
        catch
        {
            await secured.DisposeAsync();
            throw;
        }
    }

    private X509ChainPolicy? ChainPolicy()
    {
        if (options.TrustedRoots is not { } roots) return null;
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(roots);
        return policy;
    }

    /// <summary>Empty when the certificate is good. The name is compared by SIP's rules, not by those of the web.</summary>
    private static string WhyRefused(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors, string name)
    {
        if (certificate is not X509Certificate2 shown) return "there is none";
        if ((errors & SslPolicyErrors.RemoteCertificateChainErrors) != 0)
            return string.Join("; ", chain?.ChainStatus.Select(s => s.StatusInformation.Trim()).Distinct() ?? []) is { Length: > 0 } why ? why : "its chain is not trusted";
        return SipCertificate.IsFor(shown, name) ? "" : $"it is not for {name}";
    }
}
