using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CallbackBot.Telephony.Rtp;

/// <summary>
/// Waits until a <see cref="Stopwatch"/> timestamp, to well under a millisecond. The runtime's own waits are relative and, on Windows,
/// rounded to the system tick of 15.6 ms.
/// </summary>
internal abstract class PreciseWait : IDisposable
{
    public static PreciseWait Create() =>
        OperatingSystem.IsLinux() ? new LinuxWait()
        : OperatingSystem.IsWindows() ? new WindowsWait()
        : throw new PlatformNotSupportedException("RTP pacing needs Linux or Windows.");

    public abstract void Until(long timestamp);

    public virtual void Dispose() { }
}

/// <summary>clock_nanosleep with an absolute deadline: being preempted before the call costs nothing.</summary>
internal sealed partial class LinuxWait : PreciseWait
{
    private const int ClockMonotonic = 1;
    private const int TimerAbsolute = 1;
    private const int Interrupted = 4;

    public override void Until(long timestamp)
    {
        // On Linux a Stopwatch timestamp is CLOCK_MONOTONIC in nanoseconds.
        var (seconds, nanoseconds) = Math.DivRem(timestamp, Stopwatch.Frequency);
        var deadline = new TimeSpec { Seconds = (nint)seconds, Nanoseconds = (nint)nanoseconds };
        int error;
        while ((error = ClockNanosleep(ClockMonotonic, TimerAbsolute, deadline, 0)) == Interrupted) { }
        if (error != 0) throw new Win32Exception(error);
    }

    [LibraryImport("libc", EntryPoint = "clock_nanosleep")]
    private static partial int ClockNanosleep(int clock, int flags, in TimeSpec deadline, nint remaining);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}

/// <summary>A high-resolution waitable timer (Windows 10 1803 and later).</summary>
internal sealed partial class WindowsWait : PreciseWait
{
    private const uint HighResolution = 2;
    private const uint Synchronize = 0x00100000;
    private const uint ModifyState = 0x0002;
    private const uint Infinite = 0xFFFFFFFF;

    private readonly SafeWaitHandle _timer = CreateWaitableTimer(0, null, HighResolution, Synchronize | ModifyState);

    public WindowsWait()
    {
        if (_timer.IsInvalid) throw new Win32Exception();
    }

    public override void Until(long timestamp)
    {
        // Absolute due times of waitable timers are wall-clock time, which jumps; the remaining time in 100 ns units does not.
        var remaining = (long)((Int128)(timestamp - Stopwatch.GetTimestamp()) * TimeSpan.TicksPerSecond / Stopwatch.Frequency);
        if (remaining <= 0) return;
        if (!SetWaitableTimer(_timer, -remaining, 0, 0, 0, false)) throw new Win32Exception();
        if (WaitForSingleObject(_timer, Infinite) != 0) throw new Win32Exception();
    }

    public override void Dispose() => _timer.Dispose();

    [LibraryImport("kernel32", EntryPoint = "CreateWaitableTimerExW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    private static partial SafeWaitHandle CreateWaitableTimer(nint attributes, string? name, uint flags, uint access);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetWaitableTimer(
        SafeWaitHandle timer, in long dueTime, int period, nint routine, nint argument, [MarshalAs(UnmanagedType.Bool)] bool resume);

    [LibraryImport("kernel32", SetLastError = true)]
    private static partial uint WaitForSingleObject(SafeWaitHandle handle, uint milliseconds);
}
