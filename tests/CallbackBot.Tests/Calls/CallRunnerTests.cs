using CallbackBot.Calls;
using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Sip.Trunks;

namespace CallbackBot.Tests.Calls;

/// <summary>Persons of a real database, phoned over loopback.</summary>
public sealed class CallRunnerTests
{
    [Fact]
    public async Task The_attempt_is_on_record_before_the_phone_rings_and_its_outcome_afterwards()
    {
        var seen = -1;
        await using var bench = await DialingBench.CreateAsync(async (bench, call, cancellationToken) =>
        {
            seen = await bench.Store.OneAsync<int>("select count(*)::int from attempt where ended_at is null");
            await call.RejectAsync(486, "Busy Here", 17, cancellationToken);
        });
        await bench.Store.GivenOrdersAsync(("A1", 1));

        await bench.RunOneAsync();

        Assert.Equal(1, seen);
        Assert.Equal("busy", await bench.Store.OneAsync<string>("select disposition from attempt where ended_at is not null"));
        Assert.Equal(("open", "busy"), await bench.Store.OneAsync<(string, string)>("select state, disposition from callback"));
        Assert.True(await bench.Store.Callbacks.NextDueAsync(default) > bench.Store.Clock.GetUtcNow());
        Assert.Null(await bench.Store.OneAsync<string?>("select lease_owner from caller"));
    }

    [Fact]
    public async Task The_answers_of_a_talk_are_stored_and_the_callback_is_done()
    {
        await using var bench = await DialingBench.CreateAsync(AnswerAllAsync);
        await bench.Store.GivenOrdersAsync(("A1", 1));

        await bench.RunOneAsync();

        Assert.Equal(
            [("response", "contacted", "keypad"), ("resolution", "partly", "keypad")],
            await bench.Store.AllAsync<(string, string, string)>("select question, label, source from answer_that_counts order by question desc"));
        Assert.Equal(("final", "completed"), await bench.Store.OneAsync<(string, string)>("select state, disposition from callback"));
        Assert.Equal("2", await bench.Store.OneAsync<string>("select channels::text from recording"));
        Assert.Equal("short", await bench.Store.OneAsync<string>("select v.script from attempt a join script_version v on v.id = a.script_version_id"));
    }

    [Fact]
    public async Task Who_asked_not_to_be_called_is_not_dialled()
    {
        await using var bench = await DialingBench.CreateAsync(BusyAsync);
        await bench.Store.GivenOrdersAsync(("A1", 1));
        await bench.Store.DialAsync(Disposition.OptedOut);
        await bench.Store.GivenOrdersAsync(("A2", 1), ("A3", 2));
        bench.Store.Clock.Advance(TimeSpan.FromDays(3));

        await bench.RunOneAsync();
        await bench.RunOneAsync();

        // The other person's INVITE came after the one that must not come.
        Assert.Equal("+8610000000002", Assert.Single(bench.Dialled));
        Assert.Equal(1, await bench.Store.OneAsync<int>("select count(*)::int from callback where closed_reason = 'suppressed'"));
    }

    [Fact]
    public async Task Without_a_voice_the_person_is_given_back_undialled()
    {
        await using var bench = await DialingBench.CreateAsync(BusyAsync, withoutVoice: true);
        await bench.Store.GivenOrdersAsync(("A1", 1));

        await bench.RunOneAsync();

        Assert.Empty(bench.Dialled);
        Assert.Equal(0, await bench.Store.OneAsync<int>("select count(*)::int from attempt"));
        Assert.Contains("espeak-ng is not installed", Assert.Single(bench.Log.Entries).Message, StringComparison.Ordinal);
        await bench.Store.LeaseOneAsync("another worker");
    }

    [Fact]
    public async Task Nobody_is_dialled_once_the_worker_closes()
    {
        await using var bench = await DialingBench.CreateAsync(BusyAsync);
        await bench.Store.GivenOrdersAsync(("A1", 1));

        await bench.RunOneAsync(closing: new CancellationToken(canceled: true));

        Assert.Empty(bench.Dialled);
        await bench.Store.LeaseOneAsync("another worker");
    }

    [Fact]
    public async Task An_outcome_waits_in_the_journal_while_the_database_is_away_and_is_stored_later()
    {
        await using var bench = await DialingBench.CreateAsync(async (bench, call, cancellationToken) =>
        {
            bench.DatabaseIsAway = true;
            await AnswerAllAsync(bench, call, cancellationToken);
        });
        await bench.Store.GivenOrdersAsync(("A1", 1));

        await bench.RunOneAsync();

        Assert.Single(Directory.GetFiles(bench.Store.JournalFolder));
        Assert.Equal(0, await bench.Store.OneAsync<int>("select count(*)::int from attempt where ended_at is not null"));
        bench.DatabaseIsAway = false;
        Assert.Equal(1, await bench.Attempts().ReplayJournalAsync(default));
        Assert.Empty(Directory.GetFiles(bench.Store.JournalFolder));
        Assert.Equal(("final", "completed"), await bench.Store.OneAsync<(string, string)>("select state, disposition from callback"));
        Assert.Equal(2, await bench.Store.OneAsync<int>("select count(*)::int from answer_that_counts"));
        Assert.Single(bench.Dialled);
    }

