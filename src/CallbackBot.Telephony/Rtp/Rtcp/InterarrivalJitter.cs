namespace CallbackBot.Telephony.Rtp.Rtcp;

/// <summary>
/// How unevenly packets arrive (RFC 3550 section 6.4.1, appendix A.8), in samples. Packets are read once in 20 ms, so that a single distance is
/// up to that much off either way; the average over many is right.
/// </summary>
internal struct InterarrivalJitter
{
    private bool _any;
    private uint _transit;
    private uint _scaled; // 16 times the jitter, as in appendix A.8

    /// <summary>In samples.</summary>
    public readonly uint Value => _scaled >> 4;

    /// <param name="timestamp">Of the packet, by the sender's clock.</param>
    /// <param name="arrival">By ours, in samples.</param>
    public void Note(uint timestamp, uint arrival)
    {
        var transit = arrival - timestamp;
        if (_any)
        {
            var distance = (uint)Math.Abs((long)(int)(transit - _transit));
            _scaled += distance - ((_scaled + 8) >> 4);
        }

        (_any, _transit) = (true, transit);
    }

    /// <summary>The sender's timestamps begin anew.</summary>
    public void Restart() => _any = false;
}
