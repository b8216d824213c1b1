namespace CallbackBot.Speech.Sherpa;

/// <summary>
/// 8 to 16 kHz as the audio comes: between two samples stands one more, by a windowed-sinc half-band filter (24 taps, flat to 3.4 kHz).
/// 12 samples (1.5 ms) late.
/// </summary>
internal sealed class RateDoubler
{
    private const int Taps = 24;

    private static readonly float[] Half = [.. Enumerable.Range(0, Taps).Select(Tap)];

    private readonly float[] _past = new float[Taps];

    /// <returns>Twice as many samples.</returns>
    public float[] Push(ReadOnlySpan<float> samples)
    {
        var doubled = new float[2 * samples.Length];
        for (var i = 0; i < samples.Length; i++)
        {
            Array.Copy(_past, 1, _past, 0, Taps - 1);
            _past[^1] = samples[i];
            doubled[2 * i] = _past[(Taps / 2) - 1];
            var between = 0f;
            for (var k = 0; k < Taps; k++) between += Half[k] * _past[k];
            doubled[(2 * i) + 1] = between;
        }

        return doubled;
    }

    /// <summary>sinc at half-way instants under a Hann window, so that a constant stays what it is to within 0.1 %.</summary>
    private static float Tap(int k)
    {
        var x = k - ((Taps - 1) / 2.0);
        return (float)(Math.Sin(Math.PI * x) / (Math.PI * x) * (0.5 + (0.5 * Math.Cos(2 * Math.PI * x / Taps))));
    }
}
