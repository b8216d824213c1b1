using System.Numerics;
using CallbackBot.Telephony.Audio;

namespace CallbackBot.Calls.Machines;

/// <summary>The one sine that explains a frame best.</summary>
/// <param name="Frequency">Hz; 0 for a frame that is too quiet to say.</param>
/// <param name="Unexplained">0 for a pure sine; a vowel leaves some percent, noise most.</param>
internal readonly record struct Sine(double Frequency, double Unexplained)
{
    private const double Quietest = 300;            // -40 dBFS

    /// <remarks>
    /// A sine obeys x[n] = c x[n-1] - x[n-2] with c = 2 cos(2 pi f / 8000). The least-squares c of a frame and what it leaves unexplained tell
    /// frequency and purity in one pass.
    /// </remarks>
    public static Sine Of(in DecodedFrame frame)
    {
        if (frame.Energy < Quietest * Quietest * DecodedFrame.Length) return new(0, 1);
        var (cross, power, sums) = Sums(frame.Samples);
        var c = cross / power;
        return Math.Abs(c) >= 2 ? new(0, 1) : new(Math.Acos(c / 2) / (2 * Math.PI) * 8000, (sums - (c * cross)) / (4 * power));
    }

    /// <summary>Over all samples but the first and the last: x[n] (x[n+1] + x[n-1]), x[n]², (x[n+1] + x[n-1])².</summary>
    private static (double Cross, double Power, double Sums) Sums(ReadOnlySpan<float> x)
    {
        Vector<float> cross = default, power = default, sums = default;
        var i = 1;
        for (; i + Vector<float>.Count < x.Length; i += Vector<float>.Count)
        {
            var here = new Vector<float>(x[i..]);
            var around = new Vector<float>(x[(i - 1)..]) + new Vector<float>(x[(i + 1)..]);
            cross += here * around;
            power += here * here;
            sums += around * around;
        }

        double c = Vector.Sum(cross), p = Vector.Sum(power), s = Vector.Sum(sums);
        for (; i + 1 < x.Length; i++)
        {
            double here = x[i], around = x[i - 1] + x[i + 1];
            (c, p, s) = (c + (here * around), p + (here * here), s + (around * around));
        }

        return (c, p, s);
    }
}
