using CallbackBot.Calls;
using CallbackBot.Telephony.Rtp;

namespace CallbackBot.Recordings;

/// <summary>
/// Records one call. <see cref="Early"/> and <see cref="Slot"/> are for the media thread: they copy into a pooled block and never wait
/// for the disk. A disk that fails or is full costs the recording, never the call: <see cref="FinishAsync"/> says so.
/// </summary>
public sealed class CallRecorder
{
    private readonly RecordingWriter _writer;
    private readonly RecordingFiles _files;
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource<string?> _written = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private AudioBlock? _block;
    private int _lost;
    private bool _finished;

    internal CallRecorder(RecordingWriter writer, RecordingFiles files, Timeline timeline)
    {
        _writer = writer;
        _files = files;
        Timeline = timeline;
    }

    /// <summary>What happened in the call; written beside the audio.</summary>
    public Timeline Timeline { get; }

    /// <summary>A slot follows.</summary>
    public void ComingUp() => ProcessorCache.Fetch(_block);

    /// <summary>Takes 20 ms of early media (160 bytes A-law).</summary>
    public void Early(ReadOnlySpan<byte> heard)
    {
        lock (_gate)
        {
            if (Room(early: true)) _block!.Append(heard);
            HandOver(onlyFull: true);
        }
    }

    /// <summary>Takes 20 ms of the answered call: what the citizen said and what the robot said (160 bytes A-law each).</summary>
    public void Slot(ReadOnlySpan<byte> heard, ReadOnlySpan<byte> sent)
    {
        // The lock is free in all slots but those that meet the end of the call.
        lock (_gate)
        {
            if (Room(early: false)) _block!.Append(heard, sent);
            HandOver(onlyFull: true);
        }
    }

    /// <summary>Closes the files, checks them from the disk and writes the timeline.</summary>
    /// <param name="answered">Length of the answered call, from the 200 to the BYE; zero when it was not answered.</param>
    /// <param name="cancellationToken">Gives up waiting; the files are closed all the same.</param>
    public async Task<RecordingResult> FinishAsync(TimeSpan answered, CancellationToken cancellationToken)
    {
        Close();
        var problem = await _written.Task.WaitAsync(cancellationToken);
        try
        {
            RecordingFile? file = null;
            if (_files.WavPath is { } wav)
            {
                var found = await RecordingCheck.ReadAsync(Path.Combine(_writer.Folder, wav), cancellationToken);
                file = new RecordingFile(wav, found.Sha256, found.Channels, found.Duration, (found.Duration - answered).TotalMilliseconds);
                problem ??= found.Problem(channels: 2);
                await Timeline.WriteAsync(_files.TimelinePath, file, cancellationToken);
            }
            return new RecordingResult(file, _files.EarlyPath, problem);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return new RecordingResult(null, _files.EarlyPath, problem ?? RecordingFiles.Explain(unreadable));
        }
    }

    /// <summary>No more audio is taken; what is there goes to the disk.</summary>
    internal void Close()
    {
        lock (_gate)
        {
            if (_finished) return;
            HandOver(onlyFull: false);
            _finished = true;
            _writer.Enqueue(new RecordingWork(this, null));
        }
    }

    /// <summary>On the writer's loop: a block, or null for the end.</summary>
    internal void Write(AudioBlock? block)
    {
        if (block is not null) _files.Write(block);
        else _written.TrySetResult(_files.Complete(lostAtEnd: _lost));
    }

    internal void Fail(Exception unexpected) => _written.TrySetResult(RecordingFiles.Explain(unexpected));

    private bool Room(bool early)
    {
        if (_finished) return false;
        if (_block is not null && _block.Early != early) HandOver(onlyFull: false);
        if (_block is not null) return true;
        if (_writer.Pool.TryRent() is not { } block)
        {
            if (!early) _lost++;
            return false;
        }
        block.Reset(early, _lost);
        _lost = 0;
        _block = block;
        return true;
    }

    private void HandOver(bool onlyFull)
    {
        if (_block is null || (onlyFull && !_block.IsFull)) return;
        _writer.Enqueue(new RecordingWork(this, _block));
        _block = null;
    }
}

/// <summary>What became of a recording.</summary>
/// <param name="File">The two-channel file; null when the call was not answered or nothing could be written.</param>
/// <param name="EarlyPath">Early media, relative to the recordings folder; null when there was none.</param>
/// <param name="Problem">What is wrong and how to mend it, for the operator; null when all is well.</param>
public sealed record RecordingResult(RecordingFile? File, string? EarlyPath, string? Problem);
