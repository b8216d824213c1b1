namespace CallbackBot.Worker.Bench;

/// <summary>What the process did between two moments.</summary>
/// <param name="CpuShare">User and system time in cores, less what the calibration took.</param>
/// <param name="SocketCost">Microseconds of a bare pair of packets meanwhile (<see cref="SocketCalibration"/>).</param>
/// <param name="Allocated">Bytes of managed memory.</param>
internal sealed record Window(DateTimeOffset Start, DateTimeOffset End, double CpuShare, double SocketCost, long Allocated, long Sent, long Received, long Lost)
{
    private static readonly TimeSpan BetweenRounds = TimeSpan.FromMilliseconds(250);

    /// <summary>Where no call was up: there was nothing to measure, and nobody is made to wait for it.</summary>
    public static Window Nothing { get; } = new(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, 0, 0, 0, 0, 0, 0);

    /// <param name="intervals">Of the calls.</param>
    /// <param name="bare">Of a thread that has nothing to do.</param>
    public static async Task<Window> MeasureAsync(BenchCall[] calls, SendIntervals intervals, SendIntervals bare, TimeSpan length, CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        var rounds = (int)(length / BetweenRounds);
        using var calibration = new SocketCalibration(rounds);
        using var timer = new PeriodicTimer(BetweenRounds, time); // Unlike a delay it allocates nothing each time.
        var (sent, received, lost) = Packets(calls);
        intervals.Measuring = bare.Measuring = true;
        var start = time.GetUtcNow();
        var clock = time.GetTimestamp();
        var cpu = Environment.CpuUsage.TotalTime;
        var allocated = GC.GetTotalAllocatedBytes(precise: true);

        for (var round = 0; round < rounds; round++)
        {
            await timer.WaitForNextTickAsync(cancellationToken);
            calibration.Round();
        }

        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        cpu = Environment.CpuUsage.TotalTime - cpu - calibration.Taken;
        var elapsed = time.GetElapsedTime(clock);
        var end = time.GetUtcNow();
        intervals.Measuring = bare.Measuring = false;
        var after = Packets(calls);
        return new Window(start, end, cpu / elapsed, calibration.Cost, allocated, after.Sent - sent, after.Received - received, after.Lost - lost);
    }

    private static (long Sent, long Received, long Lost) Packets(BenchCall[] calls)
    {
        long sent = 0, received = 0, lost = 0;
        foreach (var call in calls)
        {
            var counts = call.Statistics;
            (sent, received, lost) = (sent + counts.Sent, received + counts.Received, lost + counts.Lost);
        }

        return (sent, received, lost);
    }
}
