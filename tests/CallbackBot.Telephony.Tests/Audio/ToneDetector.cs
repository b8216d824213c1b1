using CallbackBot.Telephony.Audio;

namespace CallbackBot.Telephony.Tests.Audio;

/// <summary>Tells whether a frame is one given tone and nothing else.</summary>
/// <param name="frequency">Hz.</param>
internal sealed class ToneDetector(double frequency)
{
    private const double Quiet = 300; // -40 dBFS: tones of an exchange are far louder.
    private const double Purity = 0.85;

    private readonly double _coefficient = 2 * Math.Cos(2 * Math.PI * frequency / 8000);

    /// <summary>True when at least 85 % of the frame's power lies at the frequency. Frames of 20 ms separate tones 50 Hz apart.</summary>
    /// <param name="frame">A-law, 8 kHz, 10 ms or longer.</param>
    public bool IsTone(ReadOnlySpan<byte> frame)
    {
        // Goertzel: one bin of a Fourier transform, as a recursion.
        double before = 0, last = 0, energy = 0;
        foreach (var code in frame)
        {
            double sample = G711.DecodeALaw(code);
            (before, last) = (last, sample + (_coefficient * last) - before);
            energy += sample * sample;
        }

        var power = (last * last) + (before * before) - (_coefficient * last * before);
        var length = frame.Length;
        return energy > Quiet * Quiet * length && 2 * power / length > Purity * energy;
    }
}
