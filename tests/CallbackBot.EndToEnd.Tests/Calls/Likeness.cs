namespace CallbackBot.EndToEnd.Tests.Calls;

/// <summary>Whether two recordings hold the same sound, each on its own clock.</summary>
internal static class Likeness
{
    /// <summary>A correlation above this is the same sound.</summary>
    public const double Same = 0.9;

    private const int Window = 2000;            // a quarter of a second at 8 kHz
    private const double Audible = 300;         // root mean square of a window in which somebody speaks
    private const int BetweenStarts = 12_000;   // samples
    private const int BetweenWindows = 1_600;   // what a jitter buffer adds or drops on the way

    /// <summary>The correlation at the best lag of every window of <paramref name="recorded"/> in which there is sound.</summary>
    public static IReadOnlyList<double> OfWindows(ReadOnlySpan<short> recorded, ReadOnlySpan<short> witness)
    {
        var likeness = new List<double>();
        var (shift, tolerance) = (0, BetweenStarts);
        for (var start = 0; start + Window <= recorded.Length; start += Window)
        {
            var window = recorded.Slice(start, Window);
            var energy = Energy(window);
            if (energy < Audible * Audible * Window) continue;
            var (best, lag) = Best(window, energy, witness, start + shift, tolerance);
            likeness.Add(best);
            if (best > Same) (shift, tolerance) = (lag - start, BetweenWindows);
        }

        return likeness;
    }

    private static (double Likeness, int Lag) Best(ReadOnlySpan<short> window, double energy, ReadOnlySpan<short> witness, int around, int tolerance)
    {
        var best = (Likeness: 0.0, Lag: around);
        var last = Math.Min(around + tolerance, witness.Length - Window);
        for (var lag = Math.Max(0, around - tolerance); lag <= last; lag++)
        {
            var other = witness.Slice(lag, Window);
            long product = 0, otherEnergy = 0;
            for (var i = 0; i < Window; i++)
            {
                product += window[i] * other[i];
                otherEnergy += other[i] * other[i];
            }

            var likeness = otherEnergy > 0 ? product / Math.Sqrt(energy * otherEnergy) : 0;
            if (likeness > best.Likeness) best = (likeness, lag);
        }

        return best;
    }

    private static double Energy(ReadOnlySpan<short> samples)
    {
        long energy = 0;
        foreach (var sample in samples) energy += sample * sample;
        return energy;
    }
}
