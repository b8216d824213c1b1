using System.Numerics;

namespace CallbackBot.Telephony.Audio.Detection;

/// <summary>
/// The energy of a frame at several frequencies at once (Goertzel's recursion, several frequencies per vector register). Has no state: one
/// bank serves all calls.
/// </summary>
internal sealed class GoertzelBank
{
    private readonly float[] _coefficients;

    /// <param name="frequencies">Hz, at 8000 samples per second.</param>
    public GoertzelBank(params ReadOnlySpan<float> frequencies)
    {
        var lanes = Vector<float>.Count;
        _coefficients = new float[(frequencies.Length + lanes - 1) / lanes * lanes];
        for (var i = 0; i < frequencies.Length; i++) _coefficients[i] = 2 * MathF.Cos(2 * MathF.PI * frequencies[i] / 8000);
    }

    /// <summary>Floats that <see cref="Measure"/> writes: the frequencies, and what fills the last register.</summary>
    public int Length => _coefficients.Length;

    /// <summary>
    /// Writes the energy at each frequency, in the unit of the sum of the squared samples: a sine at the frequency, through the whole frame,
    /// has all of that sum.
    /// </summary>
    public void Measure(ReadOnlySpan<float> samples, Span<float> energy)
    {
        for (var at = 0; at < _coefficients.Length; at += Vector<float>.Count)
        {
            var coefficient = new Vector<float>(_coefficients, at);
            var (last, before) = (Vector<float>.Zero, Vector<float>.Zero);
            // In this order only one operation waits for the sample before.
            foreach (var sample in samples) (before, last) = (last, Vector.MultiplyAddEstimate(coefficient, last, new Vector<float>(sample) - before));
            var power = (last * last) + (before * before) - (coefficient * last * before);
            (power * (2f / samples.Length)).CopyTo(energy[at..]);
        }
    }
}
