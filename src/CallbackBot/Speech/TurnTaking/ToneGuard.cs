using System.Numerics.Tensors;

namespace CallbackBot.Speech.TurnTaking;

/// <summary>
/// Tells line tones and keys from a voice: one or two sines carry nearly all the power of 300-3400 Hz. A sung vowel can look like that for
/// a frame or two; a tone does so without a break.
/// </summary>
internal struct ToneGuard
{
    private const int First = (int)(300 / Spectrum.BinHz);
    private const int Last = (int)(3400 / Spectrum.BinHz);

    /// <summary>A sine through the Hann window fills its bin and two on either side.</summary>
    private const int Lobe = 2;

    /// <summary>Share of the power in the two strongest peaks from which a frame looks like a tone.</summary>
    private const float ToneShare = 0.90f;

    /// <summary>Below that share it is no tone with noise either.</summary>
    private const float FarShare = 0.75f;

    /// <summary>How far a peak of a steady tone may move between frames, in bins.</summary>
    private const float Steady = 0.35f;

    private float _firstPeak;
    private float _secondPeak;
    private int _run;

    /// <summary>Of the frame that was looked at last.</summary>
    public bool FarFromTone { get; private set; }

    /// <summary>True while a tone sounds. Call once per frame that is loud enough to matter.</summary>
    public bool IsTone(ReadOnlySpan<float> power)
    {
        var total = TensorPrimitives.Sum(power[First..(Last + 1)]);
        var a = Peak(power, First, Last);
        var b = Second(power, a);
        var share = (Around(power, a) + Around(power, b)) / (total + 1e-9f);
        float fa = Exact(power, a), fb = Exact(power, b);

        var dtmf = share > ToneShare && IsKeyPair(Math.Min(fa, fb) * Spectrum.BinHz, Math.Max(fa, fb) * Spectrum.BinHz)
            && Math.Min(power[a], power[b]) * 20 > Math.Max(power[a], power[b]);
        var steady = Math.Min(Math.Abs(fa - _firstPeak), Math.Abs(fa - _secondPeak)) < Steady;
        FarFromTone = share < FarShare;
        _run = share > ToneShare && (steady || dtmf) ? _run + 1 : 0;
        (_firstPeak, _secondPeak) = (fa, fb);
        // A key or a very pure tone is known at once; anything else after 60 ms of standing still.
        return dtmf || share > 0.985f || _run >= 3;
    }

    public void Reset() => _run = 0;

    /// <summary>DTMF: one of four low and one of four high frequencies (ITU-T Q.23), here as two ranges.</summary>
    private static bool IsKeyPair(float low, float high) => low is > 670 and < 970 && high is > 1170 and < 1680;

    private static int Peak(ReadOnlySpan<float> power, int first, int last) => first + TensorPrimitives.IndexOfMax(power[first..(last + 1)]);

    /// <summary>The strongest outside the lobe of the strongest.</summary>
    private static int Second(ReadOnlySpan<float> power, int strongest)
    {
        var (below, above) = (strongest - (2 * Lobe) - 1, strongest + (2 * Lobe) + 1);
        if (below < First) return Peak(power, above, Last);
        if (above > Last) return Peak(power, First, below);
        var (low, high) = (Peak(power, First, below), Peak(power, above, Last));
        return power[high] > power[low] ? high : low;
    }

    private static float Around(ReadOnlySpan<float> power, int peak)
    {
        float sum = 0;
        for (var bin = peak - Lobe; bin <= peak + Lobe; bin++) sum += power[bin];
        return sum;
    }

    /// <summary>Between two bins, by the parabola through the logarithms of the peak and its neighbours.</summary>
    private static float Exact(ReadOnlySpan<float> power, int peak)
    {
        float l = MathF.Log(power[peak - 1] + 1e-9f), m = MathF.Log(power[peak] + 1e-9f), r = MathF.Log(power[peak + 1] + 1e-9f);
        var curve = l - (2 * m) + r;
        return curve >= 0 ? peak : peak + Math.Clamp(0.5f * (l - r) / curve, -0.5f, 0.5f);
    }
}
