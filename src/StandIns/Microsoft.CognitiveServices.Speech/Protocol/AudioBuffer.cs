namespace Microsoft.CognitiveServices.Speech.Protocol;

/// <summary>Audio between who writes and who sends. What was sent is kept until the service has made text of it: a connection that breaks is sent it again.</summary>
internal sealed class AudioBuffer
{
    private readonly Lock _gate = new();
    private byte[] _data = new byte[16 * 1024];
    private long _start;
    private int _length;
    private bool _closed;
    private TaskCompletionSource _changed = Fresh();

    public void Write(ReadOnlySpan<byte> audio)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            if (_closed || audio.Length == 0) return;
            if (_length + audio.Length > _data.Length) Array.Resize(ref _data, Math.Max(2 * _data.Length, _length + audio.Length));
            audio.CopyTo(_data.AsSpan(_length));
            _length += audio.Length;
            (changed, _changed) = (_changed, Fresh());
        }

        changed.TrySetResult();
    }

    public void Close()
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            _closed = true;
            (changed, _changed) = (_changed, Fresh());
        }

        changed.TrySetResult();
    }

    /// <summary>The audio from a position on: <paramref name="size"/> bytes of it, less at the end, none after it. Waits for audio that is still to come.</summary>
    public async ValueTask<byte[]> ReadAsync(long from, int size, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                var at = (int)(from - _start);
                var there = _length - at;
                if (there >= size || _closed) return _data.AsSpan(at, Math.Min(size, there)).ToArray();
                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    /// <summary>What lies before this position will not be read again.</summary>
    /// <returns>Where the rest begins; never after the audio that there is.</returns>
    public long Forget(long before)
    {
        lock (_gate)
        {
            var gone = (int)Math.Clamp(before - _start, 0, _length);
            _data.AsSpan(gone, _length - gone).CopyTo(_data);
            _length -= gone;
            return _start += gone;
        }
    }

    private static TaskCompletionSource Fresh() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
