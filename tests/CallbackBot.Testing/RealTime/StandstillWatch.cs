using System.Diagnostics;
using System.Globalization;

namespace CallbackBot.Testing.RealTime;

/// <summary>
/// Whether the machine gave this process and those that it talks to their processors: a thread that asks to be woken every few milliseconds sees for how
/// long it was not, and the kernel counts what the host lent to somebody else ("steal"), also of a processor that this thread did not want just then.
/// </summary>
public sealed class StandstillWatch : IDisposable
{
    private static readonly TimeSpan Nap = TimeSpan.FromMilliseconds(5);

    private const int StealField = 8; // Of the line "cpu": user, nice, system, idle, iowait, irq, softirq, steal; in hundredths of a second.
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly long _stolenBefore = StolenTicks();
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

    /// <summary>Of one processor's time since the watch began; 0 where the system does not tell.</summary>
    public double StolenShare => (StolenTicks() - _stolenBefore) * Tick / Stopwatch.GetElapsedTime(_began);

    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
        _stop.Dispose();
    }

    private static long StolenTicks() => OperatingSystem.IsLinux()
        ? long.Parse(File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[StealField], CultureInfo.InvariantCulture)
        : 0;

    private void Run()
    {
        for (var asleep = Stopwatch.GetTimestamp(); !_stop.WaitOne(Nap); asleep = Stopwatch.GetTimestamp())
        {
            var late = Stopwatch.GetElapsedTime(asleep) - Nap;
            if (late > Longest) Volatile.Write(ref _longest, late.Ticks);
        }
    }
}
