using System.Security.Cryptography;

namespace CallbackBot.Telephony.Rtp.Srtp;

/// <summary>The master key and salt with which one side of a call encrypts what it sends (RFC 3711 section 3.2.1). Never printed.</summary>
internal sealed class SrtpKey
{
    public const int KeyLength = 16;
    public const int SaltLength = 14;
    public const int Length = KeyLength + SaltLength;

    private readonly byte[] _keyAndSalt;
    private readonly byte[] _mki;

    /// <exception cref="ArgumentException"><paramref name="keyAndSalt"/> is not 30 bytes long.</exception>
    public SrtpKey(SrtpSuite suite, ReadOnlySpan<byte> keyAndSalt, ReadOnlySpan<byte> mki = default)
    {
        if (keyAndSalt.Length != Length) throw new ArgumentException("A master key has 16 bytes and its salt 14.", nameof(keyAndSalt));
        (Suite, _keyAndSalt, _mki) = (suite, keyAndSalt.ToArray(), mki.ToArray());
    }

    public SrtpSuite Suite { get; }

    public ReadOnlySpan<byte> KeyAndSalt => _keyAndSalt;

    public ReadOnlySpan<byte> Key => _keyAndSalt.AsSpan(0, KeyLength);

    public ReadOnlySpan<byte> Salt => _keyAndSalt.AsSpan(KeyLength);

    /// <summary>The identifier that stands before the tag of every packet under this key; usually none.</summary>
    public ReadOnlySpan<byte> Mki => _mki;

    /// <summary>A fresh key. Keys come from the system's generator: a guessable one is none.</summary>
    public static SrtpKey Generate(SrtpSuite suite)
    {
        Span<byte> bytes = stackalloc byte[Length];
        RandomNumberGenerator.Fill(bytes);
        return new SrtpKey(suite, bytes);
    }

    public bool Equals(SrtpKey? other) =>
        other is not null && Suite == other.Suite && KeyAndSalt.SequenceEqual(other.KeyAndSalt) && Mki.SequenceEqual(other.Mki);

    public override bool Equals(object? obj) => Equals(obj as SrtpKey);

    public override int GetHashCode() => BitConverter.ToInt32(_keyAndSalt, 0);

    public override string ToString() => SrtpSuites.NameOf(Suite);
}

/// <summary>The keys of a call, one for each direction.</summary>
/// <param name="Send">Ours.</param>
/// <param name="Receive">The far side's.</param>
internal sealed record SrtpKeys(SrtpKey Send, SrtpKey Receive);
