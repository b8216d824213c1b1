using System.Collections.Concurrent;

namespace CallbackBot.Recordings;

/// <summary>One second of a recording on its way to the disk.</summary>
internal sealed class AudioBlock
{
    /// <summary>Bytes of 20 ms A-law.</summary>
    public const int SlotLength = 160;

    private const int Slots = 50;

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
        for (var i = 0; i < left.Length; i++)
        {
            to[2 * i] = left[i];
            to[(2 * i) + 1] = right[i];
        }
        _length += to.Length;
    }
}

/// <summary>A fixed number of blocks: what bounds the memory of all recordings together when the disk is slow.</summary>
internal sealed class AudioBlockPool
{
    private readonly ConcurrentQueue<AudioBlock> _free = new();

    public AudioBlockPool(int blocks)
    {
        for (var i = 0; i < blocks; i++) _free.Enqueue(new AudioBlock());
    }

    public AudioBlock? TryRent() => _free.TryDequeue(out var block) ? block : null;

    public void Return(AudioBlock block) => _free.Enqueue(block);
}
