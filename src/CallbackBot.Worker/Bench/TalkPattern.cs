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
    public const int LeadLength = Rate * 200 / 1000;

    /// <summary>Silence before the first word.</summary>
    public static TimeSpan Lead { get; } = TimeSpan.FromSeconds((double)LeadLength / Rate);

    /// <param name="length">How long it lasts, the silence before it included.</param>
    /// <param name="percent">How much of each five seconds is speech; the rest is silence. Of 100 the breaths are silent, 6 %.</param>
    /// <returns>A-law.</returns>
    public static byte[] Prompt(TimeSpan length, int percent)
    {
        var cycle = new byte[CycleSeconds * Rate];
        Array.Fill(cycle, G711.ALawSilence);
        var speech = cycle.AsSpan(0, Math.Min(cycle.Length, (int)((long)cycle.Length * percent * Rate / (100 * (Rate - Breath)))));
        var phase = 0.0;
        for (var i = 0; i < speech.Length; i++)
        {
            var time = (double)i / Rate;
            phase += 2 * Math.PI * (130 + (12 * Math.Sin(2 * Math.PI * 3 * time))) / Rate;
            double sum = 0;
            for (var harmonic = 1; harmonic <= 20; harmonic++) sum += Math.Sin(harmonic * phase) / Math.Sqrt(harmonic);
            var syllable = 0.65 + (0.35 * Math.Sin(2 * Math.PI * 4 * time));
            if (i % Rate < Rate - Breath) speech[i] = G711.EncodeALaw((short)Math.Clamp(sum * syllable * 2500, short.MinValue, short.MaxValue));
        }

        var prompt = new byte[(int)(length.TotalSeconds * Rate)];
        var lead = Math.Min(LeadLength, prompt.Length);
        prompt.AsSpan(0, lead).Fill(G711.ALawSilence);
        for (var at = lead; at < prompt.Length; at += cycle.Length) cycle.AsSpan(0, Math.Min(cycle.Length, prompt.Length - at)).CopyTo(prompt.AsSpan(at));
        return prompt;
    }
}
