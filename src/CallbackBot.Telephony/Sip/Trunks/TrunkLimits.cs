namespace CallbackBot.Telephony.Sip.Trunks;

/// <summary>The lines of one trunk, its calls per second, and the rest that it asked for. Thread-safe.</summary>
/// <param name="lines">Calls at the same time.</param>
/// <param name="callsPerSecond">INVITEs per second, evenly spaced: a bucket of one token, because a carrier counts within any second. Zero: no limit.</param>
/// <param name="time">The clock.</param>
internal sealed class TrunkLimits(int lines, double callsPerSecond, TimeProvider time)
{
    private static readonly TimeSpan LongestRest = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly TimeSpan _apart = callsPerSecond > 0 ? TimeSpan.FromSeconds(1 / callsPerSecond) : TimeSpan.Zero;
    private int _busy;
    private DateTimeOffset _next = DateTimeOffset.MinValue;
    private DateTimeOffset _restsUntil = DateTimeOffset.MinValue;

    public int Lines => lines;

    public int Busy => Volatile.Read(ref _busy);

    /// <summary>Until when no INVITE may be sent; null when one may.</summary>
    public DateTimeOffset? RestsUntil
    {
        get
        {
            lock (_gate) return _restsUntil > time.GetUtcNow() ? _restsUntil : null;
        }
    }

    /// <summary>How many more calls could leave within a time.</summary>
    public int Room(TimeSpan within)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var free = lines - _busy;
            if (_restsUntil > now || free <= 0) return 0;
            if (_apart == TimeSpan.Zero) return free;
            var wait = _next > now ? _next - now : TimeSpan.Zero;
            return wait > within ? 0 : Math.Min(free, 1 + (int)((within - wait) / _apart));
        }
    }

    /// <summary>Takes a line and the next turn; false when all lines are busy or the trunk rests.</summary>
    /// <param name="wait">How long the INVITE has to wait for its turn.</param>
    public bool TryTake(out TimeSpan wait)
    {
        lock (_gate)
        {
            wait = TimeSpan.Zero;
            var now = time.GetUtcNow();
            if (_busy >= lines || _restsUntil > now) return false;
            _busy++;
            if (_next < now) _next = now;
            wait = _next - now;
            _next += _apart;
            return true;
        }
    }

    public void Free() => Interlocked.Decrement(ref _busy);

    /// <summary>503 with Retry-After (RFC 3261 section 20.33): nothing more goes there for so long, at most for an hour.</summary>
    public void Rest(TimeSpan rest)
    {
        lock (_gate)
        {
            var until = time.GetUtcNow() + (rest < LongestRest ? rest : LongestRest);
            if (until > _restsUntil) _restsUntil = until;
        }
    }
}
