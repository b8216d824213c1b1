using CallbackBot.Callbacks;
using CallbackBot.Calls;
using CallbackBot.Dialogs.Running;
using CallbackBot.Telephony.Sip;
using Npgsql;

namespace CallbackBot.Tests.Callbacks;

public sealed class AttemptStoreTests : IAsyncLifetime
{
    private CallbackBench _bench = null!;

    public async Task InitializeAsync() => _bench = await CallbackBench.CreateAsync();

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public async Task The_attempt_is_on_record_before_the_dial()
    {
        await _bench.GivenOrdersAsync(("A1", 1), ("A2", 1));

        var attempt = await _bench.BeginAsync(await _bench.LeaseOneAsync());

        Assert.Equal(attempt, await _bench.OneAsync<long>("select id from attempt where ended_at is null"));
        Assert.Equal(2, await _bench.OneAsync<int>("select count(*)::int from attempt_order"));
    }

    [Fact]
    public async Task The_interval_holds_across_orders_of_a_person()
    {
        await _bench.GivenOrdersAsync(("A1", 1));
        await _bench.DialAsync(Disposition.Completed);
        await _bench.GivenOrdersAsync(("A2", 1));

        var blocked = Assert.IsType<BeginResult.Blocked>(await _bench.Attempts.BeginAsync(await _bench.LeaseOneAsync(), false, null, CancellationToken.None));

        Assert.True(blocked.Verdict.Has(DialRule.TooSoon));
        // Put off until the afternoon window, and given back.
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 14, 0, 0, TimeSpan.FromHours(8)), await _bench.Callbacks.NextDueAsync(CancellationToken.None));
        Assert.Null(await _bench.OneAsync<string?>("select lease_owner from caller"));
    }

    [Fact]
    public async Task Two_dials_a_day_are_the_most_for_a_number()
    {
        await _bench.GivenOrdersAsync(("A1", 1));
        await _bench.DialAsync(Disposition.NoAnswer);
        _bench.Clock.Advance(TimeSpan.FromHours(4));
        await _bench.DialAsync(Disposition.Busy);
        await _bench.GivenOrdersAsync(("A2", 1));
        _bench.Clock.Advance(TimeSpan.FromHours(3));

        var blocked = Assert.IsType<BeginResult.Blocked>(await _bench.Attempts.BeginAsync(await _bench.LeaseOneAsync(), false, null, CancellationToken.None));

        Assert.True(blocked.Verdict.Has(DialRule.DayCap));
        // The next day is a Saturday.
        Assert.Equal(new DateTimeOffset(2026, 11, 21, 10, 0, 0, TimeSpan.FromHours(8)), blocked.Verdict.NotBefore);
    }

    [Fact]
    public async Task A_test_trunk_is_let_off_but_says_what_the_rules_said()
    {
        await _bench.GivenOrdersAsync(("A1", 1));
        await _bench.DialAsync(Disposition.Completed);
        await _bench.GivenOrdersAsync(("A2", 1));

        var started = Assert.IsType<BeginResult.Started>(await _bench.Attempts.BeginAsync(await _bench.LeaseOneAsync(), true, null, CancellationToken.None));

        Assert.Equal(DialRule.TooSoon, Assert.Single(started.Objections).Rule);
        Assert.Contains("TooSoon", Assert.Single(await _bench.OneAsync<string[]>("select objections from attempt where ended_at is null")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_asked_not_to_be_called_is_not_dialled_again_on_any_trunk()
    {
        await _bench.GivenOrdersAsync(("A1", 1));
        await _bench.DialAsync(Disposition.OptedOut);
        await _bench.GivenOrdersAsync(("A2", 1));
        _bench.Clock.Advance(TimeSpan.FromDays(3));

        var blocked = Assert.IsType<BeginResult.Blocked>(await _bench.Attempts.BeginAsync(await _bench.LeaseOneAsync(), true, null, CancellationToken.None));

        Assert.True(blocked.Verdict.Has(DialRule.Suppressed));
        Assert.Equal("suppressed", await _bench.OneAsync<string>("select closed_reason from callback c join work_order o on o.id = c.order_id where order_no = 'A2'"));
    }

    [Fact]
    public async Task After_four_dials_an_order_is_closed()
    {
        await _bench.GivenOrdersAsync(("A1", 1));
        for (var i = 0; i < 4; i++)
        {
            await _bench.DialAsync(Disposition.NoAnswer);
            _bench.Clock.Advance(TimeSpan.FromDays(3));
        }

        Assert.Equal("attempts_used", await _bench.OneAsync<string>("select closed_reason from callback"));
        Assert.Equal("no_answer", await _bench.OneAsync<string>("select disposition from callback"));
        Assert.Equal("not_answered", await _bench.OneAsync<string>("select state from work_order"));
    }

    [Fact]
    public async Task An_attempt_that_no_trunk_took_does_not_count_and_is_repeated_soon()
    {
        await _bench.GivenOrdersAsync(("A1", 1));
        await _bench.DialAsync(Disposition.CarrierError, counts: false);
        _bench.Clock.Advance(TimeSpan.FromMinutes(31));

        await _bench.BeginAsync(await _bench.LeaseOneAsync());
    }

    [Fact]
    public async Task A_completed_talk_is_stored_whole()
    {
        await _bench.GivenOrdersAsync(("A1", 1));
        var person = await _bench.LeaseOneAsync();
        var attempt = await _bench.BeginAsync(person);
        var recording = new RecordingFile("2026/11/20/1.wav", "ab12", 2, TimeSpan.FromSeconds(38.5), -12);

        var stored = await _bench.Attempts.CompleteAsync(
            person, _bench.Outcome(attempt, Disposition.Completed, CallbackBench.Talk(CallbackBench.Answers())) with { Recording = recording }, CancellationToken.None);

        Assert.Equal(CompleteResult.Stored, stored);
        Assert.Equal(("final", "answered", true), await _bench.OneAsync<(string, string, bool)>("select state, closed_reason, complete from callback"));
        Assert.Equal("answered", await _bench.OneAsync<string>("select state from work_order"));
        Assert.Equal(["contacted", "resolved", "satisfied"], await _bench.AllAsync<string>("select label from answer_that_counts order by label"));
        Assert.Equal(["打过电话", null], await _bench.AllAsync<string?>("select heard_text from turn order by seq"));
        Assert.Equal("ask_contact", await _bench.OneAsync<string>("select t.step from answer a join turn t on t.id = a.turn_id where question = 'response'"));
        Assert.Equal(38.5, await _bench.OneAsync<double>("select seconds from recording"));
        Assert.Equal("resolved", await _bench.OneAsync<string>("select payload->'answers'->>'resolution' from outbox"));
        Assert.Null(await _bench.OneAsync<string?>("select lease_owner from caller"));
    }

    [Fact]
    public async Task The_same_outcome_twice_is_stored_once()
    {
        await _bench.GivenOrdersAsync(("A1", 1));
        var person = await _bench.LeaseOneAsync();
        var outcome = _bench.Outcome(await _bench.BeginAsync(person), Disposition.Completed, CallbackBench.Talk(CallbackBench.Answers()));
        await _bench.Attempts.CompleteAsync(person, outcome, CancellationToken.None);

        Assert.Equal(CompleteResult.AlreadyStored, await _bench.Attempts.CompleteAsync(person, outcome, CancellationToken.None));
        Assert.Equal(3, await _bench.OneAsync<int>("select count(*)::int from answer"));
    }

    [Fact]
    public async Task An_order_that_was_not_spoken_about_waits_for_another_call()
    {
        await _bench.GivenOrdersAsync(("A1", 1), ("A2", 1), ("A3", 1));
        var person = await _bench.LeaseOneAsync();
        var attempt = await _bench.BeginAsync(person);

        await _bench.Attempts.CompleteAsync(
            person, _bench.Outcome(attempt, Disposition.BrokeOff, CallbackBench.Talk(CallbackBench.Answers(), Nothing())), CancellationToken.None);

        Assert.Equal(
            [("A1", "final", "completed"), ("A2", "open", "broke_off"), ("A3", "open", null)],
            await _bench.AllAsync<(string, string, string?)>("select order_no, c.state, disposition from callback c join work_order o on o.id = c.order_id order by 1"));
    }

    [Fact]
    public async Task A_call_that_the_network_dropped_keeps_what_was_answered_says_who_ended_it_and_is_made_again()
    {
        await _bench.GivenOrdersAsync(("A1", 1), ("A2", 1), ("A3", 1));
        var person = await _bench.LeaseOneAsync();
        var attempt = await _bench.BeginAsync(person);
        var dropped = _bench.Outcome(attempt, Disposition.CarrierError, CallbackBench.Talk(CallbackBench.Answers(), Nothing())) with { EndedBy = CallEndedBy.Network };

        await _bench.Attempts.CompleteAsync(person, dropped, CancellationToken.None);

        Assert.Equal(
            [("A1", "final", "completed"), ("A2", "open", "carrier_error"), ("A3", "open", null)],
            await _bench.AllAsync<(string, string, string?)>("select order_no, c.state, disposition from callback c join work_order o on o.id = c.order_id order by 1"));
        Assert.Equal("network", await _bench.OneAsync<string>("select ended_by from attempt"));
    }

    [Fact]
    public async Task An_order_whose_questions_were_all_answered_is_completed_though_the_network_failed_then()
    {
        await _bench.GivenOrdersAsync(("A1", 1));
        var person = await _bench.LeaseOneAsync();
        var attempt = await _bench.BeginAsync(person);

        await _bench.Attempts.CompleteAsync(
            person, _bench.Outcome(attempt, Disposition.CarrierError, CallbackBench.Talk(CallbackBench.Answers())), CancellationToken.None);

        Assert.Equal("completed", await _bench.OneAsync<string>("select disposition from callback where state = 'final'"));
    }

    [Fact]
    public async Task A_wrong_number_ends_every_order_of_that_number()
    {
        await _bench.GivenOrdersAsync(("A1", 1), ("A2", 1));
        var person = await _bench.LeaseOneAsync();
        var attempt = await _bench.BeginAsync(person);

        await _bench.Attempts.CompleteAsync(person, _bench.Outcome(attempt, Disposition.WrongNumber, CallbackBench.Talk(Nothing())), CancellationToken.None);

        Assert.Equal(["wrong_number", "wrong_number"], await _bench.AllAsync<string>("select disposition from callback where state = 'final'"));
    }

    [Fact]
    public async Task Somebody_who_names_a_time_is_due_then()
    {
        await _bench.GivenOrdersAsync(("A1", 1));
        var person = await _bench.LeaseOneAsync();
        var attempt = await _bench.BeginAsync(person);

        await _bench.Attempts.CompleteAsync(
            person, _bench.Outcome(attempt, Disposition.CallLater, CallbackBench.Talk(Nothing()) with { CallBackAt = "六点" }), CancellationToken.None);

        Assert.Equal(new DateTimeOffset(2026, 11, 20, 18, 0, 0, TimeSpan.FromHours(8)), await _bench.Callbacks.NextDueAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData("contacted", "resolved", "satisfied", 0.95, "")]
    [InlineData("not_contacted", "resolved", "satisfied", 0.95, "negative")]
    [InlineData("contacted", "resolved", "satisfied", 0.79, "low_confidence")]
    [InlineData("contacted", "unresolved", "very_satisfied", 0.95, "contradiction")]
    [InlineData("contacted", "resolved", "dissatisfied", 0.95, "contradiction")]
    public async Task What_could_be_misheard_goes_to_a_person(string response, string resolution, string satisfaction, double confidence, string why)
    {
        await _bench.GivenOrdersAsync(("A1", 1));
        var person = await _bench.LeaseOneAsync();
        var talk = CallbackBench.Talk(CallbackBench.Answers(response, resolution, satisfaction, confidence));

        await _bench.Attempts.CompleteAsync(person, _bench.Outcome(await _bench.BeginAsync(person), Disposition.Completed, talk), CancellationToken.None);

        Assert.Equal(why, string.Join(',', await _bench.AllAsync<string>("select why from review where why <> 'random'")));
    }

    [Fact]
    public async Task Answers_are_appended_and_never_changed()
    {
        await A_completed_talk_is_stored_whole();

        foreach (var sql in new[] { "update answer set label = 'resolved'", "delete from answer", "truncate answer" })
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => _bench.RunAsync(sql));
            Assert.Equal(PostgresErrorCodes.RestrictViolation, refused.SqlState);
        }

        await _bench.RunAsync(
            "insert into answer (callback_id, attempt_id, question, label, source, confidence, at) select callback_id, attempt_id, question, 'unresolved', 'human_review', 1, at from answer where question = 'resolution'");
        Assert.Equal("unresolved", await _bench.OneAsync<string>("select label from answer_that_counts where question = 'resolution'"));
    }

    [Fact]
    public async Task Outcomes_wait_in_the_journal_while_postgres_is_away()
    {
        await _bench.GivenOrdersAsync(("A1", 1));
        var person = await _bench.LeaseOneAsync();
        var outcome = _bench.Outcome(await _bench.BeginAsync(person), Disposition.Completed, CallbackBench.Talk(CallbackBench.Answers(flags: "human_check")));
        await using var nowhere = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=x;Timeout=1");
        var away = new AttemptStore(
            nowhere, _bench.Rules, _bench.Policies, new OutcomeJournal(_bench.JournalFolder, _bench.Database.Personal), new Random(1), _bench.Clock);

        Assert.Equal(CompleteResult.Journaled, await away.CompleteAsync(person, outcome, CancellationToken.None));
        var file = Assert.Single(Directory.GetFiles(_bench.JournalFolder));
        Assert.DoesNotContain("打过电话", await File.ReadAllTextAsync(file), StringComparison.Ordinal);

        // Long after the lease ran out, but nobody else took the person.
        _bench.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(1, await _bench.Attempts.ReplayJournalAsync(CancellationToken.None));
        Assert.Empty(Directory.GetFiles(_bench.JournalFolder));
        Assert.Equal("completed", await _bench.OneAsync<string>("select disposition from callback where state = 'final'"));
        Assert.Equal("打过电话", await _bench.OneAsync<string>("select heard_text from turn where seq = 1"));
        Assert.Contains("script", await _bench.AllAsync<string>("select why from review"));
    }

    public static TheoryData<string, HandOffResult> HandOffs => new()
    {
        { "transferred agents - -", new HandOffResult.Transferred { To = "agents" } },
        { "bridged agents - 72.5", new HandOffResult.Bridged(TimeSpan.FromSeconds(72.5)) { To = "agents" } },
        { "not_reached agents 486 -", new HandOffResult.NotReached(486) { To = "agents" } },
        { "not_reached agents - -", new HandOffResult.NotReached(0) { To = "agents" } },
        { "unknown agents - -", new HandOffResult.Unknown { To = "agents" } },
    };

    /// <summary>Through the journal, which has to keep what kind of result it was.</summary>
    [Theory]
    [MemberData(nameof(HandOffs))]
    public async Task What_became_of_a_hand_off_is_stored(string stored, HandOffResult result)
    {
        await _bench.GivenOrdersAsync(("A1", 1));
        var person = await _bench.LeaseOneAsync();
        var outcome = _bench.Outcome(await _bench.BeginAsync(person), Disposition.HandedOff) with { HandOff = result };
        await new OutcomeJournal(_bench.JournalFolder, _bench.Database.Personal).AppendAsync(Held.By(person), outcome, CancellationToken.None);

        Assert.Equal(1, await _bench.Attempts.ReplayJournalAsync(CancellationToken.None));

        Assert.Equal(stored, await _bench.OneAsync<string>(
            "select concat_ws(' ', hand_off, hand_off_to, coalesce(hand_off_code::text, '-'), coalesce(hand_off_seconds::text, '-')) from attempt"));
    }

    [Fact]
    public async Task A_journaled_outcome_that_came_too_late_is_kept_for_a_person()
    {
        await Outcome_is_journaled_and_the_attempt_recovered();

        Assert.Equal(1, await _bench.Attempts.ReplayJournalAsync(CancellationToken.None));

        Assert.EndsWith(".refused", Assert.Single(Directory.GetFiles(_bench.JournalFolder)), StringComparison.Ordinal);
        Assert.Equal("interrupted", await _bench.OneAsync<string>("select disposition from attempt"));
    }

    private async Task Outcome_is_journaled_and_the_attempt_recovered()
    {
        await _bench.GivenOrdersAsync(("A1", 1));
        var person = await _bench.LeaseOneAsync();
        var attempt = await _bench.BeginAsync(person);
        await new OutcomeJournal(_bench.JournalFolder, _bench.Database.Personal).AppendAsync(
            Held.By(person), _bench.Outcome(attempt, Disposition.NoAnswer), CancellationToken.None);
        _bench.Clock.Advance(TimeSpan.FromMinutes(3));
        await _bench.Callbacks.RecoverAsync(CancellationToken.None);
    }

    private static OrderAnswers Nothing() => new(new Dictionary<string, Answer>(), new Dictionary<string, string>(), new HashSet<string>(), false);
}
