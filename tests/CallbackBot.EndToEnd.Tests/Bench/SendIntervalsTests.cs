using System.Diagnostics;
using CallbackBot.Worker.Bench;

namespace CallbackBot.EndToEnd.Tests.Bench;

public class SendIntervalsTests
{
    [Fact]
    public void Quantiles_are_those_of_all_intervals_and_a_gap_is_longer_than_40_ms()
    {
        var intervals = new SendIntervals();
        for (var i = 1; i <= 1000; i++) intervals.Add(Ticks(i * 0.041));
        Assert.Equal((1000, 41), (intervals.Count, intervals.MaxMs));
        Assert.Equal(20.5, intervals.Quantile(0.5), 0.002);
        Assert.Equal(40.59, intervals.Quantile(0.99), 0.002);
        Assert.Equal(25, intervals.GapsOver40Ms); // 976 × 0.041 ms is 40.016 ms.
    }

    [Fact]
    public void What_is_longer_than_a_second_still_counts_as_it_is()
    {
        var intervals = new SendIntervals();
        intervals.Add(Ticks(3500));
        Assert.Equal((3500, 1), (intervals.MaxMs, intervals.GapsOver40Ms));
    }

    [Fact]
    public void The_time_before_the_window_is_no_interval()
    {
        var intervals = new SendIntervals();
        long last = 0;
        intervals.Note(ref last);
        intervals.Measuring = true;
        intervals.Note(ref last);
        Assert.Equal(0, intervals.Count);
        intervals.Note(ref last);
        Assert.Equal(1, intervals.Count);
    }

    private static long Ticks(double milliseconds) => (long)Math.Round(milliseconds * Stopwatch.Frequency / 1000);
}
