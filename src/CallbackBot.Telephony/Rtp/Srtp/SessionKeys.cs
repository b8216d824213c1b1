using System.Buffers.Binary;
using System.Security.Cryptography;

namespace CallbackBot.Telephony.Rtp.Srtp;

/// <summary>
/// What a master key becomes (RFC 3711 section 4.3): the keys with which RTP, or RTCP, of one direction is encrypted and authenticated. The key
/// derivation rate is zero, so they are made once. Not safe for use from several threads.
/// </summary>
internal sealed class SessionKeys : IDisposable
{
    public const int AuthenticationKeyLength = 20;

    private readonly byte[] _salt = new byte[SrtpKey.SaltLength];
    private readonly AesCounterMode _cipher;
    private readonly IncrementalHash _authentication;

    private SessionKeys(SrtpKey master, byte encryptionLabel)
    {
        Span<byte> key = stackalloc byte[SrtpKey.KeyLength];
        Span<byte> authentication = stackalloc byte[AuthenticationKeyLength];
        using var prf = new AesCounterMode(master.Key);
        Derive(prf, master.Salt, encryptionLabel, key);
        Derive(prf, master.Salt, (byte)(encryptionLabel + 1), authentication);
        Derive(prf, master.Salt, (byte)(encryptionLabel + 2), _salt);
        _cipher = new AesCounterMode(key);
        _authentication = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA1, authentication);
    }

    public static SessionKeys ForRtp(SrtpKey master) => new(master, encryptionLabel: 0);

    /// <summary>Section 4.3.2.</summary>
    public static SessionKeys ForRtcp(SrtpKey master) => new(master, encryptionLabel: 3);

    /// <summary>One key of section 4.3.1: the keystream of the master key at the place that label and salt name.</summary>
    public static void Derive(AesCounterMode prf, ReadOnlySpan<byte> masterSalt, byte label, Span<byte> key)
    {
        Span<byte> x = stackalloc byte[AesCounterMode.BlockLength];
        x.Clear();
        masterSalt.CopyTo(x);
        x[7] ^= label;
        key.Clear();
        prf.Apply(x, key);
    }

    /// <summary>Encrypts or decrypts a packet's payload in place (section 4.1.1).</summary>
    /// <param name="ssrc">The packet's source.</param>
    /// <param name="index">The packet's index: 48 bits of RTP, 31 of RTCP.</param>
    /// <param name="payload">What is behind the header.</param>
    public void Crypt(uint ssrc, ulong index, Span<byte> payload)
    {
        Span<byte> iv = stackalloc byte[AesCounterMode.BlockLength];
        _salt.CopyTo(iv);
        iv[14] = iv[15] = 0;
        Mix(iv[4..], (ulong)ssrc << 32);
        Mix(iv[8..], index << 16);
        _cipher.Apply(iv, payload);
    }

    /// <summary>The first bytes of HMAC-SHA1 (section 4.2.1), as many as <paramref name="tag"/> takes.</summary>
    public void Authenticate(ReadOnlySpan<byte> packet, Span<byte> tag)
    {
        Span<byte> whole = stackalloc byte[HMACSHA1.HashSizeInBytes];
        _authentication.AppendData(packet);
        _authentication.GetHashAndReset(whole);
        whole[..tag.Length].CopyTo(tag);
    }

    public void Dispose()
    {
        _cipher.Dispose();
        _authentication.Dispose();
    }

    private static void Mix(Span<byte> at, ulong value) =>
        BinaryPrimitives.WriteUInt64BigEndian(at, BinaryPrimitives.ReadUInt64BigEndian(at) ^ value);
}
