using CallbackBot.Telephony.Audio;

namespace CallbackBot.Simulator.Lines;

/// <summary>Sounds that no voice makes, A-law.</summary>
internal static class Sounds
{
    private const int SamplesPerSecond = 8000;

    /// <summary>One second of white noise at a level, to be repeated.</summary>
    public static byte[] Noise(double dbfs, Random random)
    {
        // Uniform noise of amplitude a has the power a²/3.
        var amplitude = Math.Sqrt(3) * Math.Pow(10, dbfs / 20) * short.MaxValue;
        var noise = new byte[SamplesPerSecond];
        for (var i = 0; i < noise.Length; i++) noise[i] = G711.EncodeALaw((short)(((2 * random.NextDouble()) - 1) * amplitude));
        return noise;
    }

    /// <summary>An answering machine's beep: 1 kHz, 400 ms.</summary>
    public static byte[] Beep()
    {
        var beep = new byte[SamplesPerSecond * 2 / 5];
        new ToneGenerator(new ToneCadence(1000, 400)).Fill(beep);
        return beep;
    }
}
