namespace CallbackBot.Telephony.Rtp.Rtcp;

/// <summary>
/// When reports are due (RFC 3550 section 6.2): for two members the bandwidth never asks for more than the 5 s that are the least, half of
/// that for the first. Chance spreads them (section 6.3.1), so that the reports of many calls do not come together.
/// </summary>
internal static class RtcpInterval
{
    private const double Seconds = 5;
    private const double Compensation = Math.E - 1.5; // For the reconsideration of section 6.3.1.

    public static TimeSpan Next(Random random, bool first) =>
        TimeSpan.FromSeconds((first ? Seconds / 2 : Seconds) * (0.5 + random.NextDouble()) / Compensation);
}
