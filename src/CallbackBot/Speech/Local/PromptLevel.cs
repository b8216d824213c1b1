using CallbackBot.Telephony.Audio;

namespace CallbackBot.Speech.Local;

/// <summary>Makes every prompt equally loud and cuts the silence that an engine puts around it, so that turns follow each other briskly.</summary>
public static class PromptLevel
{
    private const int SamplesPerMs = 8;
    private const int FrameLength = 10 * SamplesPerMs;
    private const int Lead = 60 * SamplesPerMs;
    private const int Tail = 120 * SamplesPerMs;

    /// <summary>Speech at about -20 dBFS: loud on a telephone, and peaks of 12 dB above it still pass.</summary>
    private const double TargetRms = 3277;

    /// <summary>What A-law carries without clipping, with a margin.</summary>
    private const double Ceiling = 29_000;

    /// <summary>From 8 kHz samples to A-law: levelled without clipping, 60 ms of quiet before and 120 ms after the speech.</summary>
    /// <returns>Empty when there is nothing to hear.</returns>
    public static byte[] Finish(ReadOnlySpan<short> samples)
    {
        var peak = 0;
        foreach (var sample in samples) peak = Math.Max(peak, Math.Abs((int)sample));
        if (peak == 0) return [];

        // 40 dB below the peak is silence: breath and the quietest consonants of a synthetic voice lie above it.
        var (first, last, rms) = Active(samples, peak / 100.0);
        if (first < 0) return [];
        var gain = Math.Min(TargetRms / rms, Ceiling / peak);

        // Where the engine left less silence than that, it is added.
        var alaw = new byte[Lead + last - first + Tail];
        Array.Fill(alaw, G711.ALawSilence);
        var shift = first - Lead;
        for (var i = Math.Max(0, -shift); i < Math.Min(alaw.Length, samples.Length - shift); i++)
            alaw[i] = G711.EncodeALaw((short)(samples[shift + i] * gain));
        return alaw;
    }

    private static (int First, int Last, double Rms) Active(ReadOnlySpan<short> samples, double threshold)
    {
        int first = -1, last = -1, frames = 0;
        double energy = 0;
        for (var at = 0; at < samples.Length; at += FrameLength)
        {
            var frame = samples[at..Math.Min(at + FrameLength, samples.Length)];
            double sum = 0;
            foreach (var sample in frame) sum += (double)sample * sample;
            if (sum / frame.Length < threshold * threshold) continue;
            if (first < 0) first = at;
            last = at + frame.Length;
            energy += sum / frame.Length;
            frames++;
        }
        return (first, last, frames == 0 ? 0 : Math.Sqrt(energy / frames));
    }
}
