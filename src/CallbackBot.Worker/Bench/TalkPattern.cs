using CallbackBot.Telephony.Audio;

namespace CallbackBot.Worker.Bench;

/// <summary>
/// A prompt that speaks a share of the time. It is no language, but voice activity takes it for a voice: syllables of a wavering pitch, and a
/// breath every second, after a moment of silence. Without these it would be taken for the noise of the line.
/// </summary>
internal static class TalkPattern
{
    private const int Rate = 8000;
    private const int CycleSeconds = 5;
    private const int Breath = Rate * 60 / 1000;

    /// <summary>Bytes of silence before the first word.</summary>
    private const int Lead = Rate * 200 / 1000;

    /// <summary>A moment of silence, and speech.</summary>
    /// <param name="length">How long it lasts, the silence before it included.</param>
    /// <param name="percent">How much of each five seconds is speech; the rest is silence. Of 100 the breaths are silent, 6 %.</param>
    /// <returns>A-law.</returns>
    public static byte[] Prompt(TimeSpan length, int percent) =>
        [.. Enumerable.Repeat(G711.ALawSilence, Lead), .. Speech(length - TimeSpan.FromSeconds((double)Lead / Rate), percent)];

    /// <summary>The same without the silence before it: its first packet is audible.</summary>
    public static byte[] Speech(TimeSpan length, int percent)
    {
        var cycle = new byte[CycleSeconds * Rate];
        Array.Fill(cycle, G711.ALawSilence);
        var spoken = cycle.AsSpan(0, Math.Min(cycle.Length, (int)((long)cycle.Length * percent * Rate / (100 * (Rate - Breath)))));
        var phase = 0.0;
        for (var i = 0; i < spoken.Length; i++)
        {
            var time = (double)i / Rate;
            phase += 2 * Math.PI * (130 + (12 * Math.Sin(2 * Math.PI * 3 * time))) / Rate;
            double sum = 0;
            for (var harmonic = 1; harmonic <= 20; harmonic++) sum += Math.Sin(harmonic * phase) / Math.Sqrt(harmonic);
            var syllable = 0.65 + (0.35 * Math.Sin(2 * Math.PI * 4 * time));
            if (i % Rate < Rate - Breath) spoken[i] = G711.EncodeALaw((short)Math.Clamp(sum * syllable * 2500, short.MinValue, short.MaxValue));
        }

        var samples = new byte[(int)(length.TotalSeconds * Rate)];
        for (var at = 0; at < samples.Length; at += cycle.Length) cycle.AsSpan(0, Math.Min(cycle.Length, samples.Length - at)).CopyTo(samples.AsSpan(at));
        return samples;
    }
}
