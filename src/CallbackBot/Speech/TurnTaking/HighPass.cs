using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CallbackBot.Speech.TurnTaking;

/// <summary>
/// Second-order high-pass at 150 Hz: takes hum and the offset of A-law's idle code away, leaves the voice. One instance per call; frames
/// without a gap.
/// </summary>
/// <remarks>
/// y[n] = b (x[n] - 2 x[n-1] + x[n-2]) - a1 y[n-1] - a2 y[n-2], in which each sample waits for the one before. Numerator and denominator are
/// multiplied by what turns the latter into one of z⁻⁴ and z⁻⁸ (scattered look-ahead: Parhi and Messerschmitt, "Pipeline Interleaving and
/// Parallelism in Recursive Digital Filters", 1989): then four samples at a time wait for the four before, and the rest needs no waiting.
/// </remarks>
internal struct HighPass
{
    private const float B = 0.9200f, A1 = -1.8337f, A2 = 0.8465f;

    // A(z) A(-z) has only z⁻² and z⁻⁴, with these factors; the same once more leaves z⁻⁴ and z⁻⁸.
    private const float Every2 = (2 * A2) - (A1 * A1), Every4 = A2 * A2;
    private const float Feedback4 = (2 * Every4) - (Every2 * Every2), Feedback8 = Every4 * Every4;

    private const int Memory = 8;
    private const float Negligible = 1e-6f;

    private static readonly float[] Forward = Product(Product([B, -2 * B, B], [1, -A1, A2]), [1, 0, -Every2, 0, Every4]);

    private Before _in;
    private Vector128<float> _out4, _out8;

    /// <param name="samples">A multiple of four.</param>
    /// <param name="filtered">As many.</param>
    public void Filter(ReadOnlySpan<float> samples, Span<float> filtered)
    {
        // The first vectors look back to the frame before, the others into this one; the last may overlap the one before.
        var width = Vector<float>.Count;
        Span<float> seam = stackalloc float[Memory + Memory + width];
        _in[..].CopyTo(seam);
        samples[..(seam.Length - Memory)].CopyTo(seam[Memory..]);
        samples[^Memory..].CopyTo(_in[..]);
        for (var at = 0; at < Memory; at += width) Forwards(seam.Slice(at, Memory + width)).CopyTo(filtered[at..]);
        for (var at = Memory; at < samples.Length; at += width)
        {
            var from = Math.Min(at, samples.Length - width);
            Forwards(samples.Slice(from - Memory, Memory + width)).CopyTo(filtered[from..]);
        }

        var (out4, out8) = (_out4, _out8);
        for (var at = 0; at < filtered.Length; at += Vector128<float>.Count)
        {
            var four = filtered.Slice(at, Vector128<float>.Count);
            var now = Vector128.MultiplyAddEstimate(Vector128.Create(-Feedback4), out4,
                Vector128.MultiplyAddEstimate(Vector128.Create(-Feedback8), out8, Vector128.Create<float>(four)));
            now.CopyTo(four);
            (out8, out4) = (out4, now);
        }

        // In silence it dies away, and numbers that hardly differ from zero take the processor a hundred times as long.
        if (Vector128.Sum(Vector128.Abs(out4) + Vector128.Abs(out8)) < Negligible) (out4, out8) = (default, default);
        (_out4, _out8) = (out4, out8);
    }

    /// <param name="samples">Eight that came before, and as many as a vector has.</param>
    private static Vector<float> Forwards(ReadOnlySpan<float> samples)
    {
        ref var newest = ref Unsafe.Add(ref MemoryMarshal.GetReference(samples), Memory);
        var (even, odd) = (Vector<float>.Zero, Vector<float>.Zero);
        ReadOnlySpan<float> factors = Forward;
        for (var back = 0; back < Memory; back += 2)
        {
            even = Vector.MultiplyAddEstimate(new Vector<float>(factors[back]), Vector.LoadUnsafe(ref Unsafe.Subtract(ref newest, back)), even);
            odd = Vector.MultiplyAddEstimate(new Vector<float>(factors[back + 1]), Vector.LoadUnsafe(ref Unsafe.Subtract(ref newest, back + 1)), odd);
        }

        return even + Vector.MultiplyAddEstimate(new Vector<float>(factors[Memory]), Vector.LoadUnsafe(ref Unsafe.Subtract(ref newest, Memory)), odd);
    }

    private static float[] Product(float[] one, float[] other)
    {
        var product = new float[one.Length + other.Length - 1];
        for (var i = 0; i < one.Length; i++)
            for (var k = 0; k < other.Length; k++) product[i + k] += one[i] * other[k];
        return product;
    }

    /// <summary>The last samples of the frame before.</summary>
    [InlineArray(Memory)]
    private struct Before
    {
        private float _sample;
    }
}