    [Fact]
    public async Task A_long_call_keeps_its_lease()
    {
        var renewed = false;
        await using var bench = await DialingBench.CreateAsync((bench, call, cancellationToken) =>
        {
            var acts = new Dictionary<string, Func<SipCall, Task>>
            {
                [ShortScript.AskContact] = async answered =>
                {
                    bench.Store.Clock.Advance(CallRunner.Lease / 2);
                    var until = bench.Store.Clock.GetUtcNow() + (CallRunner.Lease / 2);
                    while (!renewed && !answered.Ended.IsCancellationRequested)
                        renewed = await bench.Store.OneAsync<bool>("select lease_until > @until from caller", new { until });
                    answered.SendDigits("1");
                },
                [ShortScript.AskResolved] = AttentivePhone.Press("1"),
            };
            return new AttentivePhone(bench.Voice, acts).AnswerAsync(call, cancellationToken);
        });
        await bench.Store.GivenOrdersAsync(("A1", 1));

        await bench.RunOneAsync();

        Assert.True(renewed);
        Assert.Equal("final", await bench.Store.OneAsync<string>("select state from callback"));
    }

    [Fact]
    public async Task An_attempt_over_two_trunks_is_stored_with_both_legs()
    {
        await using var full = await TestTrunk.RefusingAsync(503);
        var first = new TrunkOptions { Name = "full", Server = SipUri.At(full.LocalEndPoint), Health = TrunkHealthOptions.Off };
        await using var bench = await DialingBench.CreateAsync(BusyAsync, before: first);
        await bench.Store.GivenOrdersAsync(("A1", 1));

        await bench.RunOneAsync();

        Assert.Equal(
            [(1, "full", 503), (2, "test", 486)],
            await bench.Store.AllAsync<(int, string, int)>("select seq, trunk, code from attempt_leg order by seq"));
        Assert.True(await bench.Store.OneAsync<bool>("select bool_and(started_at <= ended_at) from attempt_leg"));
        Assert.Equal(("busy", true), await bench.Store.OneAsync<(string, bool)>("select disposition, counts from attempt"));
    }

    [Fact]
    public async Task Without_a_trunk_that_can_take_the_call_the_person_is_given_back_undialled()
    {
        await using var bench = await DialingBench.CreateAsync(BusyAsync);
        await bench.Store.GivenOrdersAsync(("A1", 1));
        List<TrunkLine?> taken = [];
        for (var i = 0; i < 4; i++) taken.Add(await bench.Trunks.TakeLineAsync(default));

        var person = await bench.Store.LeaseOneAsync();
        await Task.Run(() => bench.Runner().RunAsync(person, default, default)).WaitAsync(DialingBench.Patience);
        foreach (var line in taken) line?.Dispose();

        Assert.Equal(0, await bench.Store.OneAsync<int>("select count(*)::int from attempt"));
        Assert.Contains("no trunk can take a call", Assert.Single(bench.Log.Entries).Message, StringComparison.Ordinal);
        await bench.Store.LeaseOneAsync("another worker");
    }

    [Fact]
    public async Task A_lease_that_is_lost_in_mid_call_ends_the_call()
    {
        var ended = false;
        await using var bench = await DialingBench.CreateAsync((bench, call, cancellationToken) =>
        {
            var acts = new Dictionary<string, Func<SipCall, Task>>
            {
                [ShortScript.AskContact] = async answered =>
                {
                    await bench.Store.RunAsync("update caller set lease_owner = 'another worker', fence = fence + 1");
                    bench.Store.Clock.Advance(CallRunner.Lease / 2);
                    var over = new TaskCompletionSource();
                    await using var registration = answered.Ended.Register(over.SetResult);
                    await over.Task.WaitAsync(TimeSpan.FromSeconds(20));
                    ended = true;
                },
            };
            return new AttentivePhone(bench.Voice, acts).AnswerAsync(call, cancellationToken);
        });
        await bench.Store.GivenOrdersAsync(("A1", 1));

        await bench.RunOneAsync();

        Assert.True(ended);
        Assert.Contains(bench.Log.Entries, e => e.Message.Contains("the lease was lost to another worker, the call is ended", StringComparison.Ordinal));
        Assert.Equal(0, await bench.Store.OneAsync<int>("select count(*)::int from attempt where ended_at is not null"));
    }

    [Fact]
    public async Task A_worker_that_lost_its_person_writes_nothing_and_says_so()
    {
        await using var bench = await DialingBench.CreateAsync(async (bench, call, cancellationToken) =>
        {
            await bench.Store.RunAsync("update caller set lease_owner = 'another worker', fence = fence + 1");
            await AnswerAllAsync(bench, call, cancellationToken);
        });
        await bench.Store.GivenOrdersAsync(("A1", 1));

        await bench.RunOneAsync();

        Assert.Equal(0, await bench.Store.OneAsync<int>("select count(*)::int from answer"));
        Assert.Equal("another worker", await bench.Store.OneAsync<string>("select lease_owner from caller"));
        Assert.Contains(bench.Log.Entries, entry => entry.Message.Contains("the outcome was refused", StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_phone_number_is_logged()
    {
        await using var bench = await DialingBench.CreateAsync(BusyAsync);
        await bench.Store.GivenOrdersAsync(("A1", 1));

        await bench.RunOneAsync();

        Assert.NotEmpty(bench.Log.Entries);
        Assert.DoesNotContain(bench.Log.Entries, entry => entry.Message.Contains("10000000001", StringComparison.Ordinal));
    }

    private static Task BusyAsync(DialingBench bench, IncomingCall call, CancellationToken cancellationToken) =>
        call.RejectAsync(486, "Busy Here", 17, cancellationToken);

    private static Task AnswerAllAsync(DialingBench bench, IncomingCall call, CancellationToken cancellationToken)
    {
        var keys = new Dictionary<string, Func<SipCall, Task>>
        {
            [ShortScript.AskContact] = AttentivePhone.Press("1"),
            [ShortScript.AskResolved] = AttentivePhone.Press("2"),
        };
        return new AttentivePhone(bench.Voice, keys).AnswerAsync(call, cancellationToken);
    }
}
