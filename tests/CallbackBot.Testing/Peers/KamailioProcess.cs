using System.Net;
using System.Security.Cryptography.X509Certificates;
using CallbackBot.Telephony.Sip;

namespace CallbackBot.Testing.Peers;

/// <summary>What kamailio is for a test.</summary>
/// <param name="Callee">Whom it passes calls on to; to the registered contact of the user that is called when null.</param>
public sealed record KamailioSetup(SipHop? Callee)
{
    /// <summary>Of its challenges: <c>MD5</c> or <c>SHA-256</c>.</summary>
    public string Algorithm { get; init; } = "MD5";

    /// <summary>Its certificate with the key; without one it speaks no TLS.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>The shortest registration that it takes; shorter ones are refused with 423.</summary>
    public TimeSpan MinExpires { get; init; } = TimeSpan.FromSeconds(1);
}

/// <summary>
/// A kamailio proxy in front of one callee, on free loopback ports: it asks every caller for a password (407; 401 for REGISTER), stays in the path by
/// Record-Route, and keeps registrations in memory.
/// </summary>
public sealed class KamailioProcess : IAsyncDisposable
{
    /// <summary>The realm of its challenges.</summary>
    public const string Realm = "kamailio.test";

    /// <summary>The password of every user.</summary>
    public const string Password = "s3cret";

    private readonly ChildProcess _process;
    private readonly string _folder;

    private KamailioProcess(ChildProcess process, string folder, IPEndPoint address, IPEndPoint tlsAddress) =>
        (_process, _folder, Address, TlsAddress) = (process, folder, address, tlsAddress);

    /// <summary>Where it takes SIP over UDP and over TCP.</summary>
    public IPEndPoint Address { get; }

    /// <summary>Where it takes SIP over TLS, if it has a certificate.</summary>
    public IPEndPoint TlsAddress { get; }

    /// <summary>Everything it printed.</summary>
    public string Output => _process.Output;

    /// <summary>Starts it.</summary>
    /// <param name="setup">What it is.</param>
    /// <param name="cancellationToken">Ends the wait for it.</param>
    public static async Task<KamailioProcess> StartAsync(KamailioSetup setup, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("kamailio-").FullName;
        var (address, tlsAddress) = (new IPEndPoint(IPAddress.Loopback, FreePorts.Next()), new IPEndPoint(IPAddress.Loopback, FreePorts.Next()));
        var certificate = Path.Combine(folder, "certificate.pem");
        if (setup.Certificate is { } known) await File.WriteAllTextAsync(certificate, TestCertificate.Pem(known), cancellationToken);
        var configuration = Path.Combine(folder, "kamailio.cfg");
        await File.WriteAllTextAsync(configuration, KamailioConfiguration.Write(setup, address, tlsAddress, certificate), cancellationToken);

        // -DD -E: in the foreground, logging to us; -m, -M: megabytes of shared and private memory, of which TLS needs more.
        var process = new ChildProcess(
            Program(), folder, "-DD", "-E", "-f", configuration, "-Y", folder, "-w", folder, "-m", setup.Certificate is null ? "16" : "64", "-M", "8");
        var kamailio = new KamailioProcess(process, folder, address, tlsAddress);
        try
        {
            await process.WaitForTcpAsync(address.Port, cancellationToken);
            if (setup.Certificate is not null) await process.WaitForTcpAsync(tlsAddress.Port, cancellationToken);
            return kamailio;
        }
        catch
        {
            await kamailio.DisposeAsync();
            throw;
        }
    }

    /// <summary>The way to it over a protocol; over TLS to the name that its certificate must carry.</summary>
    public SipHop Over(SipProtocol protocol, string? tlsName = null) =>
        protocol == SipProtocol.Tls ? new SipHop(protocol, TlsAddress, tlsName) : new SipHop(protocol, Address);

    /// <summary>Ends it, and removes its folder.</summary>
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    // Users other than root have no /usr/sbin on their path.
    private static string Program() => File.Exists("/usr/sbin/kamailio") ? "/usr/sbin/kamailio" : "kamailio";
}
