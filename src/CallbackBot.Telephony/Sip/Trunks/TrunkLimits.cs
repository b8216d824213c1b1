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
    private readonly SortedSet<DateTimeOffset> _givenBack = [];
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
            var turns = _givenBack.Count(turn => turn >= now && turn <= now + within) + (wait > within ? 0 : 1 + (int)((within - wait) / _apart));
            return Math.Min(free, turns);
        }
    }

    /// <summary>Takes a line and the next turn; false when all lines are busy or the trunk rests.</summary>
    /// <param name="turn">When the INVITE may leave.</param>
    public bool TryTake(out DateTimeOffset turn)
    {
        lock (_gate)
        {
            var now = turn = time.GetUtcNow();
            if (_busy >= lines || _restsUntil > now) return false;
            _busy++;
            _givenBack.RemoveWhere(missed => missed < now);
            if (_givenBack.Count > 0)
            {
                _givenBack.Remove(turn = _givenBack.Min);
                return true;
            }

            turn = _next > now ? _next : now;
            _next = turn + _apart;
            return true;
        }
    }

    /// <summary>Gives a turn that nobody waits for any more to whoever comes next. Those behind it keep theirs, so that the spacing stays.</summary>
    public void GiveBack(DateTimeOffset turn)
    {
        lock (_gate)
            if (_apart > TimeSpan.Zero) _givenBack.Add(turn);
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
