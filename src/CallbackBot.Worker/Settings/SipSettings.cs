using System.Net;
using CallbackBot.Telephony.Sip;

namespace CallbackBot.Worker.Settings;

/// <summary>Our own side of all trunks.</summary>
/// <param name="Local">Our SIP address; port 0 takes a free one.</param>
/// <param name="Advertised">The address that trunks reach us at, where it is not the one of <paramref name="Local"/>.</param>
/// <param name="RtpPorts">First and last port for audio.</param>
/// <param name="RtpInactivity">No audio for so long ends a call; zero: never.</param>
/// <param name="HumanAgents">Where citizens who ask for a person are connected to; null: nowhere.</param>
public sealed record SipSettings(IPEndPoint Local, IPAddress? Advertised, (int First, int Last) RtpPorts, TimeSpan RtpInactivity, SipUri? HumanAgents)
{
    /// <summary>Where we listen for TLS, what we show and whom we trust.</summary>
    public SipTlsOptions Tls { get; init; } = new();

    /// <summary>Requests of more than 1300 bytes do not try TCP first.</summary>
    public bool LargeRequestsOverUdp { get; init; }

    /// <summary>Where a trace of every call is kept; null: nowhere.</summary>
    public string? TraceFolder { get; init; }

    /// <summary>The same, asking for free ports at an address: for a process beside a service that runs.</summary>
    public SipSettings AtFreePorts(IPAddress local) => this with
    {
        Local = new IPEndPoint(local, 0),
        Tls = Tls with { Listen = Tls.Listen is null ? null : new IPEndPoint(local, 0) },
    };

    internal static SipSettings Read(IConfiguration configuration)
    {
        var read = new Setting(configuration);
        var local = read.Address("Trunk:Local");
        var advertised = read.IpAddress("Trunk:Advertised");
        if (advertised is null && (local.Address.Equals(IPAddress.Any) || local.Address.Equals(IPAddress.IPv6Any)))
            throw new ConfigurationException("Trunk:Advertised", "", $"the address that the trunk reaches this machine at is needed where Trunk:Local is {local}");
        return new SipSettings(
            local, advertised, read.Ports("Trunk:RtpPorts"), read.Seconds("Trunk:RtpInactivitySeconds", 0, 3600), read.Callee("Trunk:HumanAgents"))
        {
            Tls = TlsSettings.Read(configuration),
            LargeRequestsOverUdp = read.Flag("Trunk:LargeRequestsOverUdp"),
            TraceFolder = read.Optional("Trunk:TraceFolder") is { Length: > 0 } folder ? Home.Resolve(folder) : null,
        };
    }
}
