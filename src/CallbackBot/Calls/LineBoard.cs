namespace CallbackBot.Calls;

/// <summary>What the lines are doing right now: for progress, health and drain.</summary>
public sealed class LineBoard
{
    private int _busy;
    private int _talking;
    private int _dialled;
    private int _answered;
    private int _done;

    /// <summary>Lines in use, ringing or talking.</summary>
    public int Busy => Volatile.Read(ref _busy);

    public int Talking => Volatile.Read(ref _talking);

    public int Dialled => Volatile.Read(ref _dialled);

    public int Answered => Volatile.Read(ref _answered);

    public int Done => Volatile.Read(ref _done);

    public void Taken() => Interlocked.Increment(ref _busy);

    public void Freed()
    {
        Interlocked.Decrement(ref _busy);
        Interlocked.Increment(ref _done);
    }

    public void Dial() => Interlocked.Increment(ref _dialled);

    public void Answer()
    {
        Interlocked.Increment(ref _answered);
        Interlocked.Increment(ref _talking);
    }

    public void HangUp() => Interlocked.Decrement(ref _talking);
}
