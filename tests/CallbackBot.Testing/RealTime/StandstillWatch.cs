using System.Diagnostics;

namespace CallbackBot.Testing.RealTime;

/// <summary>
/// Whether the machine gave this process its processors: a thread that asks to be woken every few milliseconds sees for how long it was not. A host that
/// lends the processors to somebody else ("steal") looks the same as a machine with too much to do.
/// </summary>
public sealed class StandstillWatch : IDisposable
{
    private static readonly TimeSpan Nap = TimeSpan.FromMilliseconds(5);

    private readonly ManualResetEvent _stop = new(false);
    private readonly Thread _thread;
    private long _longest;

    public StandstillWatch()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "standstill watch" };
        _thread.Start();
    }

    /// <summary>The longest time for which the thread was not given a processor, so far.</summary>
    public TimeSpan Longest => TimeSpan.FromTicks(Volatile.Read(ref _longest));

    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
        _stop.Dispose();
    }

    private void Run()
    {
        for (var asleep = Stopwatch.GetTimestamp(); !_stop.WaitOne(Nap); asleep = Stopwatch.GetTimestamp())
        {
            var late = Stopwatch.GetElapsedTime(asleep) - Nap;
            if (late > Longest) Volatile.Write(ref _longest, late.Ticks);
        }
    }
}
