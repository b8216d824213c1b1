using System.Net;
using CallbackBot.Telephony.Sip;

namespace CallbackBot.Calls;

/// <summary>The line to the telephone network.</summary>
public sealed record TrunkOptions
{
    public string Name { get; init; } = "trunk";

    /// <summary>Where INVITEs go: an IP address and port of the carrier's border controller.</summary>
    public required IPEndPoint Address { get; init; }

    /// <summary>Our own SIP address; port 0 takes a free one.</summary>
    public IPEndPoint Local { get; init; } = new(IPAddress.Loopback, 0);

    /// <summary>The number that people see, e.g. 12345.</summary>
    public string CallerId { get; init; } = "12345";

    public SipCredentials? Credentials { get; init; }

    /// <summary>Calls at the same time.</summary>
    public int Lines { get; init; } = 12;

    public TimeSpan RingTimeout { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan LongestCall { get; init; } = TimeSpan.FromMinutes(8);

    public (int First, int Last) RtpPorts { get; init; } = (20000, 29999);

    /// <summary>A trunk that can reach nobody but this machine: hours, calendar and caps are reported there, not enforced.</summary>
    public bool IsTest => IPAddress.IsLoopback(Address.Address);

    public SipUri UriOf(string number) => new("sip", number, Address.Address.ToString(), Address.Port);
}
