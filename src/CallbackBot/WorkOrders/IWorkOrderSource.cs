namespace CallbackBot.WorkOrders;

/// <summary>Where closed orders come from.</summary>
public interface IWorkOrderSource
{
    /// <summary>The next batch that waits; null when there is none now.</summary>
    Task<OrderBatch?> NextAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Tells the source what became of a batch, after the commit. A batch that was never settled comes again, which changes nothing.
    /// </summary>
    Task SettleAsync(OrderBatch batch, ImportReport report, CancellationToken cancellationToken);
}

/// <summary>What a source delivers at once.</summary>
/// <param name="Name">For reports; the file's name.</param>
/// <param name="Encoding">How its text was read.</param>
/// <param name="Orders">Rows that are right in themselves.</param>
/// <param name="Bad">Rows that are not.</param>
public sealed record OrderBatch(string Name, string Encoding, IReadOnlyList<Order> Orders, IReadOnlyList<BadRow> Bad);
