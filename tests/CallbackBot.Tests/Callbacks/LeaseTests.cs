using CallbackBot.Callbacks;
using CallbackBot.Calls;

namespace CallbackBot.Tests.Callbacks;

public sealed class LeaseTests : IAsyncLifetime
{
    private static readonly TimeSpan TwoMinutes = TimeSpan.FromMinutes(2);

    private CallbackBench _bench = null!;

    public async Task InitializeAsync() => _bench = await CallbackBench.CreateAsync();

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public async Task A_lease_takes_all_due_orders_of_a_person_but_three_at_most()
    {
        await _bench.GivenOrdersAsync(("A1", 1), ("A2", 1), ("B1", 2), ("A3", 1), ("A4", 1));

        var persons = await _bench.Callbacks.LeaseDueAsync("w1", 10, TwoMinutes, CancellationToken.None);

        Assert.Equal(["A1", "A2", "A3"], persons[0].Callbacks.Select(c => c.OrderNo));
        Assert.Equal(["B1"], persons[1].Callbacks.Select(c => c.OrderNo));
    }

    [Fact]
    public async Task A_leased_person_is_leased_to_nobody_else_even_for_another_order()
    {
        await _bench.GivenOrdersAsync(("A1", 1));
        await _bench.LeaseOneAsync("w1");
        await _bench.GivenOrdersAsync(("A2", 1));

        Assert.Empty(await _bench.Callbacks.LeaseDueAsync("w2", 10, TwoMinutes, CancellationToken.None));
    }

