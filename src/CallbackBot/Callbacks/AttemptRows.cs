using CallbackBot.Calls;
using Dapper;
using Npgsql;

namespace CallbackBot.Callbacks;

/// <summary>The statements about leases, attempts and callbacks, inside a transaction of <see cref="AttemptStore"/>.</summary>
internal sealed class AttemptRows(NpgsqlConnection connection, NpgsqlTransaction transaction)
{
    /// <summary>Locks the person's row; null when the lease is another's by now.</summary>
    public Task<LeaseRow?> LockLeaseAsync(Held held, CancellationToken cancellationToken) =>
        connection.QuerySingleOrDefaultAsync<LeaseRow>(Command(
            "select lease_until from caller where id = @CallerId and fence = @Fence and lease_owner = @Owner for update", held, cancellationToken));

    /// <summary>
    /// False when another worker dealt with the person between the moment that the lease statement looked at the callbacks and the moment that it got
    /// the lock: that statement sees the person's row anew, the callbacks as they were.
    /// </summary>
    public Task<bool> AllStillDueAsync(Held held, DateTimeOffset now, CancellationToken cancellationToken) =>
        connection.ExecuteScalarAsync<bool>(Command(
            "select count(*) = @wanted from callback where id = any(@ids) and state = 'open' and due_at <= @now",
            new { wanted = held.Callbacks.Count, ids = held.Callbacks.ToArray(), now }, cancellationToken));

    public Task<AttemptState?> LockAttemptAsync(Held held, long attempt, CancellationToken cancellationToken) =>
        connection.QuerySingleOrDefaultAsync<AttemptState>(Command(
            """
            select ended_at is not null as ended, disposition is not distinct from 'interrupted' and c.fence <> a.fence as interrupted
            from attempt a join caller c on c.id = a.caller_id
            where a.id = @attempt and a.caller_id = @CallerId and a.fence = @Fence and a.owner = @Owner
            for update of a
            """,
            new { attempt, held.CallerId, held.Fence, held.Owner }, cancellationToken));

    /// <summary>Opt-out, and the dials of the last two days that count, over all orders of the number.</summary>
    public async Task<DialHistory> HistoryAsync(Held held, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (suppressed, dials) = await connection.QuerySingleAsync<(bool, DateTime[])>(Command(
            """
            select exists (
                       select 1 from suppression s join caller k on k.phone_hash = s.phone_hash
                       where k.id = @CallerId and (s.until is null or s.until > @now)) as suppressed,
                   array(select dialled_at from attempt where caller_id = @CallerId and counts and dialled_at > @since) as dials
            """,
            new { held.CallerId, now, since = now - TimeSpan.FromDays(2) }, cancellationToken));
        return new DialHistory([.. dials.Select(d => new DateTimeOffset(d, TimeSpan.Zero))], 0, suppressed);
    }

    /// <summary>Per callback, the dials that its order has had, in all rounds.</summary>
    public async Task<Dictionary<long, int>> DialsPerOrderAsync(IReadOnlyList<long> callbacks, CancellationToken cancellationToken)
    {
        var rows = await connection.QueryAsync<(long Callback, int Dials)>(Command(
            """
            select c.id, count(a.id)::int
            from callback c
            join callback every_round on every_round.order_id = c.order_id
            left join attempt_order ao on ao.callback_id = every_round.id
            left join attempt a on a.id = ao.attempt_id and a.counts and (a.ended_at is null or ao.disposition is not null)
            where c.id = any(@ids)
            group by c.id
            """,
            new { ids = callbacks.ToArray() }, cancellationToken));
        return rows.ToDictionary(r => r.Callback, r => r.Dials);
    }

    public Task<long> InsertAttemptAsync(
        Held held, long? scriptVersionId, IReadOnlyList<DialObjection> objections, DateTimeOffset now, CancellationToken cancellationToken) =>
        connection.ExecuteScalarAsync<long>(Command(
            """
            insert into attempt (caller_id, no, owner, fence, script_version_id, objections, dialled_at)
            select @CallerId, coalesce(max(no), 0) + 1, @Owner, @Fence, @scriptVersionId, @objections, @now from attempt where caller_id = @CallerId
            returning id
            """,
            new { held.CallerId, held.Owner, held.Fence, scriptVersionId, objections = objections.Select(o => $"{o.Rule}: {o.Text}").ToArray(), now },
            cancellationToken));

