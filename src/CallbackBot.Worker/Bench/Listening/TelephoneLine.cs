using CallbackBot.Telephony.Audio;

namespace CallbackBot.Worker.Bench.Listening;

/// <summary>What a telephone and an exchange make of a voice: 300 to 3400 Hz, a level, a background, A-law.</summary>
internal static class TelephoneLine
{
    private const int Rate = 8000;
    private const int Lead = Rate * 3 / 10;
    private const int Tail = Rate * 6 / 10;

    // 129 taps with a Hamming window: 250 Hz wide slopes, 50 dB down outside.
    private static readonly double[] BandPass = [.. Enumerable.Range(-64, 129).Select(k =>
        (Sinc(3400.0 / Rate, k) - Sinc(300.0 / Rate, k)) * (0.54 + (0.46 * Math.Cos(Math.PI * k / 64))))];

    /// <summary>As the recogniser gets it in a call: 300 ms before the speech, the pause that ended it after.</summary>
    /// <param name="voice">8 kHz.</param>
    /// <param name="levelDb">Of the speech, dBFS.</param>
    /// <param name="background">At least as long as the result, at any level; null for none.</param>
    /// <param name="snrDb">Speech over background.</param>
    /// <returns>A-law.</returns>
    public static byte[] Carry(short[] voice, double levelDb, short[]? background, double snrDb)
    {
        var speech = Filter(Between(voice));
        var level = short.MaxValue * Math.Pow(10, levelDb / 20);
        Scale(speech, level / ActiveRms(speech));
        if (background is not null)
        {
            var noise = Filter([.. background.Take(speech.Length).Select(sample => (double)sample)]);
            Scale(noise, level / Math.Pow(10, snrDb / 20) / Math.Sqrt(noise.Average(sample => sample * sample)));
            for (var i = 0; i < speech.Length; i++) speech[i] += noise[i];
        }
        var alaw = new byte[speech.Length / 160 * 160];
        for (var i = 0; i < alaw.Length; i++) alaw[i] = G711.EncodeALaw((short)Math.Clamp(Math.Round(speech[i]), short.MinValue, short.MaxValue));
        return alaw;
    }

    /// <summary>Voices put silence of their own around a phrase, of any length; the call's activity detection cuts it to this.</summary>
    private static double[] Between(short[] voice)
    {
        var threshold = voice.Max(sample => Math.Abs((int)sample)) / 100;
        var first = Array.FindIndex(voice, sample => Math.Abs((int)sample) > threshold);
        var last = Array.FindLastIndex(voice, sample => Math.Abs((int)sample) > threshold);
        return [.. new double[Lead], .. voice[first..(last + 1)].Select(sample => (double)sample), .. new double[Tail]];
    }

    private static double[] Filter(double[] samples)
    {
        var filtered = new double[samples.Length];
        for (var i = 0; i < samples.Length; i++)
        {
            for (var k = Math.Max(0, 64 + i - samples.Length + 1); k < BandPass.Length && i - k + 64 >= 0; k++)
                filtered[i] += BandPass[k] * samples[i - k + 64];
        }
        return filtered;
    }

    /// <summary>Over the frames within 30 dB of the loudest: pauses do not make a voice quieter.</summary>
    private static double ActiveRms(double[] samples)
    {
        var frames = samples.Chunk(160).Select(frame => frame.Average(sample => sample * sample)).ToList();
        var loudest = frames.Max();
        return loudest == 0 ? 1 : Math.Sqrt(frames.Where(power => power > loudest / 1000).Average());
    }

    private static void Scale(double[] samples, double gain)
    {
        for (var i = 0; i < samples.Length; i++) samples[i] *= gain;
    }

    private static double Sinc(double cutOff, int k) => k == 0 ? 2 * cutOff : Math.Sin(2 * Math.PI * cutOff * k) / (Math.PI * k);
}
