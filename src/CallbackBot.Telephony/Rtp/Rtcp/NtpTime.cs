namespace CallbackBot.Telephony.Rtp.Rtcp;

/// <summary>
/// Wall-clock time as RTCP carries it (RFC 3550 section 4): seconds since 1900 in 32 bits, and as much of a fraction. It runs with the time
/// provider's timestamps from the moment it was made, so that a clock that is set does not disturb round-trip times.
/// </summary>
internal sealed class NtpTime(TimeProvider time)
{
    private const long SecondsFrom1900To1970 = 2_208_988_800;

    private readonly long _madeAt = time.GetTimestamp();
    private readonly TimeSpan _made = time.GetUtcNow() - DateTimeOffset.UnixEpoch;

    /// <summary>The 64 bits at a timestamp of the time provider.</summary>
    public ulong At(long timestamp)
    {
        var since = _made + time.GetElapsedTime(_madeAt, timestamp);
        var seconds = (long)Math.Floor(since.TotalSeconds);
        var fraction = (ulong)(since.Ticks - (seconds * TimeSpan.TicksPerSecond));
        return ((ulong)(uint)(seconds + SecondsFrom1900To1970) << 32) | ((fraction << 32) / TimeSpan.TicksPerSecond);
    }

    /// <summary>The middle 32 bits, in 1/65536 s, in which delays are reckoned (section 6.4.1).</summary>
    public uint ShortAt(long timestamp) => Middle(At(timestamp));

    public static uint Middle(ulong ntp) => (uint)(ntp >> 16);

    public static TimeSpan FromShort(uint units) => TimeSpan.FromTicks(units * TimeSpan.TicksPerSecond / 65536);
}
