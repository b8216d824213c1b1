namespace CallbackBot.Speech.TurnTaking;

/// <summary>Power spectrum of 32 ms (256 samples) of 8 kHz audio: 129 bins of 31.25 Hz. One instance per call; allocates nothing per use.</summary>
internal sealed class Spectrum
{
    public const int Window = 256;

    public const float BinHz = 8000f / Window;

    private const int Log2 = 8;

    private static readonly float[] Hann = Enumerable.Range(0, Window)
        .Select(i => 0.5f - (0.5f * MathF.Cos(2 * MathF.PI * i / Window))).ToArray();

    private static readonly float[] Cos = Enumerable.Range(0, Window / 2).Select(i => MathF.Cos(2 * MathF.PI * i / Window)).ToArray();
    private static readonly float[] Sin = Enumerable.Range(0, Window / 2).Select(i => MathF.Sin(2 * MathF.PI * i / Window)).ToArray();
    private static readonly int[] Reversed = Enumerable.Range(0, Window).Select(Reverse).ToArray();

    private readonly float[] _re = new float[Window];
    private readonly float[] _im = new float[Window];
    private readonly float[] _power = new float[(Window / 2) + 1];

    /// <summary>The result of the last <see cref="Measure"/>.</summary>
    public ReadOnlySpan<float> Power => _power;

    public void Measure(ReadOnlySpan<float> samples)
    {
        for (var i = 0; i < Window; i++)
        {
            _re[Reversed[i]] = samples[i] * Hann[i];
            _im[i] = 0;
        }
        for (var half = 1; half < Window; half *= 2)
        {
            var step = Window / (2 * half);
            for (var start = 0; start < Window; start += 2 * half)
            {
                for (var k = 0; k < half; k++)
                {
                    int a = start + k, b = a + half;
                    float c = Cos[k * step], s = -Sin[k * step];
                    float re = (_re[b] * c) - (_im[b] * s), im = (_re[b] * s) + (_im[b] * c);
                    (_re[b], _im[b]) = (_re[a] - re, _im[a] - im);
                    (_re[a], _im[a]) = (_re[a] + re, _im[a] + im);
                }
            }
        }
        for (var i = 0; i < _power.Length; i++) _power[i] = (_re[i] * _re[i]) + (_im[i] * _im[i]);
    }

    private static int Reverse(int index)
    {
        var reversed = 0;
        for (var bit = 0; bit < Log2; bit++) reversed |= ((index >> bit) & 1) << (Log2 - 1 - bit);
        return reversed;
    }
}
