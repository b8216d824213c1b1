using System.Text.Json;
using CallbackBot.Storage;
using Npgsql;

namespace CallbackBot.WorkOrders;

/// <summary>Brings closed orders in: right rows once, in one transaction; wrong rows into the report. The same file again changes nothing.</summary>
public sealed class OrderImport(NpgsqlDataSource data, PersonalData personal, TimeProvider time)
{
    /// <summary>Imports one CSV or TSV file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="dryRun">Do everything, report, and roll back.</param>
    /// <param name="cancellationToken">Cancels before the commit; nothing is half-written.</param>
    public async Task<ImportReport> ImportAsync(string path, bool dryRun, CancellationToken cancellationToken) =>
        (await PullAsync(new OrderFileSource(path), dryRun, cancellationToken))[0];

    /// <summary>Imports every batch that waits at a source. A dry run looks at the first one only: nothing is settled.</summary>
    public async Task<IReadOnlyList<ImportReport>> PullAsync(IWorkOrderSource source, bool dryRun, CancellationToken cancellationToken)
    {
        var reports = new List<ImportReport>();
        while (await source.NextAsync(cancellationToken) is { } batch)
        {
            var report = await ImportBatchAsync(batch, dryRun, cancellationToken);
            reports.Add(report);
            if (dryRun) break;
            await source.SettleAsync(batch, report, cancellationToken);
        }

        return reports;
    }

    private async Task<ImportReport> ImportBatchAsync(OrderBatch batch, bool dryRun, CancellationToken cancellationToken)
    {
        if (batch.Orders.Count == 0) return Report(batch, 0, 0, 0, []);
        await using var connection = await data.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var rows = new ImportRows(connection, transaction);
        await rows.LockAsync(cancellationToken);
        var stored = await rows.StoredAsync([.. batch.Orders.Select(o => o.OrderNo)], cancellationToken);
        var kinds = await rows.UnitKindsAsync([.. batch.Orders.Select(o => o.Unit).Distinct(StringComparer.Ordinal)], cancellationToken);

        var bad = new List<BadRow>();
        var (inserts, updates, unchanged) = (new List<ImportRow>(), new List<ImportRow>(), 0);
        foreach (var order in batch.Orders)
        {
            if (kinds.TryAdd(order.Unit, order.UnitKind) is false && kinds[order.Unit] != order.UnitKind)
            {
                bad.Add(new BadRow(order.Line, "unit", $"this unit is a {kinds[order.Unit]}, the row says {order.UnitKind}"));
                continue;
            }

            var row = new ImportRow(
                order, personal.PhoneHash(order.Phone), personal.Encrypt(order.Phone, Personal.Phone),
                order.CallerName is null ? null : personal.Encrypt(order.CallerName, Personal.Name), Fingerprint(order));
            if (!stored.TryGetValue(order.OrderNo, out var old)) inserts.Add(row);
            else if (old.SourceHash.AsSpan().SequenceEqual(row.SourceHash)) unchanged++;
            else if (!old.Called) updates.Add(row);
            else bad.Add(new BadRow(order.Line, "order_no", "this order is in already, with other content, and was called about; it was not changed"));
        }

        List<ImportRow> changed = [.. inserts, .. updates];
        if (changed.Count > 0)
        {
            await rows.SaveUnitsAsync(changed, cancellationToken);
            await rows.SaveCategoriesAsync(changed, cancellationToken);
            await rows.SaveCallersAsync(changed, cancellationToken);
            await rows.SaveOrdersAsync(changed, time.GetUtcNow(), cancellationToken);
            await rows.SaveOrderUnitsAsync(changed, cancellationToken);
            await rows.SaveCallbacksAsync(changed, time.GetUtcNow(), cancellationToken);
        }

        if (dryRun) await transaction.RollbackAsync(cancellationToken);
        else await transaction.CommitAsync(cancellationToken);
        return Report(batch, inserts.Count, updates.Count, unchanged, bad);
    }

    private static ImportReport Report(OrderBatch batch, int inserted, int updated, int unchanged, List<BadRow> bad) =>
        new(batch.Name, batch.Encoding, inserted, updated, unchanged, [.. batch.Bad.Concat(bad).OrderBy(b => b.Line)]);

    /// <summary>Tells whether an order came with the same content before; keyed, for name and phone are in it.</summary>
    private byte[] Fingerprint(Order order) => personal.Hash(JsonSerializer.Serialize(order with { Line = 0 }));
}
