using System.Numerics;
using System.Runtime.CompilerServices;

namespace CallbackBot.Telephony.Audio;

/// <summary>
/// G.711 by table: A-law and µ-law to 16-bit linear and back, and one law to the other. Linear samples fill 16 bits (A-law's largest value
/// is 32256). Nothing here allocates.
/// </summary>
public static class G711
{
    /// <summary>Silence in A-law: the positive zero.</summary>
    public const byte ALawSilence = 0xD5;

    /// <summary>Silence in µ-law: the positive zero.</summary>
    public const byte MuLawSilence = 0xFF;

    // G.711 table 1 has 13-bit A-law values, table 2 14-bit µ-law values: the low bits of a 16-bit sample do not matter.
    private const int ALawShift = 3;
    private const int MuLawShift = 2;
    private const int MuLawBias = 33;
    private const int MuLawLargest = 8158;

    private static readonly short[] ALawToLinear = Table(256, code => ExpandALaw((byte)code));
    private static readonly short[] MuLawToLinear = Table(256, code => ExpandMuLaw((byte)code));
    private static readonly byte[] LinearToALaw = Table(65536 >> ALawShift, value => CompressALaw((short)(value << ALawShift)));
    private static readonly byte[] LinearToMuLaw = Table(65536 >> MuLawShift, value => CompressMuLaw((short)(value << MuLawShift)));
    private static readonly byte[] MuLawAsALaw = Table(256, code => EncodeALaw(MuLawToLinear[code]));
    private static readonly byte[] ALawAsMuLaw = Table(256, code => EncodeMuLaw(ALawToLinear[code]));

    /// <summary>One sample to A-law.</summary>
    public static byte EncodeALaw(short sample) => LinearToALaw[(ushort)sample >> ALawShift];

    /// <summary>One sample to µ-law.</summary>
    public static byte EncodeMuLaw(short sample) => LinearToMuLaw[(ushort)sample >> MuLawShift];

    /// <summary>One A-law code to a sample.</summary>
    public static short DecodeALaw(byte code) => ALawToLinear[code];

    /// <summary>One µ-law code to a sample.</summary>
    public static short DecodeMuLaw(byte code) => MuLawToLinear[code];

    /// <summary>Samples to A-law; <paramref name="codes"/> is at least as long as <paramref name="samples"/>.</summary>
    public static void EncodeALaw(ReadOnlySpan<short> samples, Span<byte> codes)
    {
        codes = codes[..samples.Length];
        for (var i = 0; i < samples.Length; i++) codes[i] = EncodeALaw(samples[i]);
    }

    /// <summary>A-law to samples; <paramref name="samples"/> is at least as long as <paramref name="codes"/>.</summary>
    public static void DecodeALaw(ReadOnlySpan<byte> codes, Span<short> samples)
    {
        samples = samples[..codes.Length];
        for (var i = 0; i < codes.Length; i++) samples[i] = ALawToLinear[codes[i]];
    }

    /// <summary>A-law to samples with vectors; <paramref name="samples"/> is at least as long as <paramref name="codes"/>.</summary>
    /// <remarks>
    /// Segment and step of a code are exponent and mantissa of a binary floating-point number, which lacks only the half step in the middle; the
    /// lowest segment has the exponent of the second and not its leading one (G.711 table 1a).
    /// </remarks>
    public static void DecodeALaw(ReadOnlySpan<byte> codes, Span<float> samples)
    {
        samples = samples[..codes.Length];
        var i = 0;
        for (; i + Vector<byte>.Count <= codes.Length; i += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(codes[i..]) ^ new Vector<byte>(0x55), out var low, out var high);
            var to = samples.Slice(i, Vector<byte>.Count);
            Expand(low, to);
            Expand(high, to[Vector<ushort>.Count..]);
        }

        for (; i < codes.Length; i++) samples[i] = ALawToLinear[codes[i]];
    }

    /// <summary>µ-law to A-law by the nearest value; both spans may be the same.</summary>
    public static void MuLawToALaw(ReadOnlySpan<byte> codes, Span<byte> target)
    {
        target = target[..codes.Length];
        for (var i = 0; i < codes.Length; i++) target[i] = MuLawAsALaw[codes[i]];
    }

    /// <summary>A-law to µ-law by the nearest value; both spans may be the same.</summary>
    public static void ALawToMuLaw(ReadOnlySpan<byte> codes, Span<byte> target)
    {
        target = target[..codes.Length];
        for (var i = 0; i < codes.Length; i++) target[i] = ALawAsMuLaw[codes[i]];
    }

    private static T[] Table<T>(int length, Func<int, T> entry)
    {
        var table = new T[length];
        for (var i = 0; i < length; i++) table[i] = entry(i);
        return table;
    }

    // Every other bit is inverted on the line (G.711 section 3.1.1, note 2): hence 0x55. The sign bit is 1 for positive values.
    private static byte CompressALaw(short sample)
    {
        var magnitude = (sample < 0 ? ~sample : sample) >> 4;
        var segment = Math.Max(0, int.Log2(magnitude | 1) - 3);
        var code = segment == 0 ? magnitude : (segment << 4) | ((magnitude >> (segment - 1)) & 15);
        return (byte)((sample < 0 ? code : code | 0x80) ^ 0x55);
    }

    private static short ExpandALaw(byte code)
    {
        var (segment, step) = (((code ^ 0x55) >> 4) & 7, (code ^ 0x55) & 15);
        var magnitude = segment == 0 ? (step << 4) + 8 : ((step << 4) + 0x108) << (segment - 1);
        return (short)((code & 0x80) != 0 ? magnitude : -magnitude);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Expand(Vector<ushort> codes, Span<float> samples)
    {
        Vector.Widen(codes, out var low, out var high);
        Expand(low).CopyTo(samples);
        Expand(high).CopyTo(samples[Vector<float>.Count..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Expand(Vector<uint> codes)
    {
        const int exponent = 23, step = exponent - 4;
        const uint second = (127 + 7) << exponent, half = 1 << (step - 1);
        var magnitude = codes & new Vector<uint>(0x7F);
        var lowest = Vector.LessThan(magnitude, new Vector<uint>(16));
        var bits = (magnitude << step) + new Vector<uint>(second + half) + (lowest & new Vector<uint>(1 << exponent));
        var value = Vector.AsVectorSingle(bits) - Vector.AsVectorSingle(lowest & Vector.AsVectorUInt32(new Vector<float>(256)));
        return Vector.AsVectorSingle(Vector.AsVectorUInt32(value) ^ (Vector.AndNot(new Vector<uint>(0x80), codes) << 24));
    }

    // All bits are inverted on the line (G.711 table 2a). The bias makes every segment twice as long as the one below.
    private static byte CompressMuLaw(short sample)
    {
        var magnitude = Math.Min((sample < 0 ? ~sample : sample) >> MuLawShift, MuLawLargest) + MuLawBias;
        var segment = int.Log2(magnitude) - 5;
        var code = (segment << 4) | ((magnitude >> (segment + 1)) & 15);
        return (byte)~(sample < 0 ? code | 0x80 : code);
    }

    private static short ExpandMuLaw(byte code)
    {
        var (segment, step) = ((~code >> 4) & 7, ~code & 15);
        var magnitude = ((((step << 1) + MuLawBias) << segment) - MuLawBias) << MuLawShift;
        return (short)((code & 0x80) != 0 ? magnitude : -magnitude);
    }
}
