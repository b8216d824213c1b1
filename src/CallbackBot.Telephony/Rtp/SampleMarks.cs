using System.Runtime.CompilerServices;

namespace CallbackBot.Telephony.Rtp;

/// <summary>What is known about the place of a sample.</summary>
internal enum SampleMark
{
    /// <summary>Nothing has come for it.</summary>
    Missing,

    /// <summary>It is there.</summary>
    Arrived,

    /// <summary>The sender left it out: silence.</summary>
    Silent,
}

/// <summary>
/// A mark for each of the newest <see cref="Places"/> samples, by position: two bits each, so that those of a frame lie in one line of the
/// processor's cache.
/// </summary>
internal struct SampleMarks
{
    /// <summary>Positions that far apart share a place; a power of two.</summary>
    public const int Places = 4096;

    private const int PerWord = 32;
    private const int Bits = 2;
    private const ulong One = 0x5555_5555_5555_5555; // The number 1 for each place of a word.

    private Words _words;

    /// <summary>The mark of one place.</summary>
    public readonly SampleMark this[long position] => (SampleMark)((_words[WordOf(position)] >> ShiftOf(position)) & 3);

    /// <summary>True when all places from one position up to before the other have that mark.</summary>
    public readonly bool Are(long from, long to, SampleMark mark)
    {
        for (long next; from < to; from = next)
        {
            next = Math.Min((from | (PerWord - 1)) + 1, to);
            if (((_words[WordOf(from)] ^ Pattern(mark)) & Mask(from, next)) != 0) return false;
        }

        return true;
    }

    /// <summary>Marks all places from one position up to before the other; no more than there are.</summary>
    public void Mark(long from, long to, SampleMark mark)
    {
        to = Math.Min(to, from + Places);
        for (long next; from < to; from = next)
        {
            next = Math.Min((from | (PerWord - 1)) + 1, to);
            ref var word = ref _words[WordOf(from)];
            var mask = Mask(from, next);
            word = (word & ~mask) | (Pattern(mark) & mask);
        }
    }

    /// <summary>All places are missing.</summary>
    public void Clear() => _words = default;

    private static int WordOf(long position) => (int)(position & (Places - 1)) / PerWord;

    private static int ShiftOf(long position) => (int)(position & (PerWord - 1)) * Bits;

    private static ulong Pattern(SampleMark mark) => One * (ulong)mark;

    /// <summary>The bits of places of one word.</summary>
    private static ulong Mask(long from, long to) => ulong.MaxValue >> (64 - ((int)(to - from) * Bits)) << ShiftOf(from);

    [InlineArray(Places / PerWord)]
    private struct Words
    {
        private ulong _word;
    }
}
