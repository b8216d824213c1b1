using Dapper;
using Npgsql;

namespace CallbackBot.WorkOrders;

/// <summary>An order on its way into the tables, personal data sealed.</summary>
internal sealed record ImportRow(Order Order, byte[] PhoneHash, byte[] PhoneEnc, byte[]? NameEnc, byte[] SourceHash);

/// <summary>What is known about an order that came before.</summary>
internal sealed record StoredOrder(string OrderNo, byte[] SourceHash, bool Called);

/// <summary>The statements of an import, inside its transaction; each takes all rows at once.</summary>
internal sealed class ImportRows(NpgsqlConnection connection, NpgsqlTransaction transaction)
{
    /// <summary>One import at a time: two that bring the same order would otherwise both find it new.</summary>
    public Task LockAsync(CancellationToken cancellationToken) =>
        connection.ExecuteAsync(Command("select pg_advisory_xact_lock(hashtext('work_order import'))", new { }, cancellationToken));

    /// <summary>Locks the persons of known orders, so that no call begins meanwhile; a call that runs counts as made.</summary>
    public async Task<Dictionary<string, StoredOrder>> StoredAsync(string[] orderNos, CancellationToken cancellationToken)
    {
        var rows = await connection.QueryAsync<StoredOrder>(Command(
            """
            select o.order_no, o.source_hash,
                   k.lease_until is not null or exists (
                       select 1 from callback c join attempt_order ao on ao.callback_id = c.id where c.order_id = o.id) as called
            from work_order o join caller k on k.id = o.caller_id
            where o.order_no = any(@orderNos)
            for update of k
            """,
            new { orderNos }, cancellationToken));
        return rows.ToDictionary(r => r.OrderNo, StringComparer.Ordinal);
    }

    public async Task<Dictionary<string, string>> UnitKindsAsync(string[] names, CancellationToken cancellationToken)
    {
        var rows = await connection.QueryAsync<(string Name, string Kind)>(Command(
            "select name, kind from unit where name = any(@names)", new { names }, cancellationToken));
        return rows.ToDictionary(r => r.Name, r => r.Kind, StringComparer.Ordinal);
    }

    public Task SaveUnitsAsync(List<ImportRow> rows, CancellationToken cancellationToken)
    {
        var units = rows.Select(r => r.Order).GroupBy(o => o.Unit, StringComparer.Ordinal).ToList();
        return connection.ExecuteAsync(Command(
            """
            insert into unit (name, kind, spoken_name, spoken_name_en)
            select * from unnest(@names, @kinds, @spoken, @spokenEn)
            on conflict (name) do update set spoken_name = coalesce(excluded.spoken_name, unit.spoken_name),
                                             spoken_name_en = coalesce(excluded.spoken_name_en, unit.spoken_name_en)
            """,
            new
            {
                names = units.Select(u => u.Key).ToArray(),
                kinds = units.Select(u => u.First().UnitKind).ToArray(),
                spoken = units.Select(u => u.Select(o => o.UnitSpoken).FirstOrDefault(s => s is not null)).ToArray(),
                spokenEn = units.Select(u => u.Select(o => o.UnitSpokenEn).FirstOrDefault(s => s is not null)).ToArray(),
            },
            cancellationToken));
    }

    public Task SaveCategoriesAsync(List<ImportRow> rows, CancellationToken cancellationToken)
    {
        var categories = rows.Select(r => r.Order).Where(o => o.CategoryCode is not null)
            .GroupBy(o => o.CategoryCode!, StringComparer.Ordinal).ToList();
        return connection.ExecuteAsync(Command(
            """
            insert into category (code, name) select code, coalesce(name, code) from unnest(@codes, @names) as t (code, name)
            on conflict (code) do update set name = excluded.name where excluded.name <> excluded.code
            """,
            new
            {
                codes = categories.Select(c => c.Key).ToArray(),
                names = categories.Select(c => c.Select(o => o.CategoryName).FirstOrDefault(n => n is not null)).ToArray(),
            },
            cancellationToken));
    }

    /// <summary>One row per number. The language of the latest order stands.</summary>
    public Task SaveCallersAsync(List<ImportRow> rows, CancellationToken cancellationToken)
    {
        var callers = rows.GroupBy(r => r.Order.Phone, StringComparer.Ordinal).Select(g => g.Last()).ToList();
        return connection.ExecuteAsync(Command(
            """
            insert into caller (phone_hash, phone_enc, kind, language)
            select * from unnest(@hashes, @phones, @kinds, @languages)
            on conflict (phone_hash) do update set kind = excluded.kind, language = excluded.language
            where (caller.kind, caller.language) is distinct from (excluded.kind, excluded.language)
            """,
            new
            {
                hashes = callers.Select(r => r.PhoneHash).ToArray(),
                phones = callers.Select(r => r.PhoneEnc).ToArray(),
                kinds = callers.Select(r => r.Order.CallerKind).ToArray(),
                languages = callers.Select(r => r.Order.Language).ToArray(),
            },
            cancellationToken));
    }

