using System.Security.Cryptography.X509Certificates;

namespace CallbackBot.Speech.Streaming;

/// <summary>Where a recognition server listens.</summary>
/// <param name="Address">ws:// or wss://.</param>
public sealed record EngineServer(Uri Address)
{
    /// <summary>The only roots that are trusted; null: the system's. A self-signed certificate is its own root.</summary>
    public X509Certificate2Collection? TrustedRoots { get; init; }

    /// <summary>Any certificate will do: whoever is in the network path may listen.</summary>
    public bool DangerouslyAcceptAnyCertificate { get; init; }
}

/// <summary>A kind of recognition server, as messages speak of it.</summary>
/// <param name="Name">In <c>Speech:Recognizers</c>.</param>
/// <param name="Title">As its makers write it.</param>
/// <param name="Section">Its settings.</param>
public sealed record EngineTitle(string Name, string Title, string Section);
