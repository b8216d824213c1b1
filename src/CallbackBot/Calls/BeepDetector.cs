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
    public bool Push(ReadOnlySpan<byte> alaw)
    {
        double x1 = G711.DecodeALaw(alaw[1]), x2 = G711.DecodeALaw(alaw[0]);
        double cross = 0, power = 0, sums = 0;
        for (var i = 2; i < alaw.Length; i++)
        {
            double x = G711.DecodeALaw(alaw[i]);
            cross += x1 * (x + x2);
            power += x1 * x1;
            sums += (x + x2) * (x + x2);
            (x2, x1) = (x1, x);
        }

        if (power < Quietest * Quietest * alaw.Length) return Nothing();
        var c = cross / power;
        if (Math.Abs(c) >= 2 || sums - (c * cross) > Unexplained * 4 * power) return Nothing();
        var frequency = Math.Acos(c / 2) / (2 * Math.PI) * 8000;
        if (frequency < 300 || Math.Abs(frequency - ExchangeTone) < ExchangeTolerance) return Nothing();
        _frames = Math.Abs(frequency - _frequency) < Steady ? _frames + 1 : 1;
        _frequency = frequency;
        return _frames == LongEnough;
    }

    private bool Nothing()
    {
        _frames = 0;
        return false;
    }
}
