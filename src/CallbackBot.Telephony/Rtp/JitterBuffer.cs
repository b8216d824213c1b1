using CallbackBot.Telephony.Audio;

namespace CallbackBot.Telephony.Rtp;

/// <summary>
/// Puts audio back in order and in time: packets go in by RTP timestamp, frames of 20 ms come out by our clock. The delay starts at 40 ms
/// and follows the network between 20 and 120 ms: a packet that comes too late makes it longer at once; time to spare makes it shorter, and
/// too little makes it longer, at a quiet moment. So it follows a far side whose clock drifts, too. Any packet length will do. Works on
/// fixed memory of its own.
/// </summary>
internal sealed class JitterBuffer
{
    private const int FrameLength = Concealment.FrameLength;
    private const int Capacity = SampleMarks.Places;
    private const int FirstDelay = 2 * FrameLength;
    private const int MaxDelay = 6 * FrameLength;
    private const int SpareBeforeShrinking = 2 * FrameLength;
    private const int SpareBeforeGrowing = FrameLength / 2;
    private const int PacketsPerJudgement = 100;
    private const int MisfitsBeforeRestart = 8;

    private readonly byte[] _samples = new byte[Capacity];
    private readonly ComfortNoise _noise = new();

    // Sample positions: RTP timestamps extended to 64 bits. A position's place in the ring is its remainder.
    private long _play;
    private long _end;
    private long _heardUpTo; // Ahead of _play after the delay became longer: what lies before it was heard, or is too late for good.
    private bool _pausing;
    private int _misfits;

    // How early packets come, in samples before their place is played: a running average, and the least of a round of packets.
    private int _typicalSpare;
    private int _leastSpare;
    private int _judged;
    private bool _shrink;
    private bool _grow;
    private SampleMarks _marks;
    private Concealment _concealment = new();

    /// <summary>True from the first packet on.</summary>
    public bool Started { get; private set; }

    /// <summary>The next packet starts afresh: another source, or one that restarted.</summary>
    public void Restart()
    {
        Started = false;
        _marks.Clear();
        _noise.Stop();
    }

    /// <summary>The sender said that it sends no audio for now (a key): what is missing then is silence, not loss.</summary>
    public void Pause() => _pausing = true;

    /// <summary>The same by comfort noise (RFC 3389): this is what silence sounds like from now on.</summary>
    public void Pause(ReadOnlySpan<byte> comfortNoise)
    {
        _pausing = true;
        _noise.Describe(comfortNoise);
    }

    /// <summary>Stores a packet's audio. False when it came too late, or its timestamp is far from all others.</summary>
    /// <param name="timestamp">Of the first sample.</param>
    /// <param name="payload">Audio in <paramref name="law"/>.</param>
    /// <param name="law">Transcoded to A-law on the way in.</param>
    /// <param name="followsNewest">No packet is missing before this one: a gap in the timestamps is silence (RFC 3551 section 4.1).</param>
    public bool Put(uint timestamp, ReadOnlySpan<byte> payload, G711Law law, bool followsNewest)
    {
        if (!Started) Begin(timestamp);
        var position = _play + (int)(timestamp - (uint)_play);
        if (position < _play) Lengthen(_play - position);
        if (position < Math.Max(_play, _heardUpTo) || position + payload.Length > _play + Capacity - MaxDelay)
        {
            // The next one in order when nothing is left to play: the sender stood still, or did not count the time. So many in a row are no
            // stragglers: its timestamps have jumped.
            var stoodStill = followsNewest && position < _play && _end <= _play;
            if (!stoodStill && ++_misfits < MisfitsBeforeRestart) return false;
            Restart();
            Begin(timestamp);
            position = _play + FirstDelay;
        }

        _misfits = 0;
        Judge((int)(position - _play));
        if (followsNewest && position > _end) _marks.Mark(Math.Max(_end, _play), position, SampleMark.Silent);
        _marks.Mark(position, position + payload.Length, SampleMark.Arrived);
        Store(position, payload, law);
        _end = Math.Max(_end, position + payload.Length);
        _pausing = false;
        return true;
    }

    /// <summary>Takes the next 20 ms.</summary>
    public FrameOrigin Read(Span<byte> frame)
    {
        if (!Started)
        {
            frame.Fill(G711.ALawSilence);
            return FrameOrigin.Silence;
        }

        if (_typicalSpare > MaxDelay + FrameLength || (_shrink && IsQuiet())) Shorten();
        if (_grow && IsQuiet()) return Stretch(frame);

        var origin = _marks.Are(_play, _play + FrameLength, SampleMark.Arrived) ? Hear(frame) : Fill(frame);
        _marks.Mark(_play, _play + FrameLength, SampleMark.Missing);
        _play += FrameLength;
        return origin;
    }

