using System.Numerics;
using CallbackBot.Telephony.Audio;

namespace CallbackBot.Calls;

/// <summary>
/// Hears the beep of an answering machine: one steady sine of 240 ms and more. People cannot make one; a key has two tones, and 450 Hz
/// belongs to the exchange.
/// </summary>
/// <remarks>
/// A sine obeys x[n] = c x[n-1] - x[n-2] with c = 2 cos(2 pi f / 8000). The least-squares c of a frame and what it leaves unexplained tell
/// frequency and purity in one pass.
/// </remarks>
internal sealed class BeepDetector
{
    private const int LongEnough = 12;
    private const double Quietest = 300;            // -40 dBFS
    private const double Unexplained = 0.01;
    private const double Steady = 12;               // Hz between two frames
    private const double ExchangeTone = 450;
    private const double ExchangeTolerance = 20;

    private double _frequency;
    private int _frames;

    /// <summary>True once, in the slot in which a tone has lasted long enough.</summary>
    public bool Push(in DecodedFrame frame)
    {
        if (frame.Energy < Quietest * Quietest * DecodedFrame.Length) return Nothing();
        var (cross, power, sums) = Sums(frame.Samples);
        var c = cross / power;
        if (Math.Abs(c) >= 2 || sums - (c * cross) > Unexplained * 4 * power) return Nothing();
        var frequency = Math.Acos(c / 2) / (2 * Math.PI) * 8000;
        if (frequency < 300 || Math.Abs(frequency - ExchangeTone) < ExchangeTolerance) return Nothing();
        _frames = Math.Abs(frequency - _frequency) < Steady ? _frames + 1 : 1;
        _frequency = frequency;
        return _frames == LongEnough;
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

    private bool Nothing()
    {
        _frames = 0;
        return false;
    }
}
