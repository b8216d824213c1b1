using System.Globalization;
using CallbackBot.Telephony.Rtp;

namespace CallbackBot.Telephony.Sip.Tracing;

/// <summary>What RTP and RTCP counted, in words and with units.</summary>
internal static class AudioText
{
    private const double SlotMs = 20;

    public static string Of(RtpStatistics rtp)
    {
        // RFC 3550 appendix A.3: of the packets that the far side sent to us.
        var lost = rtp.Received + rtp.Lost is > 0 and var expected ? 100.0 * rtp.Lost / expected : 0;
        var farSide = rtp.FarSide is { } heard
            ? string.Create(CultureInfo.InvariantCulture, $"lost {heard.Lost} of our packets, jitter {heard.Jitter.TotalMilliseconds:0.0} ms")
            : "no report about our packets";
        var roundTrip = rtp.RoundTrip is { } there ? string.Create(CultureInfo.InvariantCulture, $", round trip {there.TotalMilliseconds:0.0} ms") : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            Audio ({(rtp.Encrypted ? "SRTP, encrypted" : "RTP, not encrypted")})
                sent      {rtp.Sent} packets; {rtp.SendFailures} not taken by the network; longest interval {rtp.MaxSendInterval.TotalMilliseconds:0.0} ms
                received  {rtp.Received} packets; lost {rtp.Lost} ({lost:0.0} %), too late {rtp.Late}, repeated {rtp.Duplicates}; jitter {rtp.Jitter.TotalMilliseconds:0.0} ms
                concealed {rtp.ConcealedSlots * SlotMs:0} ms of lost audio
                ignored   {rtp.Ignored} packets that are not this call's audio, {rtp.Unauthentic} of them forged or damaged
                RTCP      {rtp.ReportsSent} reports sent, {rtp.ReportsReceived} received; far side: {farSide}{roundTrip}

            """);
    }
}
