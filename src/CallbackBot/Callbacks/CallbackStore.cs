using CallbackBot.Calls;
using CallbackBot.Dialogs.Prompts;
using CallbackBot.Storage;
using Dapper;
using Npgsql;

namespace CallbackBot.Callbacks;

/// <summary>What is due, and who is working on it. The <c>callback</c> table is the only truth; workers share nothing else.</summary>
public sealed class CallbackStore(NpgsqlDataSource data, PersonalData personal, HotlineNames hotline, DialRules rules, TimeProvider time)
{
    /// <summary>Orders of one person that one call may deal with.</summary>
    private const int OrdersPerCall = 3;

    /// <summary>The persons that the statement named <c>taken</c> found, with their due orders.</summary>
    private const string OrdersOfTaken =
        """
        select t.id as caller_id, t.fence, t.phone_enc, t.language, t.kind, c.id as callback_id, o.order_no, o.short_title, g.name as category,
               o.caller_name_enc, o.accepted_at, o.closed_at, o.district, d.spoken_name_en as district_en, o.street,
               s.spoken_name_en as street_en, u.name as unit, u.spoken_name as unit_spoken, u.spoken_name_en as unit_spoken_en
        from taken t
        cross join lateral (
            select id, order_id, due_at from callback
            where caller_id = t.id and state = 'open' and due_at <= @now
            order by due_at, id limit @orders) c
        join work_order o on o.id = c.order_id
        join order_unit ou on ou.order_id = o.id and ou.role = 'main'
        join unit u on u.id = ou.unit_id
        left join category g on g.code = o.category_code
        left join unit d on d.name = o.district
        left join unit s on s.name = o.street
        order by c.due_at, c.id
        """;

    /// <summary>
    /// Takes up to <paramref name="persons"/> persons with due callbacks that nobody else holds, longest due first, each with all due callbacks up
    /// to three.
    /// </summary>
    /// <remarks>
    /// The lease stands on the person's row, which the statement locks and changes: a second worker either skips the locked row or sees
    /// the new lease, whatever callbacks it was looking at. A person with an attempt still open belongs to <see cref="RecoverAsync"/> first.
    /// </remarks>
    public async Task<IReadOnlyList<LeasedPerson>> LeaseDueAsync(string owner, int persons, TimeSpan duration, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var connection = await data.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<LeasedRow>(new CommandDefinition(
            $"""
            with due as (
                select k.id
                from callback c join caller k on k.id = c.caller_id
                where c.state = 'open' and c.due_at <= @now
                  and (k.lease_until is null or k.lease_until <= @now)
                  and not exists (select 1 from attempt a where a.caller_id = k.id and a.ended_at is null)
                  and not exists (select 1 from callback e where e.caller_id = k.id and e.state = 'open' and (e.due_at, e.id) < (c.due_at, c.id))
                order by c.due_at, c.id
                limit @persons
                for update of k skip locked),
            taken as (
                update caller k set lease_owner = @owner, lease_until = @until, fence = fence + 1
                from due where k.id = due.id
                returning k.id, k.fence, k.phone_enc, k.language, k.kind)
            {OrdersOfTaken}
            """,
            new { owner, persons, now, until = now + duration, orders = OrdersPerCall }, cancellationToken: cancellationToken));
        return
        [
            .. rows.GroupBy(r => r.CallerId).Select(person => new LeasedPerson
            {
                CallerId = person.Key,
                Owner = owner,
                Fence = person.First().Fence,
                LeaseUntil = now + duration,
                Phone = Phone(person.First()),
                Language = person.First().Language,
                Callbacks = [.. person.Select(Callback)],
            }),
        ];
    }

