using System.Numerics;

namespace CallbackBot.Telephony.Audio;

/// <summary>
/// Changes the sample rate by any ratio: a windowed-sinc low-pass, evaluated at the instants of the new rate (polyphase). Its cut-off is
/// 45 % of the lower rate: 3.6 kHz at the telephone's 8 kHz. Keeps the audio's place in time: the filter's delay is taken out.
/// </summary>
public static class Resampler
{
    // 24 zero crossings on each side with a Kaiser window of beta 8: at 8 kHz flat to 3.2 kHz, and 70 dB down from 4.1 kHz.
    private const int ZeroCrossings = 24;
    private const double Beta = 8;
    private const double CutOff = 0.45;

    /// <summary>Converts a whole recording; as many samples as fit into the same time, rounded up, come out.</summary>
    /// <param name="samples">16-bit samples, one channel.</param>
    /// <param name="from">Their rate, Hz.</param>
    /// <param name="to">The rate wanted, Hz.</param>
    public static short[] Resample(ReadOnlySpan<short> samples, int from, int to)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(from, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(to, 1);
        if (from == to) return samples.ToArray();

        var result = new short[(int)((((long)samples.Length * to) + from - 1) / from)];
        var filter = new PolyphaseFilter(from, to);
        for (var i = 0; i < result.Length; i++)
        {
            var (first, taps) = filter.At(i);
            double sum = 0;
            var start = Math.Max(0, -first);
            var end = Math.Min(taps.Length, samples.Length - first);
            for (var k = start; k < end; k++) sum += taps[k] * samples[first + k];
            result[i] = (short)Math.Clamp(Math.Round(sum), short.MinValue, short.MaxValue);
        }

        return result;
    }

    /// <summary>One set of taps per position that an output sample can have between two input samples.</summary>
    private sealed class PolyphaseFilter
    {
        private readonly int _up;
        private readonly int _down;
        private readonly int _reach;
        private readonly float[][] _phases;

        public PolyphaseFilter(int from, int to)
        {
            var divisor = (int)BigInteger.GreatestCommonDivisor(from, to);
            (_up, _down) = (to / divisor, from / divisor);
            // In cycles per input sample.
            var cutOff = CutOff * Math.Min(1, (double)to / from);
            _reach = (int)Math.Ceiling(ZeroCrossings / (2 * cutOff));
            _phases = new float[_up][];
            for (var phase = 0; phase < _up; phase++) _phases[phase] = Taps((double)phase / _up, cutOff);
        }

        /// <summary>The taps for output sample <paramref name="index"/>, and which input sample the first belongs to.</summary>
        public (int First, float[] Taps) At(int index)
        {
            var (whole, phase) = Math.DivRem((long)index * _down, _up);
            return ((int)whole - _reach + 1, _phases[phase]);
        }

        private float[] Taps(double fraction, double cutOff)
        {
            var taps = new double[2 * _reach];
            double sum = 0;
            for (var k = 0; k < taps.Length; k++)
            {
                var distance = k - _reach + 1 - fraction;
                var x = 2 * Math.PI * cutOff * distance;
                var sinc = Math.Abs(x) < 1e-9 ? 1 : Math.Sin(x) / x;
                taps[k] = sinc * Kaiser(distance / _reach);
                sum += taps[k];
            }

            // Every phase passes a constant unchanged; otherwise the differences between phases are audible.
            return Array.ConvertAll(taps, tap => (float)(tap / sum));
        }

        private static double Kaiser(double x) => Math.Abs(x) >= 1 ? 0 : BesselI0(Beta * Math.Sqrt(1 - (x * x)));

        private static double BesselI0(double x)
        {
            double sum = 1, term = 1;
            for (var k = 1; term > sum * 1e-12; k++)
            {
                term *= x / 2 / k * (x / 2 / k);
                sum += term;
            }

            return sum;
        }
    }
}