    public Task SaveOrdersAsync(List<ImportRow> rows, DateTimeOffset now, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(Command(
            """
            insert into work_order (order_no, order_type, category_code, title, short_title, content, district, street, caller_id, caller_name_enc,
                                    accepted_at, closed_at, result_text, source_hash, imported_at)
            select t.order_no, t.order_type, t.category_code, t.title, t.short_title, t.content, t.district, t.street, k.id, t.name_enc,
                   t.accepted_at, t.closed_at, t.result_text, t.source_hash, @now
            from unnest(@orderNos, @types, @categories, @titles, @shortTitles, @contents, @districts, @streets, @phoneHashes, @names, @accepted,
                        @closed, @results, @sourceHashes) with ordinality
                 as t (order_no, order_type, category_code, title, short_title, content, district, street, phone_hash, name_enc, accepted_at,
                       closed_at, result_text, source_hash, no)
            join caller k on k.phone_hash = t.phone_hash
            order by t.no
            on conflict (order_no) do update set
                order_type = excluded.order_type, category_code = excluded.category_code, title = excluded.title, short_title = excluded.short_title,
                content = excluded.content, district = excluded.district, street = excluded.street, caller_id = excluded.caller_id,
                caller_name_enc = excluded.caller_name_enc, accepted_at = excluded.accepted_at, closed_at = excluded.closed_at,
                result_text = excluded.result_text, source_hash = excluded.source_hash, imported_at = excluded.imported_at
            """,
            new
            {
                now,
                orderNos = rows.Select(r => r.Order.OrderNo).ToArray(),
                types = rows.Select(r => r.Order.OrderType).ToArray(),
                categories = rows.Select(r => r.Order.CategoryCode).ToArray(),
                titles = rows.Select(r => r.Order.Title).ToArray(),
                shortTitles = rows.Select(r => r.Order.ShortTitle).ToArray(),
                contents = rows.Select(r => r.Order.Content).ToArray(),
                districts = rows.Select(r => r.Order.District).ToArray(),
                streets = rows.Select(r => r.Order.Street).ToArray(),
                phoneHashes = rows.Select(r => r.PhoneHash).ToArray(),
                names = rows.Select(r => r.NameEnc).ToArray(),
                accepted = rows.Select(r => r.Order.AcceptedAt.UtcDateTime).ToArray(),
                closed = rows.Select(r => r.Order.ClosedAt.UtcDateTime).ToArray(),
                results = rows.Select(r => r.Order.ResultText).ToArray(),
                sourceHashes = rows.Select(r => r.SourceHash).ToArray(),
            },
            cancellationToken));

    /// <summary>The unit that answers for an order; an updated order may have moved to another.</summary>
    public Task SaveOrderUnitsAsync(List<ImportRow> rows, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(Command(
            """
            with main as (
                select o.id as order_id, u.id as unit_id
                from unnest(@orderNos, @units) as t (order_no, unit) join work_order o on o.order_no = t.order_no join unit u on u.name = t.unit),
            moved as (
                delete from order_unit ou using main m where ou.order_id = m.order_id and ou.role = 'main' and ou.unit_id <> m.unit_id)
            insert into order_unit (order_id, unit_id, role, counts_for_score) select order_id, unit_id, 'main', true from main
            on conflict (order_id, unit_id) do nothing
            """,
            new { orderNos = rows.Select(r => r.Order.OrderNo).ToArray(), units = rows.Select(r => r.Order.Unit).ToArray() }, cancellationToken));

    /// <summary>The first round, due since the order was closed: longest waiting first, in the order of the file among equals.</summary>
    public Task SaveCallbacksAsync(List<ImportRow> rows, DateTimeOffset now, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(Command(
            """
            insert into callback (order_id, caller_id, round, due_at)
            select o.id, o.caller_id, 1, least(o.closed_at, @now)
            from unnest(@orderNos) with ordinality as t (order_no, no) join work_order o on o.order_no = t.order_no
            order by t.no
            on conflict (order_id, round) do update set caller_id = excluded.caller_id, due_at = excluded.due_at
            """,
            new { now, orderNos = rows.Select(r => r.Order.OrderNo).ToArray() }, cancellationToken));

    private CommandDefinition Command(string sql, object parameters, CancellationToken cancellationToken) =>
        new(sql, parameters, transaction, cancellationToken: cancellationToken);
}
