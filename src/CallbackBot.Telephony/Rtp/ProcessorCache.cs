using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace CallbackBot.Telephony.Rtp;

/// <summary>
/// Begins to bring a call's memory into the processor's cache before it is needed. With hundreds of calls nothing of a call is there any more
/// when its next turn comes; asked for one after the other, its objects would be waited for one after the other.
/// </summary>
public static unsafe class ProcessorCache
{
    // What follows is fetched by the processor itself once it sees how it is read.
    private const int Beginning = 256;
    private const int Line = 64;

    /// <summary>Does not wait, and changes nothing but time; does nothing where the processor knows no such request.</summary>
    /// <param name="part">What will be used soon; null for nothing.</param>
    public static void Fetch(object? part)
    {
        if (part is null || !Sse.IsSupported) return;

        // The address alone is read, and nothing through it: should the collector move the object meanwhile, other lines are fetched.
        var start = *(byte**)Unsafe.AsPointer(ref part);
        for (var at = 0; at < Beginning; at += Line) Sse.Prefetch0(start + at);
    }
}
