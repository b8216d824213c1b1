namespace CallbackBot.Telephony.Rtp;

/// <summary>What a sample of the jitter buffer is.</summary>
internal enum SampleMark
{
    /// <summary>Nothing is known of it: it is lost, or still to come.</summary>
    Missing,

    /// <summary>Its packet has come.</summary>
    Arrived,

    /// <summary>The sender sent none: silence.</summary>
    Silent,
}

/// <summary>
/// A mark for every sample of a ring, two bits each: a frame's marks are set and asked a word at a time, and take one line of the processor's
/// cache. Positions grow without end; their place in the ring is the remainder.
/// </summary>
/// <param name="capacity">Samples of the ring: a power of two, 64 at least.</param>
internal sealed class SampleMarks(int capacity)
{
    private const int Bits = 64;

    // The words of the two bits side by side: arrived, silent, arrived, silent…
    private readonly ulong[] _words = new ulong[2 * (capacity / Bits)];

    /// <summary>Marks all as missing.</summary>
    public void Clear() => Array.Clear(_words);

    /// <summary>Marks a range; at most the ring.</summary>
    public void Set(long from, long to, SampleMark mark)
    {
        to = Math.Min(to, from + capacity);
        while (from < to)
        {
            var (word, mask, next) = Piece(from, to);
            ref var arrived = ref _words[word];
            ref var silent = ref _words[word + 1];
            arrived = mark == SampleMark.Arrived ? arrived | mask : arrived & ~mask;
            silent = mark == SampleMark.Silent ? silent | mask : silent & ~mask;
            from = next;
        }
    }

    /// <summary>What a range holds.</summary>
    public (bool Arrived, bool Silent, bool Missing) Of(long from, long to)
    {
        ulong arrived = 0, silent = 0, missing = 0;
        while (from < to)
        {
            var (word, mask, next) = Piece(from, to);
            arrived |= _words[word] & mask;
            silent |= _words[word + 1] & mask;
            missing |= ~(_words[word] | _words[word + 1]) & mask;
            from = next;
        }

        return (arrived != 0, silent != 0, missing != 0);
    }

    /// <summary>Whether one sample has arrived.</summary>
    public bool HasArrived(long position)
    {
        var (word, mask, _) = Piece(position, position + 1);
        return (_words[word] & mask) != 0;
    }

    /// <summary>The part of a range that lies in one word.</summary>
    private (int Word, ulong Mask, long Next) Piece(long from, long to)
    {
        var place = (int)(from & (capacity - 1));
        var first = place % Bits;
        var length = (int)Math.Min(to - from, Bits - first);
        return (2 * (place / Bits), (ulong.MaxValue >> (Bits - length)) << first, from + length);
    }
}
