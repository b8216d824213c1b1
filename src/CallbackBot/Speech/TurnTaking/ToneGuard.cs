namespace CallbackBot.Speech.TurnTaking;

/// <summary>
/// Tells line tones and keys from a voice: one or two sines carry nearly all the power of 300-3400 Hz. A sung vowel can look like that for
/// a frame or two; a tone does so without a break.
/// </summary>
internal sealed class ToneGuard
{
    private const int First = (int)(300 / Spectrum.BinHz);
    private const int Last = (int)(3400 / Spectrum.BinHz);

    /// <summary>A sine through the Hann window fills its bin and two on either side.</summary>
    private const int Lobe = 2;

    /// <summary>Share of the power in the two strongest peaks from which a frame looks like a tone.</summary>
    private const float ToneShare = 0.90f;

    /// <summary>How far a peak of a steady tone may move between frames, in bins.</summary>
    private const float Steady = 0.35f;

    private float _firstPeak;
    private float _secondPeak;
    private int _run;

    /// <summary>True while a tone sounds. Call once per frame that is loud enough to matter.</summary>
    public bool IsTone(ReadOnlySpan<float> power)
    {
        float total = 0;
        for (var bin = First; bin <= Last; bin++) total += power[bin];
        var a = Peak(power, exclude: -1);
        var b = Peak(power, exclude: a);
        var share = (Around(power, a) + Around(power, b)) / (total + 1e-9f);
        float fa = Exact(power, a), fb = Exact(power, b);

        var dtmf = share > ToneShare && IsKeyPair(Math.Min(fa, fb) * Spectrum.BinHz, Math.Max(fa, fb) * Spectrum.BinHz)
            && Math.Min(power[a], power[b]) * 20 > Math.Max(power[a], power[b]);
        var steady = Math.Min(Math.Abs(fa - _firstPeak), Math.Abs(fa - _secondPeak)) < Steady;
        _run = share > ToneShare && (steady || dtmf) ? _run + 1 : 0;
        (_firstPeak, _secondPeak) = (fa, fb);
        // A key or a very pure tone is known at once; anything else after 60 ms of standing still.
        return dtmf || share > 0.985f || _run >= 3;
    }

    public void Reset() => _run = 0;

    /// <summary>DTMF: one of four low and one of four high frequencies (ITU-T Q.23), here as two ranges.</summary>
    private static bool IsKeyPair(float low, float high) => low is > 670 and < 970 && high is > 1170 and < 1680;

    private static int Peak(ReadOnlySpan<float> power, int exclude)
    {
        var best = First;
        float most = -1;
        for (var bin = First; bin <= Last; bin++)
        {
            if (exclude >= 0 && Math.Abs(bin - exclude) <= 2 * Lobe) continue;
            if (power[bin] <= most) continue;
            (best, most) = (bin, power[bin]);
        }
        return best;
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
