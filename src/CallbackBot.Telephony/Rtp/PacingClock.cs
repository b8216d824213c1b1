namespace CallbackBot.Telephony.Rtp;

/// <summary>
/// Gives every call its turn each 20 ms from one thread, on absolute deadlines, so that a late wake-up never shifts the later ones.
/// Calls are spread over twenty slots of 1 ms. A turn that was missed is made up for: the number of turns follows the clock exactly.
/// </summary>
/// <remarks>
/// On <see cref="TimeProvider.System"/> a thread of its own waits (a timer per call, or the thread pool, gives choppy audio). On any other
/// time provider its timers drive the clock, so whoever moves the time moves the calls too. A test may also never start it and call
/// <see cref="Tick"/>.
/// </remarks>
public sealed class PacingClock : IDisposable
{
    internal const int SlotsPerTurn = 20;

    private readonly TimeProvider _time;
    private readonly Lock _membership = new();
    private readonly Turn[][] _slots = new Turn[SlotsPerTurn][];
    private readonly long _origin;
    private long _nextSlot = 1;
    private ITimer? _timer;
    private Thread? _thread;
    private volatile bool _disposed;

    /// <summary>Creates a clock that stands still until <see cref="Start"/> or <see cref="Tick"/>.</summary>
    public PacingClock(TimeProvider time)
    {
        _time = time;
        _origin = time.GetTimestamp();
        Array.Fill(_slots, []);
    }

    /// <summary>One call's turn. <paramref name="due"/> is when it was due: a timestamp of the time provider, in steps of 20 ms.</summary>
    internal delegate void Turn(long due);

    /// <summary>
    /// Told when a turn threw: a bug in one call's audio. That call gets no further turn, the others go on. Without a listener the
    /// exception escapes from the thread.
    /// </summary>
    public event Action<Exception>? TurnFailed;

    /// <summary>Starts giving turns. Call it once.</summary>
    /// <exception cref="PlatformNotSupportedException">Neither Linux nor Windows.</exception>
    public void Start()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_time != TimeProvider.System)
        {
            _timer = _time.CreateTimer(_ => Tick(_time.GetTimestamp()), null, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1));
            return;
        }

        var wait = PreciseWait.Create();
        _thread = new Thread(() => Run(wait)) { IsBackground = true, Name = "RTP pacing" };
        _thread.Start();
    }

    /// <summary>Gives all turns that are due at <paramref name="now"/>, in order. Not for use from two threads at once.</summary>
    /// <param name="now">A timestamp of the time provider.</param>
    public void Tick(long now)
    {
        for (; TimestampOf(_nextSlot) <= now; _nextSlot++)
        {
            var due = TimestampOf(_nextSlot);
            foreach (var turn in Volatile.Read(ref _slots[_nextSlot % SlotsPerTurn])) Give(turn, due);
        }
    }

    /// <summary>Ends the thread. Calls get no turn afterwards.</summary>
    public void Dispose()
    {
        _disposed = true;
        _timer?.Dispose();
        if (_thread is not null && _thread != Thread.CurrentThread) _thread.Join();
    }

    /// <summary>Adds a call to the emptiest slot.</summary>
    internal void Join(Turn turn)
    {
        lock (_membership)
        {
            var slot = 0;
            for (var i = 1; i < SlotsPerTurn; i++)
                if (_slots[i].Length < _slots[slot].Length) slot = i;
            Volatile.Write(ref _slots[slot], [.. _slots[slot], turn]);
        }
    }

    /// <summary>Removes a call. A turn that is just being given may still run.</summary>
    internal void Leave(Turn turn)
    {
        lock (_membership)
        {
            for (var i = 0; i < SlotsPerTurn; i++)
                if (Array.IndexOf(_slots[i], turn) >= 0) Volatile.Write(ref _slots[i], Array.FindAll(_slots[i], t => t != turn));
        }
    }

    private void Give(Turn turn, long due)
    {
        try
        {
            turn(due);
        }
        catch (Exception failure) when (TurnFailed is not null)
        {
            Leave(turn);
            TurnFailed(failure);
        }
    }

    private void Run(PreciseWait wait)
    {
        using (wait)
        {
            ThreadUrgency.Take();
            while (!_disposed)
            {
                wait.Until(NextDeadline());
                Tick(_time.GetTimestamp());
            }
        }
    }

    // The next slot that has calls, so that an idle clock wakes 50 times a second, not 1000.
    private long NextDeadline()
    {
        var slot = _nextSlot;
        while (slot < _nextSlot + SlotsPerTurn - 1 && Volatile.Read(ref _slots[slot % SlotsPerTurn]).Length == 0) slot++;
        return TimestampOf(slot);
    }

    // Seconds and the rest apart: a product of both would overflow after some months.
    private long TimestampOf(long slot) =>
        _origin + (slot / 1000 * _time.TimestampFrequency) + (slot % 1000 * _time.TimestampFrequency / 1000);
}
