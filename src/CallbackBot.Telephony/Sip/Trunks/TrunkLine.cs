namespace CallbackBot.Telephony.Sip.Trunks;

/// <summary>A line of a trunk, held for one attempt whose turn has come. Dispose it when it was not used; an attempt that used it frees it.</summary>
public sealed class TrunkLine : IDisposable
{
    private readonly TaskCompletionSource _freed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal TrunkLine(Trunk trunk) => Trunk = trunk;

    internal Trunk Trunk { get; }

    internal Task Freed => _freed.Task;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_freed.TrySetResult()) Trunk.Limits.Free();
    }
}
