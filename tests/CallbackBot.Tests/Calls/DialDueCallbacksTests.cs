using CallbackBot.Calls;
using CallbackBot.Telephony.Sip;
using CallbackBot.Testing;

namespace CallbackBot.Tests.Calls;

/// <summary>Workers that dial what is due in a real database.</summary>
public sealed class DialDueCallbacksTests
{
    [Fact]
    public async Task Two_workers_never_call_the_same_person()
    {
        await using var bench = await DialingBench.CreateAsync((_, call, cancellationToken) => call.RejectAsync(486, "Busy Here", 17, cancellationToken));
        await bench.Store.GivenOrdersAsync([.. Enumerable.Range(1, 12).Select(i => ($"A{i}", i))]);
        var (one, other) = (bench.Dialer(), bench.Dialer());

        // Each person is busy and so due only later; the clock stands still.
        await Task.Run(() => Task.WhenAll(DialAllAsync(bench, one), DialAllAsync(bench, other))).WaitAsync(DialingBench.Patience);

        Assert.Equal(12, bench.Dialled.Count);
        Assert.Equal(12, bench.Dialled.Distinct().Count());
        Assert.Equal(12, await bench.Store.OneAsync<int>("select count(*)::int from attempt where disposition = 'busy'"));
        Assert.Equal((0, 0), (bench.Board.Busy, bench.Trunks.Busy));
    }

    [Fact]
    public async Task No_more_calls_than_lines()
    {
        await using var bench = await DialingBench.CreateAsync((_, call, _) => UntilCancelledAsync(call));
        await bench.Store.GivenOrdersAsync([.. Enumerable.Range(1, 6).Select(i => ($"A{i}", i))]);
        var dialer = bench.Dialer();

        Assert.Equal(4, await dialer.TickAsync(default));
        Assert.Equal(0, await dialer.TickAsync(default));

        Assert.Equal(4, bench.Board.Busy);
        Assert.Equal(4, await bench.Store.OneAsync<int>("select count(*)::int from caller where lease_owner is not null"));
    }

    [Fact]
    public async Task Finishing_waits_for_the_call_that_is_up_and_starts_no_other()
    {
        var (rings, answers) = (NewSignal(), NewSignal());
        await using var bench = await DialingBench.CreateAsync(async (bench, call, cancellationToken) =>
        {
            await call.RingAsync(cancellationToken);
            rings.SetResult();
            await answers.Task;
            var keys = new Dictionary<string, Func<SipCall, Task>>
            {
                [ShortScript.AskContact] = AttentivePhone.Press("1"),
                [ShortScript.AskResolved] = AttentivePhone.Press("1"),
            };
            await new AttentivePhone(bench.Voice, keys).AnswerAsync(call, cancellationToken);
        });
        await bench.Store.GivenOrdersAsync(("A1", 1));
        var dialer = bench.Dialer();
        Assert.Equal(1, await Task.Run(() => dialer.TickAsync(default)));
        await rings.Task.WaitAsync(DialingBench.Patience);

        var finished = dialer.FinishAsync(CancellationToken.None);
        await bench.Store.GivenOrdersAsync(("A2", 2));
        Assert.Equal(0, await dialer.TickAsync(default));
        Assert.False(finished.IsCompleted);
        answers.SetResult();
        await finished.WaitAsync(DialingBench.Patience);

        Assert.Equal("completed", await bench.Store.OneAsync<string>("select disposition from attempt"));
        Assert.Single(bench.Dialled);
    }

    [Fact]
    public async Task Finishing_at_once_ends_the_call_that_is_up()
    {
        var rings = NewSignal();
        await using var bench = await DialingBench.CreateAsync(async (_, call, cancellationToken) =>
        {
            await call.RingAsync(cancellationToken);
            rings.SetResult();
            await UntilCancelledAsync(call);
        });
        await bench.Store.GivenOrdersAsync(("A1", 1));
        var dialer = bench.Dialer();
        await Task.Run(() => dialer.TickAsync(default));
        await rings.Task.WaitAsync(DialingBench.Patience);
        using var atOnce = new CancellationTokenSource();
        var finished = Task.Run(() => dialer.FinishAsync(atOnce.Token));

        await atOnce.CancelAsync();
        await finished.WaitAsync(DialingBench.Patience);

        Assert.Equal("interrupted", await bench.Store.OneAsync<string>("select disposition from attempt"));
    }

    [Fact]
    public async Task Draining_ends_ringing_calls_and_talks_and_stores_what_came_of_them()
    {
        var (rings, talks) = (NewSignal(), NewSignal());
        await using var bench = await DialingBench.CreateAsync(async (bench, call, cancellationToken) =>
        {
            if (call.To.User!.EndsWith('1'))
            {
                await call.RingAsync(cancellationToken);
                rings.TrySetResult();
                await UntilCancelledAsync(call);
                return;
            }

            var hears = new Dictionary<string, Func<SipCall, Task>>
            {
                [ShortScript.AskContact] = AttentivePhone.Press("2"),
                [ShortScript.AskResolved] = _ => Task.FromResult(talks.TrySetResult()),
            };
            await new AttentivePhone(bench.Voice, hears).AnswerAsync(call, cancellationToken);
        });
        await bench.Store.GivenOrdersAsync(("A1", 1), ("A2", 2));
        var dialer = bench.Dialer();
        Assert.Equal(2, await Task.Run(() => dialer.TickAsync(default)));
        await Task.WhenAll(rings.Task, talks.Task).WaitAsync(DialingBench.Patience);

        await Task.Run(dialer.DrainAsync).WaitAsync(DialingBench.Patience);

        Assert.Equal(["interrupted", "interrupted"], await bench.Store.AllAsync<string>("select disposition from attempt where ended_at is not null"));
        Assert.Equal("not_contacted", await bench.Store.OneAsync<string>("select label from answer"));
        Assert.Equal(0, await bench.Store.OneAsync<int>("select count(*)::int from caller where lease_owner is not null"));
        Assert.Equal(0, bench.Board.Busy);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static Task UntilCancelledAsync(IncomingCall call) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, call.Cancelled);

    private static async Task DialAllAsync(DialingBench bench, DialDueCallbacks dialer)
    {
        using var patience = new CancellationTokenSource(DialingBench.Patience);
        while (bench.Dialled.Count < 12) await dialer.TickAsync(patience.Token);
        await dialer.FinishAsync(default);
    }
}
