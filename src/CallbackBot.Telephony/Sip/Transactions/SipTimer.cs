namespace CallbackBot.Telephony.Sip.Transactions;

/// <summary>One named timer of a state machine. It fires inside the machine's lock, and never after it was stopped or started anew.</summary>
internal sealed class SipTimer(TimeProvider time, Lock gate, Action fired) : IDisposable
{
    private ITimer? _timer;
    private int _generation;

    public void Start(TimeSpan due)
    {
        lock (gate)
        {
            Stop();
            var mine = _generation;
            _timer = time.CreateTimer(_ => Fire(mine), null, due, Timeout.InfiniteTimeSpan);
        }
    }

    public void Stop()
    {
        lock (gate)
        {
            _generation++;
            _timer?.Dispose();
            _timer = null;
        }
    }

    public void Dispose() => Stop();

    private void Fire(int generation)
    {
        lock (gate)
        {
            if (generation == _generation) fired();
        }
    }
}
