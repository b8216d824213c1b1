using CallbackBot.Dialogs.Understanding;

namespace CallbackBot.Speech.Fallback;

/// <summary>
/// An engine with a time-out and a circuit breaker. While the circuit is open no reply waits for the engine; the first reply after its rest
/// has it tried in the background.
/// </summary>
public sealed class GuardedRecognizer(ISpeechRecognizer engine, EngineCircuit circuit) : ISpeechRecognizer, IAsyncDisposable
{
    private readonly CancellationTokenSource _closing = new();
    private Task _trying = Task.CompletedTask;

    public string Name => engine.Name;

    /// <summary>False while it rests after failures.</summary>
    public bool Works => circuit.IsClosed;

    public Task<string> StartAsync(CancellationToken cancellationToken) => engine.StartAsync(cancellationToken);

    public bool Supports(QuestionAsked question) => engine.Supports(question);

    public async ValueTask<IRecognitionStream> OpenAsync(QuestionAsked question, CancellationToken cancellationToken)
    {
        if (circuit.IsClosed) return new GuardedStream(await engine.OpenAsync(question, cancellationToken), circuit);
        if (_trying.IsCompleted) _trying = circuit.TryAgainAsync(engine.StartAsync, _closing.Token);
        throw new SpeechException($"{Name} rests after failures", isTransient: true);
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _trying;
        if (engine is IAsyncDisposable disposable) await disposable.DisposeAsync();
        _closing.Dispose();
    }

    private sealed class GuardedStream(IRecognitionStream stream, EngineCircuit circuit) : IRecognitionStream
    {
        public string? Partial => stream.Partial;

        public void Write(ReadOnlySpan<byte> alaw) => stream.Write(alaw);

        public Task<Recognition> FinishAsync(CancellationToken cancellationToken) => circuit.UseAsync(stream.FinishAsync, cancellationToken);

        public ValueTask DisposeAsync() => stream.DisposeAsync();
    }
}
