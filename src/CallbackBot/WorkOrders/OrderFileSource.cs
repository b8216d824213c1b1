namespace CallbackBot.WorkOrders;

/// <summary>One file, once.</summary>
public sealed class OrderFileSource(string path) : IWorkOrderSource
{
    private bool _taken;

    public async Task<OrderBatch?> NextAsync(CancellationToken cancellationToken)
    {
        if (_taken) return null;
        _taken = true;
        return await OrderFileReader.ReadAsync(path, cancellationToken);
    }

    public Task SettleAsync(OrderBatch batch, ImportReport report, CancellationToken cancellationToken) => Task.CompletedTask;
}
