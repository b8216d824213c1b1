using CallbackBot.Simulator.Lines;
using CallbackBot.Telephony.Audio;

namespace CallbackBot.Worker.Bench.Sounds;

/// <summary>Noises of a telephone line: 8 kHz, 16-bit scale, the same for the same random numbers. Their level is whatever comes out; <see cref="Line"/> sets it.</summary>
internal static class Noise
{
    public const int Rate = 8000;

    public static float[] White(double seconds, Random random) => Generate(seconds, _ => PinkNoise.Gauss(random));

    public static float[] Pink(double seconds, Random random)
    {
        var pink = new PinkNoise(random);
        return Generate(seconds, _ => pink.Next());
    }

    /// <summary>The tone that a caller hears while it rings in China: 450 Hz, 1 s on and 4 s off.</summary>
    public static float[] Ringback(double seconds)
    {
        var tone = new ToneGenerator(ToneCadence.Ringback);
        var slot = new byte[160];
        var samples = new float[(int)(seconds * Rate)];
        for (var at = 0; at + slot.Length <= samples.Length; at += slot.Length)
        {
            tone.Fill(slot);
            for (var i = 0; i < slot.Length; i++) samples[at + i] = G711.DecodeALaw(slot[i]);
        }

        return samples;
    }

    /// <summary>
    /// Somebody who coughs, once to three times in a row every few seconds: a burst, the rush of air that dies away, and in two of three coughs the vocal
    /// folds at the end (Korpáš, Sadloňová and Vrabec 1996 name the three phases).
    /// </summary>
    public static float[] Coughs(double seconds, Random random)
    {
        var samples = new float[(int)(seconds * Rate)];
        for (var at = (int)(Rate * 0.5); at < samples.Length;)
        {
            for (var left = random.Next(1, 4); left > 0 && at < samples.Length; left--)
            {
                Cough(samples.AsSpan(at), random);
                at += Rate * random.Next(350, 550) / 1000;
            }

            at += Rate * random.Next(1500, 3500) / 1000;
        }

        return samples;
    }

    private static void Cough(Span<float> into, Random random)
    {
        var burst = Rate * random.Next(25, 50) / 1000;
        var rush = Rate * random.Next(120, 220) / 1000;
        var voiced = random.Next(3) == 0 ? 0 : Rate * random.Next(40, 90) / 1000;
        var pitch = 150 + (200 * random.NextDouble());
        double phase = 0, low = 0;
        for (var i = 0; i < Math.Min(into.Length, burst + rush + voiced); i++)
        {
            low += 0.45 * (PinkNoise.Gauss(random) - low);
            var air = PinkNoise.Gauss(random) - (0.6 * low);
            var rest = i - burst;
            double sample = i < burst ? 1.6 * air : air * Math.Exp(-3.0 * rest / rush);
            if (i >= burst + rush)
            {
                var into01 = (double)(i - burst - rush) / voiced;
                phase += 2 * Math.PI * pitch * (1 - (0.3 * into01)) / Rate;
                for (var k = 1; k <= 12; k++) sample += 0.25 * Math.Sin(k * phase) / Math.Sqrt(k) * Math.Sin(Math.PI * into01);
            }

            into[i] += (float)(8000 * sample);
        }
    }

    private static float[] Generate(double seconds, Func<int, float> sample)
    {
        var samples = new float[(int)(seconds * Rate)];
        for (var i = 0; i < samples.Length; i++) samples[i] = sample(i);
        return samples;
    }
}
