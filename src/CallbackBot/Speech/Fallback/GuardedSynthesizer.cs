namespace CallbackBot.Speech.Fallback;

/// <summary>A voice with a time-out, one more try after a transient failure, and a circuit breaker. Nobody is on the line while it speaks.</summary>
public sealed class GuardedSynthesizer(ISpeechSynthesizer engine, EngineCircuit circuit) : ISpeechSynthesizer, IAsyncDisposable
{
    public string Voice(string language) => engine.Voice(language);

    public Task<byte[]> SynthesizeAsync(string spoken, string language, CancellationToken cancellationToken) =>
        circuit.UseAsync(token => engine.SynthesizeAsync(spoken, language, token), cancellationToken);

    public ValueTask DisposeAsync() => engine is IAsyncDisposable disposable ? disposable.DisposeAsync() : ValueTask.CompletedTask;
}
