using System.Threading.Channels;

namespace CallbackBot.Telephony.Sip.InCall;

/// <summary>Owns a call's state: runs one posted step after the other. May be posted to from any thread.</summary>
/// <param name="failed">Told what a step threw, which is a bug; the steps behind it still run.</param>
internal sealed class CallLoop(Action<Exception> failed)
{
    private readonly Channel<Action> _steps = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Runs a step later; false when the call is gone and nothing runs any more.</summary>
    public bool Post(Action step) => _steps.Writer.TryWrite(step);

    /// <summary>
    /// Runs a step that sets a result, and returns that; <paramref name="gone"/> when nothing runs any more. The token ends only the waiting.
    /// </summary>
    public Task<T> AskAsync<T>(Action<TaskCompletionSource<T>> step, T gone, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!Post(() => step(done))) done.SetResult(gone);
        return done.Task.WaitAsync(cancellationToken);
    }

    /// <summary>What was posted before still runs; nothing more is taken.</summary>
    public void Complete() => _steps.Writer.TryComplete();

    /// <summary>Runs the steps until <see cref="Complete"/>.</summary>
    public async Task RunAsync()
    {
        while (await _steps.Reader.WaitToReadAsync(CancellationToken.None))
            while (_steps.Reader.TryRead(out var step)) Run(step);
    }

    private void Run(Action step)
    {
        try
        {
            step();
        }
        catch (Exception bug)
        {
            // Who waits for a later step, above all for the end of the call, must not wait for ever.
            failed(bug);
        }
    }
}