    /// <summary>Everybody with a due callback, in the order in which their orders came in. Leases nobody: for previews and rehearsals.</summary>
    public async Task<IReadOnlyList<WaitingPerson>> WaitingAsync(CancellationToken cancellationToken)
    {
        await using var connection = await data.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<LeasedRow>(new CommandDefinition(
            $"""
            with taken as (select id, fence, phone_enc, language, kind from caller)
            {OrdersOfTaken}
            """,
            new { now = time.GetUtcNow(), orders = OrdersPerCall }, cancellationToken: cancellationToken));
        return
        [
            .. rows.GroupBy(r => r.CallerId).OrderBy(person => person.Min(r => r.CallbackId))
                .Select(person => new WaitingPerson(person.Key, Phone(person.First()), person.First().Language, [.. person.Select(Callback)])),
        ];
    }

    /// <summary>Holds a person for longer, while a call runs. Null: the lease is lost; do not write, hang up politely.</summary>
    public async Task<LeasedPerson?> RenewAsync(LeasedPerson person, TimeSpan duration, CancellationToken cancellationToken)
    {
        var until = time.GetUtcNow() + duration;
        await using var connection = await data.OpenConnectionAsync(cancellationToken);
        var kept = await connection.ExecuteAsync(new CommandDefinition(
            "update caller set lease_until = @until where id = @CallerId and fence = @Fence and lease_owner = @Owner",
            new { until, person.CallerId, person.Fence, person.Owner }, cancellationToken: cancellationToken));
        return kept == 1 ? person with { LeaseUntil = until } : null;
    }

    /// <summary>Gives a person back undialled. Nothing happens when the lease is lost.</summary>
    public async Task ReleaseAsync(LeasedPerson person, CancellationToken cancellationToken)
    {
        await using var connection = await data.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            "update caller set lease_owner = null, lease_until = null where id = @CallerId and fence = @Fence and lease_owner = @Owner",
            new { person.CallerId, person.Fence, person.Owner }, cancellationToken: cancellationToken));
    }

    /// <summary>
    /// Ends what a dead worker left open: its attempts are <c>interrupted</c>, which counts toward the caps, and its persons are due again only after
    /// the interval. Returns the number of attempts.
    /// </summary>
    /// <remarks>Replay the outcome journal first: an outcome that only lacks its row is not an interrupted call.</remarks>
    public async Task<int> RecoverAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var connection = await data.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<int>(new CommandDefinition(
            """
            with dead as (
                select k.id from caller k
                where (k.lease_until is null or k.lease_until <= @now)
                  and exists (select 1 from attempt a where a.caller_id = k.id and a.ended_at is null)
                for update skip locked),
            fenced as (
                update caller k set lease_owner = null, lease_until = null, fence = fence + 1 from dead where k.id = dead.id returning k.id),
            interrupted as (
                update attempt a set ended_at = @now, disposition = 'interrupted'
                from fenced where a.caller_id = fenced.id and a.ended_at is null returning a.id),
            orders as (
                update attempt_order ao set disposition = 'interrupted'
                from interrupted i where ao.attempt_id = i.id returning ao.attempt_id, ao.callback_id),
            callbacks as (
                update callback c set disposition = 'interrupted', last_attempt_id = o.attempt_id, due_at = @due
                from orders o where c.id = o.callback_id and c.state = 'open')
            select count(*)::int from interrupted
            """,
            new { now, due = rules.DueAfter(Disposition.Interrupted, now, counted: true, askedFor: null) ?? now + rules.Policy.Apart },
            cancellationToken: cancellationToken));
    }

    /// <summary>When the next open callback falls due, if it is later than now; null when there is none.</summary>
    public async Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken)
    {
        await using var connection = await data.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<DateTimeOffset?>(new CommandDefinition(
            "select min(due_at) from callback where state = 'open'", cancellationToken: cancellationToken));
    }

    private string Phone(LeasedRow row) => personal.Decrypt(row.PhoneEnc, Personal.Phone);

    private LeasedCallback Callback(LeasedRow row) => new(row.CallbackId, row.OrderNo, OrderFacts.Of(row, personal, hotline, rules.Policy.Zone));
}
