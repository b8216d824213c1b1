using System.Numerics;
using System.Runtime.InteropServices;

namespace CallbackBot.Speech.TurnTaking;

/// <summary>Power spectrum of 32 ms (256 samples) of 8 kHz audio: 129 bins of 31.25 Hz. One instance per call; allocates nothing per use.</summary>
/// <remarks>
/// The even samples are taken for real and the odd ones for imaginary parts of 128 complex numbers; their transform is half the work, and the
/// spectrum of the 256 follows from it. Stages with room for a whole vector of butterflies use one.
/// </remarks>
internal sealed class Spectrum
{
    public const int Window = 256;

    public const float BinHz = 8000f / Window;

    private const int Points = Window / 2;
    private const int Log2 = 7;

    private static readonly float[] Hann = Enumerable.Range(0, Window)
        .Select(i => 0.5f - (0.5f * MathF.Cos(2 * MathF.PI * i / Window))).ToArray();

    // e^(-2πik/256): what the split needs, and every other one of them is a twiddle of the transform.
    private static readonly float[] Cos = Enumerable.Range(0, Points).Select(i => MathF.Cos(2 * MathF.PI * i / Window)).ToArray();
    private static readonly float[] Sin = Enumerable.Range(0, Points).Select(i => -MathF.Sin(2 * MathF.PI * i / Window)).ToArray();
    private static readonly int[] Reversed = Enumerable.Range(0, Points).Select(Reverse).ToArray();

    /// <summary>The twiddles of the stage with so many butterflies in a row lie from there on, side by side.</summary>
    private static readonly float[] StageCos = Twiddles(Cos);
    private static readonly float[] StageSin = Twiddles(Sin);

    private readonly float[] _re = new float[Points];
    private readonly float[] _im = new float[Points];
    private readonly float[] _power = new float[Points + 1];

    /// <summary>The result of the last <see cref="Measure"/>.</summary>
    public ReadOnlySpan<float> Power => _power;

    public void Measure(ReadOnlySpan<float> samples)
    {
        for (var i = 0; i < Points; i++)
        {
            var place = Reversed[i];
            _re[place] = samples[2 * i] * Hann[2 * i];
            _im[place] = samples[(2 * i) + 1] * Hann[(2 * i) + 1];
        }

        FirstTwoStages();
        for (var half = 4; half < Points; half *= 2)
        {
            for (var start = 0; start < Points; start += 2 * half) Butterflies(start, half);
        }

        Split();
    }

    /// <summary>Their twiddles are 1 and -i: nothing to multiply.</summary>
    private void FirstTwoStages()
    {
        var (re, im) = (_re, _im);
        for (var i = 0; i + 3 < re.Length && i + 3 < im.Length; i += 4)
        {
            float sumRe = re[i] + re[i + 1], differenceRe = re[i] - re[i + 1], sumIm = im[i] + im[i + 1], differenceIm = im[i] - im[i + 1];
            float otherRe = re[i + 2] + re[i + 3], turnedIm = re[i + 2] - re[i + 3], otherIm = im[i + 2] + im[i + 3], turnedRe = im[i + 2] - im[i + 3];
            (re[i], im[i]) = (sumRe + otherRe, sumIm + otherIm);
            (re[i + 1], im[i + 1]) = (differenceRe + turnedRe, differenceIm - turnedIm);
            (re[i + 2], im[i + 2]) = (sumRe - otherRe, sumIm - otherIm);
            (re[i + 3], im[i + 3]) = (differenceRe - turnedRe, differenceIm + turnedIm);
        }
    }

    private void Butterflies(int start, int half)
    {
        Span<float> re = _re.AsSpan(start, half), im = _im.AsSpan(start, half), re2 = _re.AsSpan(start + half, half), im2 = _im.AsSpan(start + half, half);
        ReadOnlySpan<float> cos = StageCos.AsSpan(half, half), sin = StageSin.AsSpan(half, half);
        if (half >= Vector<float>.Count) Butterflies(Vectors(re), Vectors(im), Vectors(re2), Vectors(im2), Vectors(cos), Vectors(sin));
        else Butterflies(re, im, re2, im2, cos, sin);
    }

    private static void Butterflies(
        Span<Vector<float>> re, Span<Vector<float>> im, Span<Vector<float>> re2, Span<Vector<float>> im2, ReadOnlySpan<Vector<float>> cos, ReadOnlySpan<Vector<float>> sin)
    {
        for (var k = 0; k < re.Length; k++)
        {
            Vector<float> r = (re2[k] * cos[k]) - (im2[k] * sin[k]), i = (re2[k] * sin[k]) + (im2[k] * cos[k]);
            (re2[k], im2[k]) = (re[k] - r, im[k] - i);
            (re[k], im[k]) = (re[k] + r, im[k] + i);
        }
    }

    private static void Butterflies(Span<float> re, Span<float> im, Span<float> re2, Span<float> im2, ReadOnlySpan<float> cos, ReadOnlySpan<float> sin)
    {
        for (var k = 0; k < re.Length; k++)
        {
            float r = (re2[k] * cos[k]) - (im2[k] * sin[k]), i = (re2[k] * sin[k]) + (im2[k] * cos[k]);
            (re2[k], im2[k]) = (re[k] - r, im[k] - i);
            (re[k], im[k]) = (re[k] + r, im[k] + i);
        }
    }

    /// <summary>Bin k of the 256 is E + wO, bin 128 - k the conjugate of E - wO, where E and O are the transforms of the even and the odd samples.</summary>
    private void Split()
    {
        float first = _re[0] + _im[0], last = _re[0] - _im[0];
        (_power[0], _power[Points]) = (first * first, last * last);
        for (var k = 1; k <= Points / 2; k++)
        {
            var mirror = Points - k;
            float evenRe = 0.5f * (_re[k] + _re[mirror]), evenIm = 0.5f * (_im[k] - _im[mirror]);
            float oddRe = 0.5f * (_im[k] + _im[mirror]), oddIm = 0.5f * (_re[mirror] - _re[k]);
            float re = (oddRe * Cos[k]) - (oddIm * Sin[k]), im = (oddRe * Sin[k]) + (oddIm * Cos[k]);
            _power[k] = ((evenRe + re) * (evenRe + re)) + ((evenIm + im) * (evenIm + im));
            _power[mirror] = ((evenRe - re) * (evenRe - re)) + ((evenIm - im) * (evenIm - im));
        }
    }

    private static Span<Vector<float>> Vectors(Span<float> numbers) => MemoryMarshal.Cast<float, Vector<float>>(numbers);

    private static ReadOnlySpan<Vector<float>> Vectors(ReadOnlySpan<float> numbers) => MemoryMarshal.Cast<float, Vector<float>>(numbers);

    private static float[] Twiddles(float[] ofWindow)
    {
        var stages = new float[Points];
        for (var half = 1; half < Points; half *= 2)
            for (var k = 0; k < half; k++) stages[half + k] = ofWindow[k * (Points / half)];
        return stages;
    }

    private static int Reverse(int index)
    {
        var reversed = 0;
        for (var bit = 0; bit < Log2; bit++) reversed |= ((index >> bit) & 1) << (Log2 - 1 - bit);
        return reversed;
    }
}
