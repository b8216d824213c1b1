using System.Diagnostics;
using CallbackBot.Telephony.Rtp;
using CallbackBot.Testing;

namespace CallbackBot.Telephony.Tests.Rtp;

public class PacingClockTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void Every_call_gets_one_turn_each_20_ms()
    {
        using var clock = new PacingClock(_time);
        var turns = new int[30];
        for (var i = 0; i < turns.Length; i++)
        {
            var call = i;
            clock.Join(new Call(_ => turns[call]++));
        }

        Advance(clock, 10 * 20);
        Assert.All(turns, count => Assert.Equal(10, count));
    }

    [Fact]
    public void Calls_are_spread_over_the_20_ms()
    {
        using var clock = new PacingClock(_time);
        var perSlot = new int[2];
        var slot = 0;
        for (var i = 0; i < 100; i++) clock.Join(new Call(_ => perSlot[slot]++));
        for (slot = 0; slot < 2; slot++) Advance(clock, 10);
        Assert.All(perSlot, count => Assert.Equal(50, count));
    }

    [Fact]
    public void Calls_of_a_slot_go_step_by_step_in_groups()
    {
        using var clock = new PacingClock(_time);
        var steps = new List<TurnStep>();
        for (var i = 0; i < 2 * 34; i++) clock.Join(new Steps(steps));
        Advance(clock, 10);
        Assert.Equal([.. Group(32), .. Group(2)], steps);

        static IEnumerable<TurnStep> Group(int calls) => Enum.GetValues<TurnStep>().SelectMany(step => Enumerable.Repeat(step, calls));
    }

    [Fact]
    public void A_late_tick_gives_the_missed_turns_with_the_times_they_were_due()
    {
        using var clock = new PacingClock(_time);
        var due = new List<long>();
        clock.Join(new Call(due.Add));
        Advance(clock, 20);
        Advance(clock, 90);
        Assert.Equal(5, due.Count);
        Assert.All(due.Zip(due.Skip(1)), pair => Assert.Equal(TimeSpan.FromMilliseconds(20).Ticks, pair.Second - pair.First));
    }

    [Fact]
    public void Turns_do_not_drift_over_hours()
    {
        using var clock = new PacingClock(_time);
        var turns = 0;
        clock.Join(new Call(_ => turns++));
        for (var i = 0; i < 2 * 60; i++) Advance(clock, 60_000);
        Assert.Equal(2 * 60 * 60 * 50, turns);
    }

    [Fact]
    public void A_call_that_left_gets_no_turn()
    {
        using var clock = new PacingClock(_time);
        var turns = 0;
        var turn = new Call(_ => turns++);
        clock.Join(turn);
        Advance(clock, 20);
        clock.Leave(turn);
        Advance(clock, 100);
        Assert.Equal(1, turns);
    }

    [Fact]
    public void A_turn_that_throws_takes_only_its_own_call_away()
    {
        using var clock = new PacingClock(_time);
        var failures = new List<Exception>();
        var turns = 0;
        clock.TurnFailed += failures.Add;
        var faulty = Enumerable.Range(0, 20).Select(i => new Call(_ => throw new InvalidOperationException($"a bug in call {i}"))).ToList();
        var sound = Enumerable.Range(0, 20).Select(_ => new Call(_ => turns++)).ToList();
        foreach (var call in faulty.Concat(sound)) clock.Join(call);
        Advance(clock, 60);
        Assert.Equal(20, failures.Count);
        Assert.Equal(60, turns);
        Assert.All(faulty, call => Assert.True(call.Over, "a call was not told that its turns are over"));
        Assert.All(sound, call => Assert.False(call.Over, "a sound call was told that its turns are over"));
    }

    [Fact]
    public void A_call_is_announced_while_the_one_before_it_has_its_turn()
    {
        using var clock = new PacingClock(_time);
        var told = new List<string>();
        for (var i = 0; i < 6; i++) clock.Join(new Told($"{i}", told)); // Three in each of the two slots.
        Advance(clock, 10);
        Assert.Equal(
            ["3 coming up", "1 Hear", "5 coming up", "3 Hear", "5 Hear"],
            told.TakeWhile(t => !t.EndsWith("Speak", StringComparison.Ordinal)).SkipLast(1));
    }

    [Fact]
    public void A_started_clock_follows_a_time_provider_that_a_test_moves()
    {
        using var clock = new PacingClock(_time);
        var turns = 0;
        clock.Join(new Call(_ => turns++));
        clock.Start();
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(50, turns);
    }

    [Fact]
    public async Task A_started_clock_on_the_systems_time_gives_turns_from_a_thread_of_its_own()
    {
        using var clock = new PacingClock(TimeProvider.System);
        var name = new TaskCompletionSource<(string?, TimeSpan)>(TaskCreationOptions.RunContinuationsAsynchronously);
        clock.Join(new Call(due => name.TrySetResult((Thread.CurrentThread.Name, Stopwatch.GetElapsedTime(due)))));
        clock.Start();
        var (thread, late) = await name.Task.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal("RTP pacing", thread);
        Assert.True(late >= TimeSpan.Zero, "a turn was given before it was due");
    }

    [Fact]
    public void A_wait_is_never_too_short()
    {
        using var wait = PreciseWait.Create();
        for (var i = 0; i < 5; i++)
        {
            var deadline = Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 1000);
            wait.Until(deadline);
            Assert.True(Stopwatch.GetTimestamp() >= deadline);
        }

        wait.Until(Stopwatch.GetTimestamp() - Stopwatch.Frequency);
    }

    private void Advance(PacingClock clock, int milliseconds)
    {
        _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
        clock.Tick(_time.GetTimestamp());
    }

    private sealed class Call(Action<long> turn) : IPacedCall
    {
        public bool Over { get; private set; }

        public void Take(TurnStep step, long due)
        {
            if (step == TurnStep.Hear) turn(due);
        }

        public void ComingUp(TurnStep step)
        {
        }

        public void TurnsOver() => Over = true;
    }

    private sealed class Steps(List<TurnStep> steps) : IPacedCall
    {
        public void Take(TurnStep step, long due) => steps.Add(step);

        public void ComingUp(TurnStep step)
        {
        }

        public void TurnsOver() => Assert.Fail("nothing threw");
    }

    private sealed class Told(string name, List<string> told) : IPacedCall
    {
        public void Take(TurnStep step, long due) => told.Add($"{name} {step}");

        public void ComingUp(TurnStep step) => told.Add($"{name} coming up");

        public void TurnsOver() => Assert.Fail("nothing threw");
    }
}
