namespace CallbackBot.Telephony.Sip;

/// <summary>RFC 3261 table 4 and section 17: every timer derives from T1, T2 and T4.</summary>
/// <param name="T1">Round-trip estimate, 500 ms.</param>
/// <param name="T2">Longest retransmit interval of non-INVITE requests and INVITE responses, 4 s.</param>
/// <param name="T4">Longest time a message stays in the network, 5 s.</param>
public sealed record SipTimers(TimeSpan T1, TimeSpan T2, TimeSpan T4)
{
    /// <summary>The values of RFC 3261.</summary>
    public static SipTimers Default { get; } = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(5));

    /// <summary>Timers B, F, H: 64 T1.</summary>
    public TimeSpan Timeout => T1 * 64;
}
