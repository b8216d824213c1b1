using System.Security.Cryptography;

namespace CallbackBot.Simulator.Hearing;

/// <summary>Fingerprints by what the audio is: a prompt that a hundred citizens know is analysed and kept once.</summary>
internal sealed class FingerprintCache
{
    private readonly Dictionary<string, PromptFingerprint> _byHash = new(StringComparer.Ordinal);

    public PromptFingerprint Of(ReadOnlyMemory<byte> alaw)
    {
        var hash = Convert.ToHexString(SHA256.HashData(alaw.Span));
        if (!_byHash.TryGetValue(hash, out var fingerprint)) _byHash[hash] = fingerprint = PromptFingerprint.Of(alaw.Span);
        return fingerprint;
    }
}
