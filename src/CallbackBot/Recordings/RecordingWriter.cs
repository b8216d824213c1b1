using System.Collections.Concurrent;
using System.Globalization;
using System.Threading.Channels;

namespace CallbackBot.Recordings;

/// <summary>Writes the recordings of all calls from one background loop, a second of audio at a time.</summary>
public sealed class RecordingWriter : IAsyncDisposable
{
    /// <summary>Eight seconds of all calls of a fully loaded node (250 lines), 32 MB.</summary>
    private const int DefaultBlocks = 2000;

    private readonly TimeProvider _time;
    // Unbounded, yet never longer than the pool has blocks.
    private readonly Channel<RecordingWork> _queue = Channel.CreateUnbounded<RecordingWork>(new() { SingleReader = true });
    private readonly ConcurrentDictionary<CallRecorder, byte> _open = new();
    private readonly Task _loop;

    /// <param name="folder">The recordings folder; subfolders per day are made as needed.</param>
    /// <param name="time">Names the day.</param>
    /// <param name="blocks">Seconds of audio, all calls together, that may wait for the disk.</param>
    public RecordingWriter(string folder, TimeProvider time, int blocks = DefaultBlocks)
    {
        Folder = Path.GetFullPath(folder);
        _time = time;
        Pool = new AudioBlockPool(blocks);
        _loop = Task.Run(WriteAllAsync);
    }

    /// <summary>The recordings folder, absolute.</summary>
    public string Folder { get; }

    internal AudioBlockPool Pool { get; }

    /// <summary>Starts the recording of an attempt. Nothing is written before the first audio.</summary>
    public CallRecorder Begin(long attempt)
    {
        var now = _time.GetUtcNow();
        var name = Path.Combine(now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), attempt.ToString(CultureInfo.InvariantCulture));
        var recorder = new CallRecorder(this, new RecordingFiles(Folder, name), new Timeline(attempt));
        _open.TryAdd(recorder, 0);
        return recorder;
    }

    /// <summary>Closes the files of calls that are still up, so that nothing half-written stays behind.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var recorder in _open.Keys) recorder.Close();
        _queue.Writer.TryComplete();
        await _loop;
    }

    internal void Enqueue(RecordingWork work) => _queue.Writer.TryWrite(work);

    private async Task WriteAllAsync()
    {
        await foreach (var (recorder, block) in _queue.Reader.ReadAllAsync())
        {
            try
            {
                recorder.Write(block);
            }
            catch (Exception unexpected)
            {
                // One recording's fault must not end those of all other calls.
                recorder.Fail(unexpected);
            }
            if (block is not null) Pool.Return(block);
            else _open.TryRemove(recorder, out _);
        }
    }
}

/// <summary>A block to write; null ends the recording.</summary>
internal readonly record struct RecordingWork(CallRecorder Recorder, AudioBlock? Block);
