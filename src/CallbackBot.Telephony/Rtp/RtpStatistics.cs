namespace CallbackBot.Telephony.Rtp;

/// <summary>Counts of one <see cref="RtpSession"/> so far, in packets.</summary>
/// <param name="Sent">Audio and telephone-event packets handed to the network.</param>
/// <param name="SendFailures">Packets that the network refused (no route, full buffer).</param>
/// <param name="Received">Different packets that arrived from the far side, late ones included.</param>
/// <param name="Lost">Packets that the sequence numbers promise and that have not arrived (RFC 3550 section 6.4.1).</param>
/// <param name="Late">Packets that arrived after their place was played, and were dropped.</param>
/// <param name="Duplicates">Packets that arrived again, and were dropped.</param>
/// <param name="Ignored">Datagrams that are not this call's audio: malformed, from another source, of another payload type.</param>
/// <param name="MaxSendInterval">The longest time between two consecutive sends; 20 ms on a perfect day.</param>
public readonly record struct RtpStatistics(
    long Sent, long SendFailures, long Received, long Lost, long Late, long Duplicates, long Ignored, TimeSpan MaxSendInterval)
{
    /// <summary>Both directions are encrypted (SRTP).</summary>
    public bool Encrypted { get; init; }

    /// <summary>Packets of an encrypted call that were forged, damaged or replayed, and not listened to. <see cref="Ignored"/> counts them too.</summary>
    public long Unauthentic { get; init; }

    /// <summary>Interarrival jitter of what the far side sends (RFC 3550 section 6.4.1).</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>Slots of 20 ms of lost audio that were concealed.</summary>
    public long ConcealedSlots { get; init; }

    /// <summary>To the far side and back, from RTCP's last report; null before the first that tells it.</summary>
    public TimeSpan? RoundTrip { get; init; }

    /// <summary>What the far side's RTCP says about our packets; null while it has said nothing.</summary>
    public FarSideReception? FarSide { get; init; }

    /// <summary>The far side's RTCP said BYE.</summary>
    public bool FarSideLeft { get; init; }

    /// <summary>RTCP packets of ours.</summary>
    public long ReportsSent { get; init; }

    /// <summary>RTCP packets of the far side that were believed.</summary>
    public long ReportsReceived { get; init; }
}
