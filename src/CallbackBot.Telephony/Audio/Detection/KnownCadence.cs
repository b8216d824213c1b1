namespace CallbackBot.Telephony.Audio.Detection;

/// <summary>A cadence of some country, with what it means.</summary>
/// <param name="Sound">Its meaning.</param>
/// <param name="FewestDurations">Durations that must fit before it is believed.</param>
/// <param name="Limits">Shortest and longest ms, on and off in turn.</param>
internal sealed record KnownCadence(LineSound Sound, int FewestDurations, (int Shortest, int Longest)[] Limits)
{
    // GB/T 3380 lets an exchange be 10 % off. Slots of 20 ms blur an edge by 10 ms, and a lost packet by another 20.
    private const double OfExchange = 0.10;
    private const int OfMeasurement = 30;

    /// <summary>China (GB/T 3380), Europe (E.180 supplement 2: 425 Hz), North America and the United Kingdom.</summary>
    public static KnownCadence[] All { get; } =
    [
        // E.180 section 5: ringing is 0.67 to 2.5 s on and 3 to 6 s off everywhere; China's is 1 s and 4 s.
        new(LineSound.Ringback, 2, [(670 - OfMeasurement, 2500 + OfMeasurement), (3000, 6000)]),
        Nominal(LineSound.Ringback, 4, 400, 200, 400, 2000),
        Nominal(LineSound.Busy, 4, 350, 350),
        Nominal(LineSound.Busy, 4, 500, 500),
        Nominal(LineSound.Congestion, 4, 700, 700),
        Nominal(LineSound.Congestion, 6, 250, 250),
        Nominal(LineSound.Unobtainable, 7, 100, 100, 100, 100, 100, 100, 400, 400),
    ];

    /// <summary>How many of the newest durations fit, in a row.</summary>
    public int Fitting(ReadOnlySpan<int> durations, bool endsOn)
    {
        var best = 0;
        // On and off have their places: only every other turn of the cadence can end where the durations end.
        for (var end = endsOn ? 0 : 1; end < Limits.Length; end += 2)
        {
            var fitting = 0;
            while (fitting < durations.Length && Fits(durations[^(fitting + 1)], end - fitting)) fitting++;
            best = Math.Max(best, fitting);
        }

        return best;
    }

    private static KnownCadence Nominal(LineSound sound, int fewest, params ReadOnlySpan<int> ms)
    {
        var limits = new (int, int)[ms.Length];
        for (var i = 0; i < ms.Length; i++)
        {
            var tolerance = (int)(ms[i] * OfExchange) + OfMeasurement;
            limits[i] = (ms[i] - tolerance, ms[i] + tolerance);
        }

        return new KnownCadence(sound, fewest, limits);
    }

    private bool Fits(int ms, int place)
    {
        var (shortest, longest) = Limits[((place % Limits.Length) + Limits.Length) % Limits.Length];
        return ms >= shortest && ms <= longest;
    }
}
