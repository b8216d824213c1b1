namespace CallbackBot.Telephony.Sip.Trunks;

/// <summary>When the next REGISTER is due: the arithmetic of RFC 3261 section 10.2.4 and RFC 5626 section 4.5.</summary>
internal static class RegistrationTiming
{
    /// <summary>Between two REGISTERs, whatever calls for the second one: the base-time of the back-off.</summary>
    public static readonly TimeSpan LeastApart = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan BackOffBase = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BackOffMost = TimeSpan.FromSeconds(1800);

    /// <summary>
    /// From a 200 to its refresh: nine tenths of what the registrar granted, but early enough that a refresh may time out (timer F) and be repeated after
    /// the longest first back-off, and not before the half of it.
    /// </summary>
    public static TimeSpan RefreshAfter(TimeSpan granted, SipTimers timers)
    {
        var early = granted - timers.Timeout - (BackOffBase * 2);
        var late = granted * 0.9;
        var due = early < late ? early : late;
        return due > granted / 2 ? due : granted / 2;
    }

    /// <summary>
    /// The wait after the first failure of a refresh: the back-off, but no longer than leaves timer F once more before the binding expires; none where that is
    /// not left any more.
    /// </summary>
    /// <param name="backOff">What a first failure waits.</param>
    /// <param name="left">Until the binding expires.</param>
    /// <param name="timers">Of the transactions.</param>
    public static TimeSpan RepeatWithin(TimeSpan backOff, TimeSpan left, SipTimers timers)
    {
        var latest = left - timers.Timeout;
        if (latest > backOff) return backOff;
        return latest > TimeSpan.Zero ? latest : TimeSpan.Zero;
    }

    /// <summary>
    /// The wait of a renewal: never before the least one is over, so that a registrar that drops every connection is not flooded, and no longer than until the
    /// REGISTER is due anyway, which it may have become since the renewal was asked for.
    /// </summary>
    /// <param name="passed">Since the last answer.</param>
    /// <param name="spread">What the renewal would wait.</param>
    /// <param name="least">From the last answer on.</param>
    /// <param name="due">From the last answer on.</param>
    public static TimeSpan RenewAfter(TimeSpan passed, TimeSpan spread, TimeSpan least, TimeSpan due)
    {
        var at = passed + spread < least ? least : passed + spread;
        if (at > due) at = due;
        return at > passed ? at - passed : TimeSpan.Zero;
    }

    /// <summary>
    /// RFC 5626 section 4.5: the wait after a failure lies between 50 and 100 % of base-time x 2^failures, at most max-time; at random, so that the
    /// robots of a city do not come back all at once.
    /// </summary>
    /// <param name="failures">Failures in a row, at least 1.</param>
    /// <param name="random">Used by one caller at a time.</param>
    public static TimeSpan BackOff(int failures, Random random)
    {
        var upper = failures > 10 ? BackOffMost : BackOffBase * Math.Pow(2, failures);
        if (upper > BackOffMost) upper = BackOffMost;
        return upper * (0.5 + (0.5 * random.NextDouble()));
    }
}
