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

    private bool _any;
    private uint _ssrc;
    private uint _timestamp;
    private byte _code;

    /// <summary>Takes one packet. Returns the key when it is the first of a press.</summary>
    public char? Accept(uint ssrc, uint timestamp, TelephoneEvent received)
    {
        if (_any && ssrc == _ssrc)
        {
            var since = (int)(timestamp - _timestamp);
            if (since is <= 0 and > -StragglerSamples) return null;
            // A key held for more than 8 s goes on in a new segment (section 2.5.1.3).
            if (since == LongestSegment && received.Code == _code)
            {
                _timestamp = timestamp;
                return null;
            }
        }

        (_any, _ssrc, _timestamp, _code) = (true, ssrc, timestamp, received.Code);
        return received.Key;
    }
}
