using System.Runtime.InteropServices;

namespace CallbackBot.Worker.Commands;

/// <summary>
/// Ctrl-C, SIGTERM: the first asks the command to stop, a second one to stop at once. A script may deliver one Ctrl-C as two signals, so what
/// follows within a second is still the first.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private static readonly TimeSpan SameRequest = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _atOnce = new();
    private readonly PosixSignalRegistration[] _registrations;
    private readonly Lock _gate = new();
    private long? _first;

    public StopSignals() =>
        _registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal => PosixSignalRegistration.Create(signal, Receive))];

    public CancellationToken Stop => _stop.Token;

    public CancellationToken AtOnce => _atOnce.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
    }

    private void Receive(PosixSignalContext context)
    {
        context.Cancel = true;
        bool again;
        lock (_gate)
        {
            again = _first is { } first && TimeProvider.System.GetElapsedTime(first) > SameRequest;
            _first ??= TimeProvider.System.GetTimestamp();
        }

        (again ? _atOnce : _stop).Cancel();
    }
}
