using System.Collections.Concurrent;
using System.Runtime.Intrinsics;

namespace CallbackBot.Recordings;

/// <summary>Half a second of a recording on its way to the disk.</summary>
internal sealed class AudioBlock
{
    /// <summary>Bytes of 20 ms A-law.</summary>
    public const int SlotLength = 160;

    private const int Slots = 25;

    private readonly byte[] _data = new byte[Slots * 2 * SlotLength];
    private int _length;

    public ReadOnlySpan<byte> Data => _data.AsSpan(0, _length);

    public bool IsFull => _length == _data.Length;

    /// <summary>Early media: one channel, in a file of its own.</summary>
    public bool Early { get; private set; }

    /// <summary>Slots that found no free block before this one; silence is written for them, so that the channels keep their clock.</summary>
    public int LostBefore { get; private set; }

    public void Reset(bool early, int lostBefore)
    {
        _length = 0;
        Early = early;
        LostBefore = lostBefore;
    }

    public void Append(ReadOnlySpan<byte> heard)
    {
        heard.CopyTo(_data.AsSpan(_length));
        _length += heard.Length;
    }

    /// <summary>Left sample, right sample, left sample…</summary>
    public void Append(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var to = _data.AsSpan(_length, 2 * left.Length);
        var i = 0;
        if (BitConverter.IsLittleEndian)
        {
            for (; i + Vector128<byte>.Count <= left.Length; i += Vector128<byte>.Count)
            {
                Vector128<byte> l = Vector128.Create(left[i..]), r = Vector128.Create(right[i..]);
                (Vector128.WidenLower(l) | (Vector128.WidenLower(r) << 8)).AsByte().CopyTo(to[(2 * i)..]);
                (Vector128.WidenUpper(l) | (Vector128.WidenUpper(r) << 8)).AsByte().CopyTo(to[((2 * i) + Vector128<byte>.Count)..]);
            }
        }

        for (; i < left.Length; i++)
        {
            to[2 * i] = left[i];
            to[(2 * i) + 1] = right[i];
        }
        _length += to.Length;
    }
}

/// <summary>
/// Blocks for all recordings together, up to a number that bounds the memory when the disk is slow. Each call that begins brings what it needs
/// while the disk keeps up, so that the media thread seldom has to make one.
/// </summary>
internal sealed class AudioBlockPool(int most)
{
    /// <summary>One that fills, and a second and a half that may wait for the loop on a busy machine.</summary>
    private const int PerCall = 4;

    private readonly ConcurrentQueue<AudioBlock> _free = new();
    private int _made;
    private int _calls;

    /// <summary>A recording begins.</summary>
    public void Enter()
    {
        var wanted = Math.Min(most, PerCall * Interlocked.Increment(ref _calls));
        while (Volatile.Read(ref _made) < wanted && Make() is { } block) _free.Enqueue(block);
    }

    /// <summary>A recording is over; its blocks serve the next.</summary>
    public void Leave() => Interlocked.Decrement(ref _calls);

    /// <summary>Null when all there may be are full.</summary>
    public AudioBlock? TryRent() => _free.TryDequeue(out var block) ? block : Make();

    public void Return(AudioBlock block) => _free.Enqueue(block);

    private AudioBlock? Make()
    {
        if (Interlocked.Increment(ref _made) <= most) return new AudioBlock();
        Interlocked.Decrement(ref _made);
        return null;
    }
}