    private FrameOrigin Hear(Span<byte> frame)
    {
        CopyTo(frame);
        _concealment.Hear(frame);
        _heardUpTo = _play + FrameLength;
        return FrameOrigin.Received;
    }

    /// <summary>Not all of the frame has arrived.</summary>
    private FrameOrigin Fill(Span<byte> frame)
    {
        var (arrived, missing) = (false, false);
        for (var i = 0; i < FrameLength; i++)
        {
            arrived |= _marks[_play + i] == SampleMark.Arrived;
            missing |= _marks[_play + i] == SampleMark.Missing;
        }

        var lost = missing && !(_pausing && _play + FrameLength > _end);
        if (!arrived) return lost ? Conceal(frame) : FallSilent(frame);
        _heardUpTo = _play + FrameLength;
        Span<byte> filler = stackalloc byte[FrameLength];
        if (!lost) _noise.Fill(filler);
        else _concealment.Fill(filler);
        CopyTo(frame);
        for (var i = 0; i < FrameLength; i++)
            if (_marks[_play + i] != SampleMark.Arrived) frame[i] = filler[i];
        return FrameOrigin.Received;
    }

    private FrameOrigin Conceal(Span<byte> frame)
    {
        if (_concealment.Fill(frame)) return FrameOrigin.Concealed;
        _noise.Fill(frame);
        return FrameOrigin.Silence;
    }

    private FrameOrigin FallSilent(Span<byte> frame)
    {
        _concealment.HearNothing();
        _noise.Fill(frame);
        return FrameOrigin.Silence;
    }

    // The far side's clock is slower than ours, or the network has become so: 20 ms more of what is quiet anyway.
    private FrameOrigin Stretch(Span<byte> frame)
    {
        _typicalSpare += FrameLength;
        BeginJudgement();
        return _pausing ? FallSilent(frame) : Conceal(frame);
    }

    private void Begin(uint timestamp)
    {
        Started = true;
        _end = (1L << 32) + timestamp;
        _play = _heardUpTo = _end - FirstDelay;
        _typicalSpare = FirstDelay;
        _misfits = 0;
        BeginJudgement();
    }

    private void Judge(int spare)
    {
        _typicalSpare += (spare - _typicalSpare) / 16;
        _leastSpare = Math.Min(_leastSpare, spare);
        if (++_judged < PacketsPerJudgement) return;
        var least = _leastSpare;
        BeginJudgement();
        _shrink = least >= SpareBeforeShrinking;
        _grow = least < SpareBeforeGrowing && _typicalSpare + FrameLength <= MaxDelay;
    }

    private void BeginJudgement() => (_judged, _leastSpare, _shrink, _grow) = (0, int.MaxValue, false, false);

    private void Lengthen(long late)
    {
        var frames = (late + FrameLength - 1) / FrameLength * FrameLength;
        if (Math.Max(_typicalSpare, 0) + frames > MaxDelay || _end - _play + frames > Capacity) return;
        _play -= frames;
        _typicalSpare += (int)frames;
        BeginJudgement();
    }

    private void Shorten()
    {
        _marks.Mark(_play, _play + FrameLength, SampleMark.Missing);
        _play += FrameLength;
        _typicalSpare -= FrameLength;
        BeginJudgement();
    }

    // About -46 dBFS: cutting 20 ms out of it is not heard.
    private bool IsQuiet()
    {
        for (var position = _play; position < _play + FrameLength; position++)
        {
            var place = (int)(position & (Capacity - 1));
            if (_marks[position] == SampleMark.Arrived && ((_samples[place] ^ G711.ALawSilence) & 0x7F) > 0x1F) return false;
        }

        return true;
    }

    private void Store(long position, ReadOnlySpan<byte> payload, G711Law law)
    {
        var place = (int)(position & (Capacity - 1));
        var atEnd = Math.Min(payload.Length, Capacity - place);
        Transcode(payload[..atEnd], _samples.AsSpan(place), law);
        Transcode(payload[atEnd..], _samples, law);
    }

    private static void Transcode(ReadOnlySpan<byte> payload, Span<byte> target, G711Law law)
    {
        if (law == G711Law.ALaw) payload.CopyTo(target);
        else G711.MuLawToALaw(payload, target);
    }

    private void CopyTo(Span<byte> frame)
    {
        var place = (int)(_play & (Capacity - 1));
        var atEnd = Math.Min(FrameLength, Capacity - place);
        _samples.AsSpan(place, atEnd).CopyTo(frame);
        _samples.AsSpan(0, FrameLength - atEnd).CopyTo(frame[atEnd..]);
    }
}
