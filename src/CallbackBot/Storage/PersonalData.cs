using System.Security.Cryptography;
using System.Text;

namespace CallbackBot.Storage;

/// <summary>What a ciphertext is; bound into it, so that a phone cannot be passed off as a name.</summary>
public enum Personal : byte
{
    Phone = 1,
    Name = 2,
    Outcome = 3,
}

/// <summary>
/// Names and phones at rest: AES-256-GCM under a key that is named in the ciphertext, so keys can change while old rows stay readable.
/// </summary>
/// <remarks>Layout: 1 byte length of the key id, key id, 12 bytes nonce, 16 bytes tag, ciphertext. Head and kind are authenticated too.</remarks>
public sealed class PersonalData
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly PersonalDataKeys _keys;

    public PersonalData(PersonalDataKeys keys) => _keys = keys;

    public byte[] Encrypt(string text, Personal kind)
    {
        var id = Encoding.ASCII.GetBytes(_keys.CurrentId);
        var plain = Encoding.UTF8.GetBytes(text);
        var sealedText = new byte[1 + id.Length + NonceBytes + TagBytes + plain.Length];
        sealedText[0] = (byte)id.Length;
        id.CopyTo(sealedText, 1);
        var head = sealedText.AsSpan(0, 1 + id.Length);
        var nonce = sealedText.AsSpan(head.Length, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_keys.Key(_keys.CurrentId), TagBytes);
        aes.Encrypt(
            nonce, plain, sealedText.AsSpan(head.Length + NonceBytes + TagBytes), sealedText.AsSpan(head.Length + NonceBytes, TagBytes),
            Authenticated(head, kind));
        return sealedText;
    }

    /// <exception cref="StorageException">The key is not among the keys, or the text was tampered with.</exception>
    public string Decrypt(byte[] sealedText, Personal kind)
    {
        var head = sealedText.AsSpan(0, 1 + sealedText[0]);
        var rest = sealedText.AsSpan(head.Length);
        var plain = new byte[rest.Length - NonceBytes - TagBytes];
        try
        {
            using var aes = new AesGcm(_keys.Key(Encoding.ASCII.GetString(head[1..])), TagBytes);
            aes.Decrypt(rest[..NonceBytes], rest[(NonceBytes + TagBytes)..], rest.Slice(NonceBytes, TagBytes), plain, Authenticated(head, kind));
        }
        catch (AuthenticationTagMismatchException mismatch)
        {
            throw new StorageException("Personal data cannot be decrypted: the key of that name is another one, or the row was changed.", mismatch);
        }

        return Encoding.UTF8.GetString(plain);
    }

    /// <summary>Finds a number without decrypting: HMAC-SHA256 of its E.164 form, under a key that never changes.</summary>
    public byte[] PhoneHash(string e164) => Hash(e164);

    /// <summary>HMAC-SHA256 of any text that holds personal data.</summary>
    public byte[] Hash(string text) => HMACSHA256.HashData(_keys.HashKey, Encoding.UTF8.GetBytes(text));

    private static byte[] Authenticated(ReadOnlySpan<byte> head, Personal kind) => [.. head, (byte)kind];
}
