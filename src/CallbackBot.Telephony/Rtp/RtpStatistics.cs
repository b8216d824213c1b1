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
}
