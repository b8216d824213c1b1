using CallbackBot.Speech.Local;
using CallbackBot.Telephony.Audio;

namespace CallbackBot.Tests.Speech;

/// <summary>Sounds of a telephone line, 8 kHz, the same every time.</summary>
internal static class Sounds
{
    public const double SpeechRms = 3277;

    public static short[] Silence(double seconds) => new short[(int)(8000 * seconds)];

    /// <summary>Speech by espeak-ng, about -20 dBFS.</summary>
    public static async Task<short[]> SpeakAsync(string text, EspeakVoice voice)
    {
        var options = new EspeakOptions { Voices = new Dictionary<string, EspeakVoice> { ["x"] = voice } };
        var alaw = await new EspeakSynthesizer(options, TimeProvider.System).SynthesizeAsync(text, "x", default);
        var samples = new short[alaw.Length];
        G711.DecodeALaw(alaw, samples);
        return samples;
    }

    /// <summary>A vowel, about -20 dBFS: harmonics of a voice whose pitch wavers like a person's.</summary>
    public static short[] Vowel(double seconds)
    {
        var phase = 0.0;
        return Generate(seconds, i =>
        {
            phase += 2 * Math.PI * (130 + (12 * Math.Sin(2 * Math.PI * 3 * i / 8000))) / 8000;
            return Enumerable.Range(1, 20).Sum(k => Math.Sin(k * phase) / Math.Sqrt(k)) * SpeechRms * 0.75;
        });
    }

    public static short[] White(double seconds, double rms, int seed)
    {
        var random = new Random(seed);
        return Generate(seconds, _ => rms * Math.Sqrt(3) * ((2 * random.NextDouble()) - 1));
    }

    /// <summary>Power falls by 3 dB an octave: a sum of noises that change ever more rarely (Voss).</summary>
    public static short[] Pink(double seconds, double rms, int seed)
    {
        var random = new Random(seed);
        var rows = new double[12];
        return Generate(seconds, i =>
        {
            for (var row = 0; row < rows.Length; row++)
                if (i % (1 << row) == 0) rows[row] = (2 * random.NextDouble()) - 1;
            return rows.Sum() * rms * Math.Sqrt(3.0 / rows.Length);
        });
    }

    public static short[] Tones(double seconds, double rms, params double[] frequencies) => Generate(seconds, i =>
        frequencies.Sum(frequency => Math.Sin(2 * Math.PI * frequency * i / 8000)) * rms * Math.Sqrt(2.0 / frequencies.Length));

    /// <summary>A burst of noise that dies away within 200 ms, as a cough's first phase does.</summary>
    public static short[] Cough(int seed)
    {
        var noise = White(0.25, 8000, seed);
        for (var i = 0; i < noise.Length; i++) noise[i] = (short)(noise[i] * Math.Exp(-i / 600.0));
        return noise;
    }

    public static short[] Click() => [.. Enumerable.Range(0, 40).Select(i => (short)(20_000 * Math.Exp(-i / 8.0) * (i % 2 == 0 ? 1 : -1)))];

    public static short[] Mix(short[] signal, short[] noise) =>
        [.. signal.Select((sample, i) => (short)Math.Clamp(sample + noise[i], short.MinValue, short.MaxValue))];

    public static IEnumerable<byte[]> Frames(short[] samples)
    {
        foreach (var chunk in samples.Chunk(160).Where(chunk => chunk.Length == 160))
        {
            var frame = new byte[160];
            G711.EncodeALaw(chunk, frame);
            yield return frame;
        }
    }

    private static short[] Generate(double seconds, Func<int, double> sample) =>
        [.. Enumerable.Range(0, (int)(8000 * seconds)).Select(i => (short)Math.Clamp(sample(i), short.MinValue, short.MaxValue))];
}
