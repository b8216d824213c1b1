using CallbackBot.Telephony.Audio;

namespace CallbackBot.Telephony.Tests.Audio;

/// <summary>How loud one frequency is in a frame, whatever else is in it.</summary>
internal static class Level
{
    /// <summary>The amplitude of a tone in A-law audio, in steps of 16-bit samples (Goertzel).</summary>
    public static double Of(ReadOnlySpan<byte> frame, double frequency)
    {
        var coefficient = 2 * Math.Cos(2 * Math.PI * frequency / 8000);
        double before = 0, last = 0;
        foreach (var code in frame) (before, last) = (last, G711.DecodeALaw(code) + (coefficient * last) - before);
        return 2 * Math.Sqrt((last * last) + (before * before) - (coefficient * last * before)) / frame.Length;
    }
}