    [Fact]
    public async Task Two_workers_at_once_never_hold_the_same_person()
    {
        await _bench.GivenOrdersAsync([.. Enumerable.Range(0, 120).Select(i => ($"N{i}", i % 60))]);

        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
        {
            var mine = new List<LeasedPerson>();
            while (await _bench.Callbacks.LeaseDueAsync($"w{worker}", 3, TwoMinutes, CancellationToken.None) is { Count: > 0 } some) mine.AddRange(some);
            return mine;
        })));

        // A worker may come away empty-handed while another holds the locks; what matters is that nobody is taken twice.
        var persons = taken.SelectMany(t => t).ToList();
        var rest = await _bench.Callbacks.LeaseDueAsync("last", 100, TwoMinutes, CancellationToken.None);
        Assert.Equal(60, persons.Concat(rest).Select(p => p.CallerId).Distinct().Count());
        Assert.Equal(60, persons.Count + rest.Count);
        Assert.All(persons, p => Assert.Equal(2, p.Callbacks.Count));
    }

    [Fact]
    public async Task The_longest_due_comes_first_and_a_limit_counts_persons()
    {
        await _bench.GivenOrdersAsync(("C", 30), ("A", 10), ("A2", 10), ("B", 20));

        var persons = await _bench.Callbacks.LeaseDueAsync("w1", 2, TwoMinutes, CancellationToken.None);

        Assert.Equal(["A", "B"], persons.Select(p => p.Callbacks[0].OrderNo));
    }

    [Fact]
    public async Task An_expired_lease_goes_to_the_next_worker_with_a_higher_fence()
    {
        await _bench.GivenOrdersAsync(("A1", 1));
        var first = await _bench.LeaseOneAsync("w1");
        _bench.Clock.Advance(TwoMinutes);

        var second = await _bench.LeaseOneAsync("w2");

        Assert.True(second.Fence > first.Fence);
        Assert.Null(await _bench.Callbacks.RenewAsync(first, TwoMinutes, CancellationToken.None));
        Assert.NotNull(await _bench.Callbacks.RenewAsync(second, TwoMinutes, CancellationToken.None));
    }

    [Fact]
    public async Task A_worker_that_lost_its_lease_can_neither_dial_nor_write()
    {
        await _bench.GivenOrdersAsync(("A1", 1));
        var slow = await _bench.LeaseOneAsync("w1");
        _bench.Clock.Advance(TwoMinutes);
        var quick = await _bench.LeaseOneAsync("w2");

        Assert.IsType<BeginResult.LeaseLost>(await _bench.Attempts.BeginAsync(slow, false, null, CancellationToken.None));
        var attempt = await _bench.BeginAsync(quick);
        Assert.Equal(
            CompleteResult.LeaseLost,
            await _bench.Attempts.CompleteAsync(slow, _bench.Outcome(attempt, Disposition.Completed), CancellationToken.None));
        Assert.Equal("open", await _bench.OneAsync<string>("select state from callback"));
    }

    [Fact]
    public async Task A_lease_on_what_another_worker_has_just_finished_leads_to_no_dial()
    {
        await _bench.GivenOrdersAsync(("A1", 1), ("A2", 1));
        var person = await _bench.LeaseOneAsync();
        await _bench.RunAsync("update callback set due_at = due_at + interval '90 days' where order_id = (select id from work_order where order_no = 'A2')");

        Assert.IsType<BeginResult.LeaseLost>(await _bench.Attempts.BeginAsync(person, true, null, CancellationToken.None));

        Assert.Equal("A1", Assert.Single((await _bench.LeaseOneAsync()).Callbacks).OrderNo);
    }

    [Fact]
    public async Task A_released_person_can_be_leased_again()
    {
        await _bench.GivenOrdersAsync(("A1", 1));
        await _bench.Callbacks.ReleaseAsync(await _bench.LeaseOneAsync("w1"), CancellationToken.None);

        Assert.Equal("A1", (await _bench.LeaseOneAsync("w2")).Callbacks[0].OrderNo);
    }

    [Fact]
    public async Task A_dead_workers_attempt_is_interrupted_and_not_dialled_again_within_the_interval()
    {
        await _bench.GivenOrdersAsync(("A1", 1));
        var dead = await _bench.LeaseOneAsync("dead");
        var attempt = await _bench.BeginAsync(dead);
        _bench.Clock.Advance(TwoMinutes);

        Assert.Empty(await _bench.Callbacks.LeaseDueAsync("w2", 1, TwoMinutes, CancellationToken.None));
        Assert.Equal(1, await _bench.Callbacks.RecoverAsync(CancellationToken.None));

        Assert.Equal("interrupted", await _bench.OneAsync<string>("select disposition from attempt"));
        Assert.Empty(await _bench.Callbacks.LeaseDueAsync("w2", 1, TwoMinutes, CancellationToken.None));
        Assert.Equal(CompleteResult.LeaseLost, await _bench.Attempts.CompleteAsync(dead, _bench.Outcome(attempt, Disposition.Completed), CancellationToken.None));
        // 10:02 + 2 h falls into the noon break.
        _bench.Clock.Advance(TimeSpan.FromHours(4));
        Assert.Single(await _bench.Callbacks.LeaseDueAsync("w2", 1, TwoMinutes, CancellationToken.None));
    }

    [Fact]
    public async Task A_call_that_still_runs_is_not_recovered()
    {
        await _bench.GivenOrdersAsync(("A1", 1));
        await _bench.BeginAsync(await _bench.LeaseOneAsync("w1"));

        Assert.Equal(0, await _bench.Callbacks.RecoverAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_leased_person_carries_what_may_be_spoken_and_nothing_more()
    {
        await _bench.GivenOrdersAsync(("A1", 7));

        var person = await _bench.LeaseOneAsync();

        var facts = person.Callbacks[0].Facts;
        Assert.Equal("+8610000000007", person.Phone);
        Assert.Equal("暖气不热", facts["order.short_title"]);
        Assert.Equal("2026-11-01", facts["order.accepted_on"]);
        Assert.Equal("望京街道", facts["unit.spoken_name"]);
        Assert.Equal("王", facts["caller.surname"]);
        Assert.DoesNotContain(facts.Values.Values, v => v.Contains("王秀兰", StringComparison.Ordinal) || v.Contains("100000000", StringComparison.Ordinal));
        Assert.DoesNotContain("100000000", person.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("王", person.Callbacks[0].ToString(), StringComparison.Ordinal);
    }
}
