using System.Numerics;
using System.Runtime.InteropServices;
using CallbackBot.Telephony.Audio;

namespace CallbackBot.Speech.TurnTaking;

/// <summary>
/// Whether the end of a signal repeats itself with the period of a voice (60-400 Hz), by normalised autocorrelation: near 1 for a vowel, below
/// 0.3 for noise. One instance per call: it looks first where the pitch was last.
/// </summary>
internal struct Pitch
{
    private const int Shortest = 20;
    private const int Longest = 133;
    private const int AtOnce = 4; // Periods whose products are summed together, so that the processor need not wait for one sum.
    private const int Groups = (Longest - Shortest + AtOnce) / AtOnce;

    /// <summary>Of correlation: a vowel is above, noise below.</summary>
    private const float Voiced = 0.5f;

    private int _last;

    /// <param name="signal">At least <see cref="Longest"/> samples and as many again as shall be compared.</param>
    public bool IsIn(ReadOnlySpan<float> signal)
    {
        var now = signal[Longest..];
        var energy = DotProduct.Of(now, now);
        if (IsPeriod(_last, signal, now, energy)) return true;
        // A voice glides: the neighbours first.
        for (var distance = 1; distance < Groups; distance++)
        {
            if (IsPeriodAt(_last - distance, signal, now, energy) || IsPeriodAt(_last + distance, signal, now, energy)) return true;
        }

        return false;
    }

    private bool IsPeriodAt(int group, ReadOnlySpan<float> signal, ReadOnlySpan<float> now, float energy)
    {
        if (group is < 0 or >= Groups || !IsPeriod(group, signal, now, energy)) return false;
        _last = group;
        return true;
    }

    private static bool IsPeriod(int group, ReadOnlySpan<float> signal, ReadOnlySpan<float> now, float energy)
    {
        // The last group ends at the longest period, so it shares some with the one before.
        var shortest = Math.Min(Shortest + (group * AtOnce), Longest - AtOnce + 1);
        var from = Longest - shortest;
        Span<float> products = stackalloc float[AtOnce];
        Dots(now, signal.Slice(from, now.Length), signal.Slice(from - 1, now.Length), signal.Slice(from - 2, now.Length), signal.Slice(from - 3, now.Length), products);
        var then = signal.Slice(from, now.Length);
        var power = DotProduct.Of(then, then);
        for (var i = 0; i < AtOnce; i++)
        {
            if (products[i] > 0 && products[i] * products[i] > Voiced * Voiced * ((energy * power) + 1e-9f)) return true;
            if (i < AtOnce - 1) power += Square(signal[from - i - 1]) - Square(signal[from - i - 1 + now.Length]);
        }

        return false;
    }

    private static float Square(float x) => x * x;

    private static void Dots(
        ReadOnlySpan<float> now, ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> c, ReadOnlySpan<float> d, Span<float> products)
    {
        var vectors = Vectors(now);
        ReadOnlySpan<Vector<float>> va = Vectors(a)[..vectors.Length], vb = Vectors(b)[..vectors.Length], vc = Vectors(c)[..vectors.Length], vd = Vectors(d)[..vectors.Length];
        Vector<float> sa = default, sb = default, sc = default, sd = default;
        for (var i = 0; i < vectors.Length; i++)
        {
            var v = vectors[i];
            sa += v * va[i];
            sb += v * vb[i];
            sc += v * vc[i];
            sd += v * vd[i];
        }

        (products[0], products[1], products[2], products[3]) = (Vector.Sum(sa), Vector.Sum(sb), Vector.Sum(sc), Vector.Sum(sd));
        for (var i = vectors.Length * Vector<float>.Count; i < now.Length; i++)
        {
            products[0] += now[i] * a[i];
            products[1] += now[i] * b[i];
            products[2] += now[i] * c[i];
            products[3] += now[i] * d[i];
        }
    }

    private static ReadOnlySpan<Vector<float>> Vectors(ReadOnlySpan<float> numbers) => MemoryMarshal.Cast<float, Vector<float>>(numbers);
}
