namespace CallbackBot.Telephony.Rtp;

/// <summary>
/// Turns telephone-event packets into key presses (RFC 4733 section 2.5.2). A press is known by its timestamp and counts at its first
/// packet, so it needs neither the marker nor the end, and any number of lost or repeated packets makes no difference.
/// </summary>
internal sealed class TelephoneEventReceiver
{
    // A packet this much older than the newest press is a straggler; older still, the sender has restarted its clock.
    private const int StragglerSamples = 5 * 8000;
    private const ushort LongestSegment = 0xFFFF;

    // Half a second of turns without a packet of a press, and it is over: senders that replay a recorded key give it the same old timestamp. One
    // that has not ended and goes on where it was is still down: our own turns, or the network, stood still meanwhile.
    private const long SlotsUntilOver = 25;

    private bool _any;
    private uint _ssrc;
    private uint _timestamp;
    private byte _code;
    private ushort _duration;
    private bool _ended;
    private long _lastSlot;

    /// <summary>Takes one packet. Returns the key when it is the first of a press.</summary>
    /// <param name="ssrc">The packet's source.</param>
    /// <param name="timestamp">The packet's timestamp: when the press began.</param>
    /// <param name="received">Its payload.</param>
    /// <param name="slot">Turns of 20 ms so far.</param>
    public char? Accept(uint ssrc, uint timestamp, TelephoneEvent received, long slot)
    {
        if (_any && ssrc == _ssrc && (slot - _lastSlot <= SlotsUntilOver || GoesOn(timestamp, received)))
        {
            var since = (int)(timestamp - _timestamp);
            if (since == 0) Note(received, slot);
            if (since is <= 0 and > -StragglerSamples) return null;
            // A key held for more than 8 s goes on in a new segment (section 2.5.1.3).
            if (since == LongestSegment && received.Code == _code)
            {
                (_timestamp, _duration) = (timestamp, 0);
                Note(received, slot);
                return null;
            }
        }

        (_any, _ssrc, _timestamp, _code, _duration, _ended) = (true, ssrc, timestamp, received.Code, 0, false);
        Note(received, slot);
        return received.Key;
    }

    private bool GoesOn(uint timestamp, TelephoneEvent received) => timestamp == _timestamp && !_ended && received.Duration > _duration;

    private void Note(TelephoneEvent received, long slot)
    {
        _lastSlot = slot;
        _duration = Math.Max(_duration, received.Duration);
        _ended |= received.End;
    }
}
