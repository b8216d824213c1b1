using System.Diagnostics;

namespace CallbackBot.Worker.Bench;

/// <summary>
/// How long after the packet before each packet of a call was sent: a histogram of 1 µs steps over all calls. Written by the pacing thread
/// only, read when it is at rest.
/// </summary>
internal sealed class SendIntervals
{
    private const int Longest = 1_000_000; // µs; whatever is longer counts here, and as it is for the maximum.
    private static readonly long TicksPerGap = Stopwatch.Frequency * 40 / 1000;

    private readonly int[] _counts = new int[Longest + 1];
    private bool _measuring;

    public bool Measuring
    {
        get => Volatile.Read(ref _measuring);
        set => Volatile.Write(ref _measuring, value);
    }

    public long Count { get; private set; }

    public long GapsOver40Ms { get; private set; }

    public double MaxMs { get; private set; }

    /// <param name="last">When this call sent its packet before; 0 for never.</param>
    public void Note(ref long last)
    {
        if (!Measuring)
        {
            last = 0;
            return;
        }

        var now = Stopwatch.GetTimestamp();
        if (last != 0) Add(now - last);
        last = now;
    }

    /// <summary>The interval in ms that a share of all intervals does not exceed.</summary>
    public double Quantile(double share)
    {
        var rank = (long)Math.Ceiling(share * Count);
        long seen = 0;
        for (var µs = 0; µs <= Longest; µs++)
            if ((seen += _counts[µs]) >= rank) return µs / 1000.0;
        return MaxMs;
    }

    internal void Add(long ticks)
    {
        var µs = ticks * 1_000_000 / Stopwatch.Frequency;
        _counts[Math.Clamp(µs, 0, Longest)]++;
        Count++;
        if (ticks > TicksPerGap) GapsOver40Ms++;
        MaxMs = Math.Max(MaxMs, µs / 1000.0);
    }
}
