using CallbackBot.Speech;
using CallbackBot.Speech.Streaming;

namespace CallbackBot.Worker.Settings;

/// <summary>Where the servers of an engine are, and whom to trust: the names that every such engine has in its section.</summary>
internal static class EngineServers
{
    public static readonly string[] Keys = ["Servers", "Roots", "DangerouslyAcceptAnyCertificate"];

    /// <exception cref="ConfigurationException">There is none, or one is no WebSocket's address.</exception>
    public static ByLanguage<EngineServer> Read(Setting read)
    {
        var roots = TlsSettings.Roots(read, "Roots");
        var acceptAny = read.Flag("DangerouslyAcceptAnyCertificate");
        return new ByLanguage<EngineServer>(read.Map("Servers").ToDictionary(
            server => server.Key,
            server => Uri.TryCreate(server.Value, UriKind.Absolute, out var address) && address.Scheme is "ws" or "wss"
                ? new EngineServer(address) { TrustedRoots = roots, DangerouslyAcceptAnyCertificate = acceptAny }
                : throw read.Wrong($"Servers:{server.Key}", server.Value, "an address such as ws://192.0.2.30:10095 or, with TLS, wss://asr.example:10095 is allowed"),
            StringComparer.OrdinalIgnoreCase));
    }
}
