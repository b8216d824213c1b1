namespace CallbackBot.Telephony.Sip.InCall;

/// <summary>
/// How long to wait after a 491 before the same is tried again (RFC 3261 section 14.1; RFC 3311 section 5.3 says the same of UPDATE): the two
/// sides choose from ranges that do not meet, in steps of 10 ms.
/// </summary>
internal static class GlareDelay
{
    private const int Step = 10;

    /// <param name="ownsCallId">Whether we made the Call-ID: then 2.1 to 4 s, else 0 to 2 s.</param>
    /// <param name="random">Chooses in the range.</param>
    public static TimeSpan Choose(bool ownsCallId, Random random) =>
        TimeSpan.FromMilliseconds(Step * (ownsCallId ? random.Next(210, 401) : random.Next(0, 201)));
}
