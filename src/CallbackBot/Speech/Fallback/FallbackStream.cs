using CallbackBot.Dialogs.Understanding;
using Microsoft.Extensions.Logging;

namespace CallbackBot.Speech.Fallback;

/// <summary>
/// One reply with further engines behind the first. What was said is kept until there is a text: an engine that fails in the middle of it is
/// replaced by the next, which gets all of it at once, and nobody is asked again.
/// </summary>
internal sealed partial class FallbackStream(
    ISpeechRecognizer engine, IRecognitionStream stream, Queue<ISpeechRecognizer> others, QuestionAsked question, TimeSpan longestWait, TimeProvider time, ILogger logger)
    : IRecognitionStream
{
    private readonly UtteranceBuffer _said = new(UtteranceBuffer.LongestAnswer);
    private ISpeechRecognizer _engine = engine;
    private IRecognitionStream _stream = stream;

    public string? Partial => Volatile.Read(ref _stream).Partial;

    public void Write(ReadOnlySpan<byte> alaw)
    {
        _said.Write(alaw);
        Volatile.Read(ref _stream).Write(alaw);
    }

    public async Task<Recognition> FinishAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(longestWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            while (true)
            {
                try
                {
                    return await _stream.FinishAsync(either.Token);
                }
                catch (SpeechException failed) when (others.Count > 0)
                {
                    LogNext(logger, _engine.Name, others.Peek().Name, failed.Message);
                    await NextAsync(either.Token);
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SpeechException($"no engine of the chain gave a result within {longestWait.TotalSeconds:0.#} s", isTransient: true);
        }
    }

    public ValueTask DisposeAsync()
    {
        _said.Take();
        return _stream.DisposeAsync();
    }

    /// <summary>Opens the next engine that can be opened, and tells it everything that was said.</summary>
    private async Task NextAsync(CancellationToken cancellationToken)
    {
        await _stream.DisposeAsync();
        while (true)
        {
            var next = others.Dequeue();
            try
            {
                _stream = await next.OpenAsync(question, cancellationToken);
                _engine = next;
                var said = _said.Copy();
                _stream.Write(said);
                return;
            }
            catch (SpeechException failed) when (others.Count > 0)
            {
                LogNext(logger, next.Name, others.Peek().Name, failed.Message);
            }
        }
    }

    [LoggerMessage(4205, LogLevel.Warning, "speech engine '{Engine}' failed, '{Next}' hears the reply instead: {Problem}")]
    internal static partial void LogNext(ILogger logger, string engine, string next, string problem);
}
