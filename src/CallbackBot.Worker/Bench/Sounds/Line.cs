using CallbackBot.Telephony.Audio;

namespace CallbackBot.Worker.Bench.Sounds;

/// <summary>What a telephone line does to sound: band, level, A-law.</summary>
internal static class Line
{
    public const int FrameBytes = DecodedFrame.Length;

    /// <summary>Only what a telephone carries, 300 to 3400 Hz; two second-order sections each (Butterworth).</summary>
    public static float[] Band(float[] samples)
    {
        var band = (float[])samples.Clone();
        foreach (var quality in new[] { 0.5412, 1.3066 })
        {
            Section(band, 300, quality, highPass: true);
            Section(band, 3400, quality, highPass: false);
        }

        return band;
    }

    /// <summary>Root mean square of what is loud: 20 ms at a time, those within 30 dB of the loudest. So a pause in speech does not count.</summary>
    public static double ActiveRms(ReadOnlySpan<float> samples)
    {
        var energies = new List<double>();
        for (var at = 0; at + FrameBytes <= samples.Length; at += FrameBytes)
        {
            double sum = 0;
            foreach (var sample in samples.Slice(at, FrameBytes)) sum += sample * sample;
            energies.Add(sum / FrameBytes);
        }

        if (energies.Count == 0) return 0;
        var loud = energies.Max() / 1000;
        return Math.Sqrt(energies.Where(e => e >= loud).Average());
    }

    /// <summary>The same sound at a level.</summary>
    /// <param name="dbfs">Of its active part; 0 is a square wave of full scale.</param>
    public static float[] AtLevel(float[] samples, double dbfs)
    {
        var gain = (float)(32768 * Math.Pow(10, dbfs / 20) / Math.Max(1e-9, ActiveRms(samples)));
        return [.. samples.Select(sample => sample * gain)];
    }

    public static float[] Mix(float[] signal, ReadOnlySpan<float> noise)
    {
        var mixed = (float[])signal.Clone();
        for (var i = 0; i < Math.Min(mixed.Length, noise.Length); i++) mixed[i] += noise[i];
        return mixed;
    }

    public static byte[] ALaw(ReadOnlySpan<float> samples)
    {
        var alaw = new byte[samples.Length];
        for (var i = 0; i < alaw.Length; i++) alaw[i] = G711.EncodeALaw((short)Math.Clamp(samples[i], short.MinValue, short.MaxValue));
        return alaw;
    }

    public static float[] Decoded(ReadOnlySpan<byte> alaw)
    {
        var samples = new float[alaw.Length];
        for (var i = 0; i < samples.Length; i++) samples[i] = G711.DecodeALaw(alaw[i]);
        return samples;
    }

    /// <summary>Second-order section by the bilinear transform (R. Bristow-Johnson's Audio EQ Cookbook).</summary>
    private static void Section(float[] samples, double frequency, double quality, bool highPass)
    {
        var w = 2 * Math.PI * frequency / Noise.Rate;
        var (alpha, cos) = (Math.Sin(w) / (2 * quality), Math.Cos(w));
        var b1 = highPass ? -(1 + cos) : 1 - cos;
        var b0 = Math.Abs(b1) / 2;
        var (a0, a1, a2) = (1 + alpha, -2 * cos, 1 - alpha);
        double x1 = 0, x2 = 0, y1 = 0, y2 = 0;
        for (var i = 0; i < samples.Length; i++)
        {
            double x = samples[i];
            var y = ((b0 * (x + x2)) + (b1 * x1) - (a1 * y1) - (a2 * y2)) / a0;
            (x2, x1, y2, y1) = (x1, x, y1, y);
            samples[i] = (float)y;
        }
    }
}
