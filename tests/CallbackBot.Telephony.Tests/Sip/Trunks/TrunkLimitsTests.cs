using CallbackBot.Telephony.Sip.Trunks;
using CallbackBot.Testing;

namespace CallbackBot.Telephony.Tests.Sip.Trunks;

public class TrunkLimitsTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void A_line_is_taken_until_it_is_free_again()
    {
        var limits = new TrunkLimits(lines: 2, callsPerSecond: 0, _time);
        Assert.True(limits.TryTake(out _));
        Assert.True(limits.TryTake(out _));
        Assert.False(limits.TryTake(out _));
        limits.Free();
        Assert.True(limits.TryTake(out _));
        Assert.Equal(2, limits.Busy);
    }

    [Fact]
    public void Calls_leave_evenly_spaced()
    {
        var limits = new TrunkLimits(lines: 10, callsPerSecond: 4, _time);
        Assert.Equal([0, 250, 500, 750], Waits(limits, 4));
        _time.Advance(TimeSpan.FromSeconds(1.1));
        Assert.Equal([0], Waits(limits, 1));
    }

    [Fact]
    public void A_turn_that_is_given_back_is_the_next_ones_unless_its_time_has_passed()
    {
        var limits = new TrunkLimits(lines: 10, callsPerSecond: 4, _time);
        var turns = Enumerable.Range(0, 4).Select(_ => limits.TryTake(out var turn) ? turn : default).ToArray();
        limits.GiveBack(turns[2]);
        limits.GiveBack(turns[1]);
        Assert.Equal((1, 3), (limits.Room(TimeSpan.FromSeconds(0.3)), limits.Room(TimeSpan.FromSeconds(1))));
        _time.Advance(TimeSpan.FromSeconds(0.3));
        Assert.Equal([200, 700], Waits(limits, 2));
        Assert.Equal(0, limits.Room(TimeSpan.FromSeconds(0.9)));
    }

    [Theory]
    [InlineData(10, 0, 5, 10)]
    [InlineData(10, 1, 5, 6)]
    [InlineData(3, 1, 5, 3)]
    [InlineData(10, 0.1, 5, 1)]
    public void Room_is_what_lines_and_calls_per_second_leave(int lines, double callsPerSecond, int seconds, int room) =>
        Assert.Equal(room, new TrunkLimits(lines, callsPerSecond, _time).Room(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Turns_that_were_given_out_leave_less_room()
    {
        var limits = new TrunkLimits(lines: 10, callsPerSecond: 1, _time);
        for (var i = 0; i < 4; i++) limits.TryTake(out _);
        Assert.Equal(2, limits.Room(TimeSpan.FromSeconds(5)));
        Assert.Equal(0, limits.Room(TimeSpan.FromSeconds(3)));
    }

    [Fact]
    public void A_trunk_that_asked_for_rest_gets_it()
    {
        // RFC 3261 section 20.33
        var limits = new TrunkLimits(lines: 2, callsPerSecond: 0, _time);
        limits.Rest(TimeSpan.FromSeconds(20));
        limits.Rest(TimeSpan.FromSeconds(5));
        _time.Advance(TimeSpan.FromSeconds(19));
        Assert.False(limits.TryTake(out _));
        Assert.Equal((0, _time.GetUtcNow() + TimeSpan.FromSeconds(1)), (limits.Room(TimeSpan.FromSeconds(5)), limits.RestsUntil));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(limits.TryTake(out _));
        Assert.Null(limits.RestsUntil);
    }

    private double[] Waits(TrunkLimits limits, int calls) =>
        [.. Enumerable.Range(0, calls).Select(_ => limits.TryTake(out var turn) ? (turn - _time.GetUtcNow()).TotalMilliseconds : -1)];
}
