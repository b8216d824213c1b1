namespace CallbackBot.Telephony.Rtp.Srtp;

/// <summary>Knows which of the last 128 indices have been seen (RFC 3711 section 3.3.2); what is older counts as seen.</summary>
internal struct ReplayWindow
{
    private const int Size = 128;

    private UInt128 _seen; // Bit n: the index n below the newest was seen.

    public ulong Newest { get; private set; }

    public readonly bool IsNew(ulong index)
    {
        if (_seen == 0 || index > Newest) return true;
        var behind = Newest - index;
        return behind < Size && (_seen & (UInt128.One << (int)behind)) == 0;
    }

    /// <summary>Call it only for an index whose packet was authentic, or anybody could move the window.</summary>
    public void Note(ulong index)
    {
        if (_seen == 0 || index > Newest)
        {
            var ahead = _seen == 0 ? 0 : index - Newest;
            _seen = ahead < Size ? (_seen << (int)ahead) | 1 : 1;
            Newest = index;
        }
        else
        {
            _seen |= UInt128.One << (int)(Newest - index);
        }
    }
}
