using CallbackBot.Calls;
using CallbackBot.Scoring;
using CallbackBot.Storage;
using Npgsql;

namespace CallbackBot.Callbacks;

/// <summary>
/// Dials, from the row before the INVITE to everything that came of it. A dial is a side effect on a person: at most one per attempt, and only while
/// the lease is held.
/// </summary>
public sealed class AttemptStore(
    NpgsqlDataSource data, DialRules rules, ScorePolicies policies, OutcomeJournal journal, Random random, TimeProvider time)
{
    private readonly Lock _randomLock = new();

    /// <summary>
    /// The last moment before the INVITE: checks lease, opt-out, hours and caps against what is committed now, and commits the attempt in the same
    /// transaction. Dial only on <see cref="BeginResult.Started"/>.
    /// </summary>
    /// <param name="person">Who is to be dialled.</param>
    /// <param name="testTrunk">True when every address of the trunk is loopback.</param>
    /// <param name="scriptVersionId">From <see cref="ScriptVersions"/>.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    public async Task<BeginResult> BeginAsync(LeasedPerson person, bool testTrunk, long? scriptVersionId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var held = Held.By(person);
        await using var connection = await data.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var rows = new AttemptRows(connection, transaction);
        if (await rows.LockLeaseAsync(held, cancellationToken) is not { } lease || lease.LeaseUntil <= now) return new BeginResult.LeaseLost();
        if (!await rows.AllStillDueAsync(held, now, cancellationToken))
        {
            await rows.ReleaseAsync(held, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return new BeginResult.LeaseLost();
        }

        var history = await rows.HistoryAsync(held, now, cancellationToken);
        var dials = await rows.DialsPerOrderAsync(held.Callbacks, cancellationToken);
        var verdict = rules.Judge(now, history with { DialsForOrder = dials.Values.Max() }, testTrunk);
        if (!verdict.Allowed)
        {
            await PutOffAsync(rows, held, verdict, dials, now, cancellationToken);
            await rows.ReleaseAsync(held, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return new BeginResult.Blocked(verdict);
        }

        var attempt = await rows.InsertAttemptAsync(held, scriptVersionId, verdict.Objections, now, cancellationToken);
        await rows.InsertAttemptOrdersAsync(attempt, held.Callbacks, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new BeginResult.Started(attempt, verdict.Objections);
    }

    /// <summary>
    /// Stores a finished attempt whole or not at all, and gives the person back. If PostgreSQL is away, the outcome waits in the journal.
    /// </summary>
    public async Task<CompleteResult> CompleteAsync(LeasedPerson person, CallOutcome outcome, CancellationToken cancellationToken)
    {
        var held = Held.By(person);
        try
        {
            return await StoreAsync(held, outcome, cancellationToken);
        }
        catch (NpgsqlException failure) when (IsAway(failure))
        {
            await journal.AppendAsync(held, outcome, CancellationToken.None);
            return CompleteResult.Journaled;
        }
    }

    /// <summary>
    /// Stores what waits in the journal; call it at the start, before <see cref="CallbackStore.RecoverAsync"/>, and when PostgreSQL is back.
    /// </summary>
    /// <returns>How many outcomes left the journal.</returns>
    public Task<int> ReplayJournalAsync(CancellationToken cancellationToken) => journal.ReplayAsync(StoreAsync, cancellationToken);

    /// <summary>The connection, or the server going down under us (class 57P: shutdown); anything else is a fault of the program.</summary>
    private static bool IsAway(NpgsqlException failure) =>
        failure.IsTransient || failure is not PostgresException server || server.SqlState.StartsWith("57P", StringComparison.Ordinal);

    private async Task<CompleteResult> StoreAsync(Held held, CallOutcome outcome, CancellationToken cancellationToken)
    {
        await using var connection = await data.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var rows = new AttemptRows(connection, transaction);
        var state = await rows.LockAttemptAsync(held, outcome.AttemptId, cancellationToken);
        if (state is null || (state.Ended && state.Interrupted)) return CompleteResult.LeaseLost;
        if (state.Ended) return CompleteResult.AlreadyStored;
        if (await rows.LockLeaseAsync(held, cancellationToken) is null) return CompleteResult.LeaseLost;

        var orders = OrderOutcome.Of(held.Callbacks, outcome);
        var talk = new TalkRows(connection, transaction);
        await rows.EndAttemptAsync(outcome, cancellationToken);
        await rows.InsertLegsAsync(outcome, cancellationToken);
        await rows.EndAttemptOrdersAsync(outcome.AttemptId, orders, cancellationToken);
        var turns = await talk.InsertTurnsAsync(outcome, held.Callbacks, cancellationToken);
        await talk.InsertAnswersAsync(outcome, orders, turns, cancellationToken);
        await talk.InsertTextsAsync(outcome, orders, cancellationToken);
        await talk.InsertReviewsAsync(outcome, Reviews(orders, outcome.EndedAt), cancellationToken);
        if (outcome.Recording is { } recording) await talk.InsertRecordingAsync(outcome.AttemptId, recording, outcome.Quality, cancellationToken);
        if (outcome.Disposition == Disposition.OptedOut || outcome.Dialog is { OptedOut: true })
            await rows.SuppressAsync(held, outcome, cancellationToken);
        await MoveOnAsync(rows, orders, outcome, cancellationToken);
        await talk.InsertOutboxAsync(outcome, orders, cancellationToken);
        await rows.ReleaseAsync(held, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return CompleteResult.Stored;
    }

    /// <summary>Each order is done, or due again.</summary>
    private async Task MoveOnAsync(AttemptRows rows, IReadOnlyList<OrderOutcome> orders, CallOutcome outcome, CancellationToken cancellationToken)
    {
        var dials = await rows.DialsPerOrderAsync([.. orders.Select(o => o.CallbackId)], cancellationToken);
        foreach (var order in orders)
        {
            var disposition = order.Disposition ?? outcome.Disposition;
            var after = rules.Policy.After[disposition];
            if (order.Disposition is null)
            {
                // Not spoken about: as soon as the interval between two dials allows.
                var next = rules.DueAfter(Disposition.Interrupted, outcome.EndedAt, outcome.Counts, null) ?? outcome.EndedAt + rules.Policy.Apart;
                await rows.PutOffAsync(order.CallbackId, next, cancellationToken);
                continue;
            }

            var due = rules.DueAfter(disposition, outcome.EndedAt, outcome.Counts, outcome.Dialog?.CallBackAt);
            var closed = due is null
                ? (after.Counts ? "answered" : "never_again")
                : dials[order.CallbackId] >= rules.Policy.PerOrder ? "attempts_used" : null;
            if (closed is null) await rows.RetryAsync(order.CallbackId, outcome.AttemptId, disposition, due!.Value, cancellationToken);
            else await rows.CloseAsync(order.CallbackId, outcome.AttemptId, disposition, order.Complete, closed, outcome.EndedAt, cancellationToken);
        }
    }

    private static async Task PutOffAsync(
        AttemptRows rows, Held held, DialVerdict verdict, Dictionary<long, int> dials, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var callback in held.Callbacks)
        {
            if (verdict.Has(DialRule.Suppressed))
                await rows.CloseAsync(callback, null, Disposition.BlockedByRule, false, "suppressed", now, cancellationToken);
            else if (verdict.Has(DialRule.OrderCap) && dials[callback] == dials.Values.Max())
                await rows.CloseAsync(callback, null, Disposition.BlockedByRule, false, "attempts_used", now, cancellationToken);
            else if (verdict.NotBefore is { } notBefore)
                await rows.PutOffAsync(callback, notBefore, cancellationToken);
        }
    }

    private List<(long Callback, string Why)> Reviews(IReadOnlyList<OrderOutcome> orders, DateTimeOffset at)
    {
        var check = policies.InForceOn(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, rules.Policy.Zone).DateTime)).HumanCheck;
        // One Random for all calls: it is not safe to share without a lock.
        lock (_randomLock)
        {
            return
            [
                .. from order in orders
                   where order.Talk is not null
                   from why in ReviewReasons.Of(order.Talk!, check, random)
                   select (order.CallbackId, why),
            ];
        }
    }
}
