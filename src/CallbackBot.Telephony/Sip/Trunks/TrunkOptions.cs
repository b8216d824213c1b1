using System.Net;
using CallbackBot.Telephony.Rtp;
using CallbackBot.Telephony.Rtp.Srtp;

namespace CallbackBot.Telephony.Sip.Trunks;

/// <summary>A way into the telephone network: a carrier's border controller, or a PBX.</summary>
public sealed record TrunkOptions
{
    /// <summary>What people call it; unique in its group.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Where INVITE, REGISTER and OPTIONS are sent (RFC 3261 section 8.1.2: an outbound proxy): host, port and <c>transport</c> parameter.
    /// A host name is looked up for each call.
    /// </summary>
    public required SipUri Server { get; init; }

    /// <summary>
    /// With TLS, the name that the trunk's certificate must carry where it is not <see cref="Server"/>'s host (RFC 5922 section 7): a trunk given by address.
    /// </summary>
    public string? TlsName { get; init; }

    /// <summary>Answers to 401 and 407; null where the trunk knows us by address.</summary>
    public SipCredentials? Credentials { get; init; }

    /// <summary>How we register; null for a trunk that needs no registration.</summary>
    public RegistrationOptions? Registration { get; init; }

    /// <summary>Who calls: the number that people see, and what the network is told.</summary>
    public CallerIdentity? Identity { get; init; }

    /// <summary>Whether the calls are encrypted.</summary>
    public SrtpPolicy Srtp { get; init; }

    /// <summary>How the callee's number is written.</summary>
    public NumberFormat Numbers { get; init; } = new();

    /// <summary>Digits before every callee's number, e.g. an account code that the trunk asks for.</summary>
    public string DialPrefix { get; init; } = "";

    /// <summary>How the trunk is watched.</summary>
    public TrunkHealthOptions Health { get; init; } = new();

    /// <summary>Calls at the same time.</summary>
    public int Lines { get; init; } = 12;

    /// <summary>INVITEs per second, evenly spaced; zero: as many as come.</summary>
    public double CallsPerSecond { get; init; }

    /// <summary>How long a callee may ring.</summary>
    public TimeSpan RingTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an answered call may last; for whoever talks, the trunk itself ends nothing.</summary>
    public TimeSpan LongestCall { get; init; } = TimeSpan.FromMinutes(8);

    /// <summary>It can reach nobody but this machine.</summary>
    public bool IsLoopback => IPAddress.TryParse(Server.Host, out var address) && IPAddress.IsLoopback(address);

    /// <summary>One call over this trunk.</summary>
    internal InviteRequest Call(string? number, ICallAudio audio, SipHop hop)
    {
        // RFC 3261 section 8.1.1.1: whom to call is given as sips: by whoever wants every hop secured, and stays it.
        var uri = UriOf(number);
        if (Server.Scheme == "sips" && uri.StartsWith("sip:", StringComparison.Ordinal)) uri = "sips:" + uri["sip:".Length..];
        var isSip = SipUri.TryParse(uri, out var sip);
        return new InviteRequest
        {
            To = isSip ? sip! : Domain,
            RequestUri = isSip ? null : uri,
            Audio = audio,
            Identity = Identity,
            NextHop = hop,
            Credentials = Credentials,
            Srtp = Srtp,
            RingTimeout = RingTimeout,
        };
    }

    /// <summary>Where its requests go now; null when the name does not resolve, or the agent does not speak its transport.</summary>
    internal async ValueTask<SipHop?> HopAsync(UserAgentContext context) =>
        await context.ResolveAsync(Server) is { } hop ? TlsName is { } name ? hop.WithTlsName(name) : hop : null;

    /// <summary>The trunk itself, as a Request-URI.</summary>
    internal SipUri Domain => Server with { User = null, Parameters = "" };

    private string UriOf(string? number) => number is null
        ? Domain.ToString()
        : Numbers.UriOf(DialPrefix.Length > 0 ? DialPrefix + Numbers.Write(number) : number, SipUri.WriteHostPort(Server.Host, Server.Port));
}
