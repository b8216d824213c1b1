namespace CallbackBot.Telephony.Rtp;

/// <summary>What a sequence number says about a packet (RFC 3550 appendix A.1).</summary>
internal enum SequenceVerdict
{
    /// <summary>The packet after the newest one.</summary>
    Next,

    /// <summary>New, but out of order or after a gap.</summary>
    New,

    /// <summary>Seen before.</summary>
    Duplicate,

    /// <summary>Far off: perhaps the sender restarted, perhaps it is not of this stream. Its successor is taken as a restart.</summary>
    Jump,

    /// <summary>The successor of a <see cref="Jump"/>: the sender has restarted its numbers.</summary>
    Restart,
}

/// <summary>Follows the sequence numbers of one source and counts what is missing. The numbers of 16 bits wrap every 22 minutes.</summary>
internal struct ReceivedSequence
{
    private const int MaxDropout = 3000;
    private const int MaxMisorder = 100;

    private bool _started;
    private long _first;
    private long _newest;
    private UInt128 _seen; // Bit n: the packet n before the newest has arrived.
    private ushort? _afterJump;
    private long _receivedInRun;
    private long _lostBefore;
    private long _expectedAtReport;
    private long _receivedAtReport;

    /// <summary>Different packets so far, over all restarts.</summary>
    public long Received { get; private set; }

    /// <summary>Packets between the first and the newest that have not arrived, over all restarts.</summary>
    public long Lost => _lostBefore + LostInRun;

    private long LostInRun => _started ? _newest - _first + 1 - _receivedInRun : 0;

    /// <summary>The newest sequence number, extended by how often it has wrapped (RFC 3550 section 6.4.1).</summary>
    public uint HighestExtended => (uint)_newest;

    /// <summary>Of the packets expected since the call before, how many are missing, in 1/256 (RFC 3550 appendix A.3).</summary>
    public byte TakeFractionLost()
    {
        var (expected, received) = (Received + Lost, Received);
        var (expectedSince, lostSince) = (expected - _expectedAtReport, expected - _expectedAtReport - (received - _receivedAtReport));
        (_expectedAtReport, _receivedAtReport) = (expected, received);
        return lostSince <= 0 || expectedSince == 0 ? (byte)0 : (byte)Math.Min(255, (lostSince << 8) / expectedSince);
    }

    /// <summary>Judges and counts one packet.</summary>
    public SequenceVerdict Note(ushort sequence)
    {
        if (!_started)
        {
            Begin(sequence);
            return SequenceVerdict.New;
        }

        var ahead = (short)(sequence - (ushort)_newest);
        if (ahead is > 0 and < MaxDropout)
        {
            _seen = ahead < 128 ? (_seen << ahead) | 1 : 1;
            _newest += ahead;
            Count();
            return ahead == 1 ? SequenceVerdict.Next : SequenceVerdict.New;
        }

        if (ahead is <= 0 and > -MaxMisorder)
        {
            var bit = UInt128.One << -ahead;
            if ((_seen & bit) != 0) return SequenceVerdict.Duplicate;
            _seen |= bit;
            _first = Math.Min(_first, _newest + ahead);
            Count();
            return SequenceVerdict.New;
        }

        if (sequence == _afterJump)
        {
            Restart();
            Begin(sequence);
            return SequenceVerdict.Restart;
        }

        _afterJump = (ushort)(sequence + 1);
        return SequenceVerdict.Jump;
    }

    /// <summary>Another source speaks from now on; the counts go on.</summary>
    public void Restart()
    {
        _lostBefore += LostInRun;
        _started = false;
    }

    private void Begin(ushort sequence)
    {
        _started = true;
        _first = _newest = sequence;
        _seen = 1;
        _receivedInRun = 0;
        Count();
    }

    private void Count()
    {
        _receivedInRun++;
        Received++;
        _afterJump = null;
    }
}
