using System.Numerics;
using System.Runtime.InteropServices;

namespace CallbackBot.Telephony.Audio;

/// <summary>The sum of the products of two signals, with vectors.</summary>
public static class DotProduct
{
    /// <param name="a">Samples.</param>
    /// <param name="b">As many, or more.</param>
    public static float Of(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var va = MemoryMarshal.Cast<float, Vector<float>>(a);
        var vb = MemoryMarshal.Cast<float, Vector<float>>(b)[..va.Length];
        Vector<float> one = default, two = default;
        var i = 0;
        // Two sums, so that the processor need not wait for one.
        for (; i + 1 < va.Length; i += 2)
        {
            one += va[i] * vb[i];
            two += va[i + 1] * vb[i + 1];
        }

        if (i < va.Length) one += va[i] * vb[i];
        var sum = Vector.Sum(one + two);
        for (i = va.Length * Vector<float>.Count; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }
}
