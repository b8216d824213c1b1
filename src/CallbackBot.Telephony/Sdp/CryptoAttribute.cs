using System.Globalization;
using CallbackBot.Telephony.Rtp.Srtp;

namespace CallbackBot.Telephony.Sdp;

/// <summary>An <c>a=crypto</c> (RFC 4568 section 9.1): the key with which the writer of the description encrypts what it sends.</summary>
/// <param name="Tag">Number of the line; an answer names the one it takes (section 4.1).</param>
/// <param name="Key">Suite, master key and salt, and the identifier (MKI) that packets carry.</param>
/// <param name="Lifetime">For how many packets at most the key is good, or null for the suite's own limit. Its writer keeps to it (section 6.1).</param>
internal sealed record CryptoAttribute(uint Tag, SrtpKey Key, ulong? Lifetime = null)
{
    private const string Inline = "inline:";
    private const int MaxMkiLength = 128;
    private const int MaxLifetimeBits = 48;

    /// <summary>
    /// Reads what stands behind <c>a=crypto:</c>. Null for what cannot be used and must then not be chosen (section 5.1.2): another suite,
    /// several keys, a session parameter that changes how packets are made.
    /// </summary>
    public static CryptoAttribute? Parse(ReadOnlySpan<char> value)
    {
        var fields = value.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 3 || !uint.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out var tag)) return null;
        if (SrtpSuites.Parse(fields[1]) is not { } suite || !fields[3..].All(IsHarmless)) return null;
        if (!fields[2].StartsWith(Inline, StringComparison.OrdinalIgnoreCase) || fields[2].Contains(';')) return null;

        var parameters = fields[2][Inline.Length..].Split('|');
        Span<byte> keyAndSalt = stackalloc byte[SrtpKey.Length];
        // Some peers leave the padding away, which 40 characters need none of; longer keys are another suite's.
        if (!Convert.TryFromBase64String(parameters[0], keyAndSalt, out var length) || length != SrtpKey.Length) return null;

        ulong? lifetime = null;
        byte[] mki = [];
        foreach (var parameter in parameters.Skip(1))
        {
            if (parameter.Contains(':'))
            {
                if (ParseMki(parameter) is not { } found) return null;
                mki = found;
            }
            else if (ParseLifetime(parameter) is { } found)
            {
                lifetime = found;
            }
            else
            {
                return null;
            }
        }

        return new CryptoAttribute(tag, new SrtpKey(suite, keyAndSalt, mki), lifetime);
    }

    /// <summary>What stands behind <c>a=crypto:</c>. It holds a secret: not for logs.</summary>
    public string Write() => string.Create(
        CultureInfo.InvariantCulture, $"{Tag} {SrtpSuites.NameOf(Key.Suite)} {Inline}{Convert.ToBase64String(Key.KeyAndSalt)}");

    // Section 6.3: a parameter that begins with a hyphen may be passed over, and the window size is a wish for the receiver.
    private static bool IsHarmless(string parameter) =>
        parameter.StartsWith('-') || parameter.StartsWith("WSH=", StringComparison.OrdinalIgnoreCase);

    /// <summary><c>value:length</c>, the value as a decimal number, written into so many bytes.</summary>
    private static byte[]? ParseMki(string parameter)
    {
        var colon = parameter.IndexOf(':', StringComparison.Ordinal);
        if (!System.Numerics.BigInteger.TryParse(parameter.AsSpan(0, Math.Min(colon, 400)), NumberStyles.None, CultureInfo.InvariantCulture, out var value)) return null;
        if (!int.TryParse(parameter.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length)) return null;
        if (length is < 1 or > MaxMkiLength || value.GetByteCount(isUnsigned: true) > length) return null;
        var mki = new byte[length];
        value.TryWriteBytes(mki.AsSpan(length - value.GetByteCount(isUnsigned: true)), out _, isUnsigned: true, isBigEndian: true);
        return mki;
    }

    /// <summary><c>2^20</c> or <c>1048576</c>.</summary>
    private static ulong? ParseLifetime(string parameter)
    {
        if (parameter.StartsWith("2^", StringComparison.Ordinal))
        {
            return int.TryParse(parameter.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var bits) && bits <= MaxLifetimeBits
                ? 1UL << bits
                : null;
        }

        return ulong.TryParse(parameter, NumberStyles.None, CultureInfo.InvariantCulture, out var packets) && packets <= 1UL << MaxLifetimeBits ? packets : null;
    }
}
