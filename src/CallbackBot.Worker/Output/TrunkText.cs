using CallbackBot.Telephony.Sip.Trunks;

namespace CallbackBot.Worker.Output;

/// <summary>How a trunk is written for people.</summary>
internal static class TrunkText
{
    /// <summary>Host and port, e.g. <c>192.0.2.10:5060</c>.</summary>
    public static string Address(TrunkOptions trunk) => (trunk.Server with { User = null, Parameters = "" }).ToString()[(trunk.Server.Scheme.Length + 1)..];

    public static string Transport(TrunkOptions trunk) => trunk.Server.Parameter("transport") ?? "udp";
}
