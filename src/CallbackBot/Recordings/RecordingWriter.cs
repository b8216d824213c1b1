using System.Collections.Concurrent;
using System.Globalization;
using System.Threading.Channels;

namespace CallbackBot.Recordings;

/// <summary>
/// Writes the recordings of all calls from one background loop. The loop is woken a few times a second and takes all that is there: to wake
/// it for each block of each call would cost more than the writing. Files are completed beside it, since that waits for the disk: when many
/// calls end at once, those that go on must not run out of blocks meanwhile.
/// </summary>
public sealed class RecordingWriter : IAsyncDisposable
{
    /// <summary>Eight seconds of all calls of a fully loaded node (250 lines), 32 MB.</summary>
    private const int DefaultBlocks = 4000;

    private const int CompletedAtOnce = 4;

    private static readonly TimeSpan BetweenWakeUps = TimeSpan.FromMilliseconds(200);

    private readonly TimeProvider _time;
    // Unbounded, yet never longer than the pool has blocks.
    private readonly ConcurrentQueue<RecordingWork> _queue = new();
    private readonly Channel<bool> _wakeUps = Channel.CreateUnbounded<bool>(new() { SingleReader = true });
    private readonly ConcurrentDictionary<CallRecorder, byte> _open = new();
    private readonly Channel<CallRecorder> _ended = Channel.CreateUnbounded<CallRecorder>();
    private readonly Task _loop;
    private readonly Task _completing;
    private long _wokenAt;

    /// <param name="folder">The recordings folder; subfolders per day are made as needed.</param>
    /// <param name="time">Names the day.</param>
    /// <param name="blocks">Half seconds of audio, all calls together, that may wait for the disk.</param>
    public RecordingWriter(string folder, TimeProvider time, int blocks = DefaultBlocks)
    {
        Folder = Path.GetFullPath(folder);
        _time = time;
        _wokenAt = time.GetTimestamp();
        Pool = new AudioBlockPool(blocks);
        _loop = Task.Run(WriteAllAsync);
        _completing = Task.WhenAll(Enumerable.Range(0, CompletedAtOnce).Select(_ => Task.Run(CompleteAllAsync)));
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
        Pool.Enter();
        return recorder;
    }

    /// <summary>Closes the files of calls that are still up, so that nothing half-written stays behind.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var recorder in _open.Keys) recorder.Close();
        _wakeUps.Writer.TryComplete();
        await _loop;
        _ended.Writer.TryComplete();
        await _completing;
    }

    /// <summary>Media thread. A block waits for the loop's next turn; whoever ends a recording waits for its file, so an end wakes it.</summary>
    internal void Enqueue(RecordingWork work)
    {
        _queue.Enqueue(work);
        var now = _time.GetTimestamp();
        var woken = Volatile.Read(ref _wokenAt);
        if (work.Block is not null && _time.GetElapsedTime(woken, now) < BetweenWakeUps) return;
        if (Interlocked.CompareExchange(ref _wokenAt, now, woken) == woken || work.Block is null) _wakeUps.Writer.TryWrite(true);
    }

    private async Task WriteAllAsync()
    {
        while (await _wakeUps.Reader.WaitToReadAsync())
        {
            while (_wakeUps.Reader.TryRead(out _)) { }
            WriteQueued();
        }

        WriteQueued();
    }

    private void WriteQueued()
    {
        while (_queue.TryDequeue(out var work))
        {
            if (work.Block is not { } block)
            {
                _ended.Writer.TryWrite(work.Recorder);
                continue;
            }

            Guarded(work.Recorder, block);
            Pool.Return(block);
        }
    }

    private async Task CompleteAllAsync()
    {
        await foreach (var recorder in _ended.Reader.ReadAllAsync())
        {
            Guarded(recorder, null);
            if (_open.TryRemove(recorder, out _)) Pool.Leave();
        }
    }

    private static void Guarded(CallRecorder recorder, AudioBlock? block)
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
    }
}

/// <summary>A block to write; null ends the recording.</summary>
internal readonly record struct RecordingWork(CallRecorder Recorder, AudioBlock? Block);
