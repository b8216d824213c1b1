namespace CallbackBot.Telephony.Rtp.Srtp;

/// <summary>
/// The index of a packet: its sequence number and how often that has wrapped, the rollover counter (RFC 3711 section 3.3.1). Only the
/// sequence number is sent.
/// </summary>
internal static class PacketIndex
{
    /// <summary>The index nearest to the newest one; null when that would be before the first packet of all.</summary>
    public static ulong? Estimate(ulong newest, ushort sequence)
    {
        var index = (long)newest + (short)(sequence - (ushort)newest);
        return index < 0 ? null : (ulong)index;
    }

    public static uint RolloverCounter(ulong index) => (uint)(index >> 16);
}
