using System.Buffers;

namespace CallbackBot.Speech;

/// <summary>The audio of one utterance in pooled memory; written by the media thread while another reads.</summary>
/// <param name="longest">Bytes of A-law; what comes later is not taken.</param>
internal sealed class UtteranceBuffer(int longest)
{
    /// <summary>The longest answer that a script can allow: a minute.</summary>
    public const int LongestAnswer = 60 * 8000;

    private readonly Lock _gate = new();
    private byte[]? _audio = ArrayPool<byte>.Shared.Rent(Math.Min(longest, 64 * 1024));
    private int _length;

    public int Length
    {
        get
        {
            lock (_gate) return _length;
        }
    }

    public void Write(ReadOnlySpan<byte> alaw)
    {
        lock (_gate)
        {
            if (_audio is null || _length + alaw.Length > longest) return;
            if (_length + alaw.Length > _audio.Length)
            {
                var larger = ArrayPool<byte>.Shared.Rent(2 * _audio.Length);
                _audio.AsSpan(0, _length).CopyTo(larger);
                ArrayPool<byte>.Shared.Return(_audio);
                _audio = larger;
            }

            alaw.CopyTo(_audio.AsSpan(_length));
            _length += alaw.Length;
        }
    }

    /// <summary>Copies what stands at <paramref name="position"/>.</summary>
    /// <returns>How many bytes there were; 0 at the end.</returns>
    public int Read(int position, Span<byte> into)
    {
        lock (_gate)
        {
            if (_audio is null) return 0;
            var count = Math.Clamp(_length - position, 0, into.Length);
            _audio.AsSpan(position, count).CopyTo(into);
            return count;
        }
    }

    /// <summary>Everything so far.</summary>
    public byte[] Copy()
    {
        lock (_gate) return _audio is null ? [] : _audio.AsSpan(0, _length).ToArray();
    }

    /// <summary>Everything so far; from here on nothing is taken or held any more.</summary>
    public byte[] Take()
    {
        lock (_gate)
        {
            if (_audio is null) return [];
            var utterance = _audio.AsSpan(0, _length).ToArray();
            ArrayPool<byte>.Shared.Return(_audio);
            (_audio, _length) = (null, 0);
            return utterance;
        }
    }
}
