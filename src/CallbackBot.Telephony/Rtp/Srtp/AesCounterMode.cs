using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace CallbackBot.Telephony.Rtp.Srtp;

/// <summary>
/// AES in counter mode (RFC 3711 section 4.1.1). The blocks of a packet are encrypted in one call to the system's AES, which allocates
/// nothing that way. Not safe for use from several threads.
/// </summary>
internal sealed class AesCounterMode : IDisposable
{
    public const int BlockLength = 16;
    private const int BlocksAtOnce = 12; // A 20 ms packet has 10.

    private readonly Aes _aes = Aes.Create();
    private readonly ICryptoTransform _encryptor;
    private readonly byte[] _counters = new byte[BlocksAtOnce * BlockLength];
    private readonly byte[] _keystream = new byte[BlocksAtOnce * BlockLength];

    public AesCounterMode(ReadOnlySpan<byte> key)
    {
        // Counter mode is made of single encrypted blocks: what ECB is unfit for by itself.
#pragma warning disable CA5358
        (_aes.Mode, _aes.Padding) = (CipherMode.ECB, PaddingMode.None);
#pragma warning restore CA5358
        _aes.Key = key.ToArray();
        _encryptor = _aes.CreateEncryptor();
    }

    /// <summary>Encrypts or decrypts in place.</summary>
    /// <param name="iv">16 bytes, of which the last two are the block counter's and zero.</param>
    /// <param name="data">At most 2^16 blocks.</param>
    public void Apply(ReadOnlySpan<byte> iv, Span<byte> data)
    {
        for (ushort block = 0; data.Length > 0;)
        {
            var blocks = Math.Min((data.Length + BlockLength - 1) / BlockLength, BlocksAtOnce);
            for (var place = 0; place < blocks * BlockLength; place += BlockLength)
            {
                iv.CopyTo(_counters.AsSpan(place));
                BinaryPrimitives.WriteUInt16BigEndian(_counters.AsSpan(place + BlockLength - 2), block++);
            }

            _encryptor.TransformBlock(_counters, 0, blocks * BlockLength, _keystream, 0);
            var part = data[..Math.Min(data.Length, blocks * BlockLength)];
            Xor(part, _keystream);
            data = data[part.Length..];
        }
    }

    public void Dispose()
    {
        _encryptor.Dispose();
        _aes.Dispose();
    }

    private static void Xor(Span<byte> data, ReadOnlySpan<byte> keystream)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(data);
        var keys = MemoryMarshal.Cast<byte, ulong>(keystream);
        for (var i = 0; i < words.Length; i++) words[i] ^= keys[i];
        for (var i = words.Length * sizeof(ulong); i < data.Length; i++) data[i] ^= keystream[i];
    }
}
