using System.Runtime.InteropServices;

namespace CallbackBot.Telephony.Rtp;

/// <summary>
/// Lets the calling thread run before all ordinary ones: the clock of all calls must not wait for a busy neighbour. On Linux the runtime's own
/// thread priorities do nothing, so this asks the system: for real-time scheduling (RLIMIT_RTPRIO of 1 or CAP_SYS_NICE), else for a better
/// nice value (RLIMIT_NICE). A process that may have neither goes on as it is.
/// </summary>
internal static partial class ThreadUrgency
{
    private const int ScheduledAsOthers = 0; // SCHED_OTHER
    private const int ScheduledRoundRobin = 2; // SCHED_RR
    private const int NotForChildren = 0x40000000; // SCHED_RESET_ON_FORK: a thread-pool thread that this one happens to start is an ordinary one.
    private const int CallingThread = 0;
    private const int NiceOfAudio = -11;

    public static void Take()
    {
        Thread.CurrentThread.Priority = ThreadPriority.Highest;
        if (!OperatingSystem.IsLinux()) return;
        var priority = 1;
        if (SetScheduler(CallingThread, ScheduledRoundRobin | NotForChildren, in priority) == 0) return;
        priority = 0;
        _ = SetScheduler(CallingThread, ScheduledAsOthers | NotForChildren, in priority);
        _ = SetPriority(0, CallingThread, NiceOfAudio);
    }

    [LibraryImport("libc", EntryPoint = "sched_setscheduler")]
    private static partial int SetScheduler(int thread, int policy, in int priority);

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, int thread, int nice);
}
