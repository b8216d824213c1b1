namespace CallbackBot.Telephony.Rtp;

/// <summary>
/// Gives every call its turn each 20 ms from one thread, on absolute deadlines, so that a late wake-up never shifts the later ones.
/// Calls are spread over two slots of 10 ms. A turn that was missed is made up for: the number of turns follows the clock exactly.
/// </summary>
/// <remarks>
/// On <see cref="TimeProvider.System"/> a thread of its own waits (a timer per call, or the thread pool, gives choppy audio). On any other
/// time provider its timers drive the clock, so whoever moves the time moves the calls too. A test may also never start it and call
/// <see cref="Tick"/>.
/// </remarks>
public sealed class PacingClock : IDisposable
{
    /// <summary>Milliseconds between two turns of a call.</summary>
    internal const int TurnLength = 20;

    // Long enough for calls to share a wake-up, here and at the far side; at 2000 calls a slot's work still fits into it.
    private const int SlotLength = 10;
    private const int SlotsPerTurn = TurnLength / SlotLength;
    private const int SlotsPerSecond = 1000 / SlotLength;

    // So many go step by step together: enough for the code of a step, above all the kernel's, to stay in the processor's cache, and few enough
    // for their memory to be there still in the next step.
    private const int Together = 32;

    private readonly TimeProvider _time;
    private readonly Lock _membership = new();
    private readonly IPacedCall[][] _slots = new IPacedCall[SlotsPerTurn][];
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
            _timer = _time.CreateTimer(_ => Tick(_time.GetTimestamp()), null, TimeSpan.FromMilliseconds(SlotLength), TimeSpan.FromMilliseconds(SlotLength));
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
            ReadOnlySpan<IPacedCall> calls = Volatile.Read(ref _slots[_nextSlot % SlotsPerTurn]);
            for (; calls.Length > 0; calls = calls[Math.Min(Together, calls.Length)..])
            {
                var together = calls[..Math.Min(Together, calls.Length)];
                Give(together, TurnStep.Hear, due);
                Give(together, TurnStep.Speak, due);
                Give(together, TurnStep.Send, due);
            }
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
    internal void Join(IPacedCall call)
    {
        lock (_membership)
        {
            var slot = 0;
            for (var i = 1; i < SlotsPerTurn; i++)
                if (_slots[i].Length < _slots[slot].Length) slot = i;
            Volatile.Write(ref _slots[slot], [.. _slots[slot], call]);
        }
    }

    /// <summary>Removes a call. A turn that is just being given may still run.</summary>
    internal void Leave(IPacedCall call)
    {
        lock (_membership)
        {
            for (var i = 0; i < SlotsPerTurn; i++)
                if (Array.IndexOf(_slots[i], call) >= 0) Volatile.Write(ref _slots[i], Array.FindAll(_slots[i], c => c != call));
        }
    }

    private void Give(ReadOnlySpan<IPacedCall> calls, TurnStep step, long due)
    {
        for (var i = 0; i < calls.Length; i++)
        {
            if (i + 2 < calls.Length) ProcessorCache.Fetch(calls[i + 2]);
            if (i + 1 < calls.Length) calls[i + 1].ComingUp(step);
            Give(calls[i], step, due);
        }
    }

    /// <summary>Of a turn that was given outside the clock's own time and threw; false without a listener.</summary>
    internal bool Tell(Exception failure)
    {
        TurnFailed?.Invoke(failure);
        return TurnFailed is not null;
    }

    private void Give(IPacedCall call, TurnStep step, long due)
    {
        try
        {
            call.Take(step, due);
        }
        catch (Exception failure) when (TurnFailed is not null)
        {
            Leave(call);
            call.TurnsOver();
            Tell(failure);
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

    // The next slot that has calls, so that with one call the clock wakes 50 times a second.
    private long NextDeadline()
    {
        var slot = _nextSlot;
        while (slot < _nextSlot + SlotsPerTurn - 1 && Volatile.Read(ref _slots[slot % SlotsPerTurn]).Length == 0) slot++;
        return TimestampOf(slot);
    }

    // Seconds and the rest apart: a product of both would overflow after some months.
    private long TimestampOf(long slot) =>
        _origin + (slot / SlotsPerSecond * _time.TimestampFrequency) + (slot % SlotsPerSecond * _time.TimestampFrequency / SlotsPerSecond);
}
