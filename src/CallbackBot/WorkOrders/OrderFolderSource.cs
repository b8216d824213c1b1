using System.Globalization;

namespace CallbackBot.WorkOrders;

/// <summary>
/// A folder that another system drops files into: <c>incoming/</c>, from where they go to <c>done/</c> or, when the file as a whole was refused, to
/// <c>rejected/</c>, with a report beside them if a row was bad.
/// </summary>
public sealed class OrderFolderSource(string folder, TimeProvider time) : IWorkOrderSource
{
    /// <summary>A file that changed more recently may still be growing.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);

    private static readonly string[] Endings = [".csv", ".tsv", ".txt"];

    private string Incoming => Path.Combine(folder, "incoming");

    public async Task<OrderBatch?> NextAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Incoming);
        var now = time.GetUtcNow();
        var next = new DirectoryInfo(Incoming).EnumerateFiles()
            .Where(f => !f.Name.StartsWith('.') && Endings.Contains(f.Extension, StringComparer.OrdinalIgnoreCase))
            .Where(f => f.LastWriteTimeUtc <= now - Quiet)
            .MinBy(f => f.Name, StringComparer.Ordinal);
        return next is null ? null : await OrderFileReader.ReadAsync(next.FullName, cancellationToken);
    }

    public async Task SettleAsync(OrderBatch batch, ImportReport report, CancellationToken cancellationToken)
    {
        var target = Path.Combine(folder, report.FileRejected ? "rejected" : "done");
        Directory.CreateDirectory(target);
        // The same name may come every day.
        var stamp = time.GetUtcNow().ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture);
        var moved = Path.Combine(target, $"{stamp}_{batch.Name}");
        if (report.Rejected.Count > 0)
            await File.WriteAllLinesAsync(moved + ".report.txt", report.Rejected.Select(r => r.ToString()), cancellationToken);
        File.Move(Path.Combine(Incoming, batch.Name), moved);
    }
}