    public Task InsertAttemptOrdersAsync(long attempt, IReadOnlyList<long> callbacks, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(Command(
            "insert into attempt_order (attempt_id, callback_id, seq) select @attempt, id, no from unnest(@ids) with ordinality as t (id, no)",
            new { attempt, ids = callbacks.ToArray() }, cancellationToken));

    public Task EndAttemptAsync(CallOutcome outcome, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(Command(
            """
            update attempt set answered_at = @AnsweredAt, ended_at = @EndedAt, carrier_code = nullif(@CarrierCode, 0),
                   carrier_reason = @CarrierReason, q850_cause = @Q850Cause, ended_by = @EndedByName,
                   disposition = @disposition, counts = @Counts, last_step = @step, provisional = nullif(@Provisional, 0),
                   early_sound = @sound, early_confidence = @confidence, early_cadence = @cadence,
                   hand_off = @handOff, hand_off_to = @handOffTo, hand_off_code = @handOffCode, hand_off_seconds = @handOffSeconds,
                   machine = @machine, machine_evidence = @evidence, machine_ms = @machineMs
            where id = @AttemptId
            """,
            new
            {
                outcome.AttemptId,
                outcome.AnsweredAt,
                outcome.EndedAt,
                outcome.CarrierCode,
                outcome.CarrierReason,
                outcome.Q850Cause,
                outcome.EndedByName,
                outcome.Counts,
                outcome.Provisional,
                sound = outcome.EarlySound?.Sound,
                confidence = outcome.EarlySound?.Confidence,
                cadence = outcome.EarlySound?.Cadence,
                handOff = outcome.HandOff?.Name,
                handOffTo = outcome.HandOff?.To,
                handOffCode = outcome.HandOff is HandOffResult.NotReached { Code: > 0 and var code } ? code : (int?)null,
                handOffSeconds = (outcome.HandOff as HandOffResult.Bridged)?.Duration.TotalSeconds,
                machine = outcome.Machine?.KindName,
                evidence = outcome.Machine?.EvidenceName,
                machineMs = (int?)outcome.Machine?.At.TotalMilliseconds,
                disposition = outcome.Disposition.Name(),
                step = outcome.Dialog?.LastStep,
            },
            cancellationToken));

    public Task InsertLegsAsync(CallOutcome outcome, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(Command(
            """
            insert into attempt_leg (attempt_id, seq, trunk, code, reason, started_at, ended_at)
            select @AttemptId, seq, trunk, nullif(code, 0), reason, started_at, ended_at
            from unnest(@trunks, @codes, @reasons, @starts, @ends) with ordinality as t (trunk, code, reason, started_at, ended_at, seq)
            """,
            new
            {
                outcome.AttemptId,
                trunks = outcome.Legs.Select(l => l.Trunk).ToArray(),
                codes = outcome.Legs.Select(l => l.Code).ToArray(),
                reasons = outcome.Legs.Select(l => l.Reason).ToArray(),
                starts = outcome.Legs.Select(l => l.StartedAt.UtcDateTime).ToArray(),
                ends = outcome.Legs.Select(l => l.EndedAt.UtcDateTime).ToArray(),
            },
            cancellationToken));

    public Task EndAttemptOrdersAsync(long attempt, IReadOnlyList<OrderOutcome> orders, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(Command(
            """
            update attempt_order ao set disposition = t.disposition, complete = t.complete
            from unnest(@ids, @dispositions, @complete) as t (id, disposition, complete)
            where ao.attempt_id = @attempt and ao.callback_id = t.id
            """,
            new
            {
                attempt,
                ids = orders.Select(o => o.CallbackId).ToArray(),
                dispositions = orders.Select(o => o.Disposition?.Name()).ToArray(),
                complete = orders.Select(o => o.Complete).ToArray(),
            },
            cancellationToken));

    public Task PutOffAsync(long callback, DateTimeOffset due, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(Command("update callback set due_at = @due where id = @callback", new { callback, due }, cancellationToken));

    public Task RetryAsync(long callback, long attempt, Disposition disposition, DateTimeOffset due, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(Command(
            "update callback set due_at = @due, disposition = @disposition, last_attempt_id = @attempt where id = @callback",
            new { callback, attempt, due, disposition = disposition.Name() }, cancellationToken));

    /// <summary>The callback reaches its final state, and with it the order.</summary>
    public Task CloseAsync(
        long callback, long? attempt, Disposition disposition, bool complete, string reason, DateTimeOffset at, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(Command(
            """
            with closed as (
                update callback set state = 'final', disposition = @disposition, complete = @complete, closed_reason = @reason, closed_at = @at,
                       last_attempt_id = coalesce(@attempt, last_attempt_id)
                where id = @callback
                returning order_id)
            update work_order o set state = case when @reason = 'answered' then 'answered' else 'not_answered' end
            from closed where o.id = closed.order_id
            """,
            new { callback, attempt, disposition = disposition.Name(), complete, reason, at }, cancellationToken));

    public Task SuppressAsync(Held held, CallOutcome outcome, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(Command(
            """
            insert into suppression (phone_hash, reason, since, source_attempt_id)
            select phone_hash, 'opted_out', @EndedAt, @AttemptId from caller where id = @CallerId
            """,
            new { held.CallerId, outcome.EndedAt, outcome.AttemptId }, cancellationToken));

    public Task ReleaseAsync(Held held, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(Command(
            "update caller set lease_owner = null, lease_until = null where id = @CallerId and fence = @Fence", held, cancellationToken));

    private CommandDefinition Command(string sql, object parameters, CancellationToken cancellationToken) =>
        new(sql, parameters, transaction, cancellationToken: cancellationToken);
}
