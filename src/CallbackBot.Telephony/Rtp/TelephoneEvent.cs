using System.Buffers.Binary;

namespace CallbackBot.Telephony.Rtp;

/// <summary>The payload of one telephone-event packet (RFC 4733 section 2.3).</summary>
/// <param name="Code">The event; 0 to 15 are keys.</param>
/// <param name="End">The key was let go.</param>
/// <param name="Duration">How long the key is down so far, in samples.</param>
internal readonly record struct TelephoneEvent(byte Code, bool End, ushort Duration)
{
    public const int Length = 4;
    private const byte EndBit = 0x80;
    private const byte Volume = 10; // -10 dBm0
    private const string Keys = "0123456789*#ABCD"; // RFC 4733 section 3.2, table 3

    /// <summary>The key, or null for an event that is no key (a modem's tone, a flash).</summary>
    public char? Key => Code < Keys.Length ? Keys[Code] : null;

    /// <summary>The code of a key; letters in either case.</summary>
    /// <exception cref="ArgumentException">There is no such key.</exception>
    public static byte CodeOf(char key)
    {
        var code = Keys.IndexOf(char.ToUpperInvariant(key), StringComparison.Ordinal);
        return code >= 0 ? (byte)code : throw new ArgumentException("A key is one of 0-9, *, #, A-D.", nameof(key));
    }

    public static bool TryParse(ReadOnlySpan<byte> payload, out TelephoneEvent parsed)
    {
        parsed = default;
        if (payload.Length < Length) return false;
        parsed = new TelephoneEvent(payload[0], (payload[1] & EndBit) != 0, BinaryPrimitives.ReadUInt16BigEndian(payload[2..]));
        return true;
    }

    public void Write(Span<byte> payload)
    {
        payload[0] = Code;
        payload[1] = (byte)(End ? EndBit | Volume : Volume);
        BinaryPrimitives.WriteUInt16BigEndian(payload[2..], Duration);
    }
}
