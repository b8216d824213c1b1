using CallbackBot.Dialogs.Understanding;
using CallbackBot.Speech;

namespace CallbackBot.Calls;

/// <summary>A recogniser's stream for one reply. An engine that is missing or fails costs the citizen a repeated question, never the call.</summary>
internal sealed class ReplyStream(IRecognitionStream? stream, ILogger logger) : IAsyncDisposable
{
    /// <summary>Null when no engine makes words of the reply: speech is then unclear, and keys go on working.</summary>
    public IRecognitionStream? Stream => stream;

    /// <summary>True when no engine makes words of the reply, or the last one failed.</summary>
    public bool NoEngine { get; private set; } = stream is null;

    public static async Task<ReplyStream> OpenAsync(
        ISpeechRecognizer recognizer, QuestionAsked question, ILogger logger, CancellationToken cancellationToken)
    {
        if (!recognizer.Supports(question)) return new(null, logger);
        try
        {
            return new(await recognizer.OpenAsync(question, cancellationToken), logger);
        }
        catch (SpeechException failed)
        {
            Log.RecogniserFailed(logger, failed.Message);
            return new(null, logger);
        }
    }

    public async Task<Recognition> FinishAsync(CancellationToken cancellationToken)
    {
        if (stream is null) return new Recognition("", 0);
        try
        {
            return await stream.FinishAsync(cancellationToken);
        }
        catch (SpeechException failed)
        {
            Log.RecogniserFailed(logger, failed.Message);
            NoEngine = true;
            return new Recognition("", 0);
        }
    }

    public ValueTask DisposeAsync() => stream?.DisposeAsync() ?? ValueTask.CompletedTask;
}
