using System.Collections.Concurrent;
using CallbackBot.Dialogs.Understanding;
using CallbackBot.Telephony.Audio;
using Microsoft.Extensions.Logging;

namespace CallbackBot.Speech.Azure;

/// <summary>
/// Mandarin and English by Azure. A stream connects when it is opened, while the prompt still plays: when the citizen begins to speak, the connection is
/// there. What the question expects goes along as phrase hints.
/// </summary>
public sealed partial class AzureRecognizer(AzureSpeechOptions options, TimeProvider time, ILogger<AzureRecognizer> logger) : ISpeechRecognizer, IAsyncDisposable
{
    /// <summary>200 ms.</summary>
    private const int Moment = 1600;

    private readonly AzureAccount _account = new(options, time);
    private readonly ConcurrentDictionary<Task, bool> _closing = new();

    public string Name => "azure";

    /// <summary>Has the service listen to a moment of silence: connection, key and region are right when it answers.</summary>
    public async Task<string> StartAsync(CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var question = new QuestionAsked("yes_no", "zh-CN", [], new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal));
        await using var stream = await OpenAsync(question, cancellationToken);
        var silence = new byte[Moment];
        Array.Fill(silence, G711.ALawSilence);
        stream.Write(silence);
        await stream.FinishAsync(cancellationToken);
        return $"Azure for Chinese and English at {options.RecognitionUrl?.Authority ?? options.Region}, answered in {time.GetElapsedTime(began).TotalMilliseconds:0} ms";
    }

    public bool Supports(QuestionAsked question) => AzureLanguages.Locale(question.Language) is not null;

    /// <exception cref="SpeechException">The language is not supported, or no token is to be had. A bad key shows when the stream is finished.</exception>
    public async ValueTask<IRecognitionStream> OpenAsync(QuestionAsked question, CancellationToken cancellationToken)
    {
        var locale = AzureLanguages.Locale(question.Language)
            ?? throw new SpeechException($"Azure speech is set up for Chinese and English, not for '{question.Language}'", isTransient: false);
        var config = _account.Recognition(locale, await _account.TokenAsync(cancellationToken));
        return new AzureRecognitionStream(config, BuiltInWords.Phrases(question), locale, options.RecognitionTimeout, time, CloseLater);
    }

    /// <summary>Waits for the connections that are still being closed.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_closing.Keys);
        _account.Dispose();
    }

    /// <summary>The next prompt must not wait for a goodbye.</summary>
    private void CloseLater(Func<Task> close)
    {
        var closing = CloseAsync(close);
        _closing[closing] = true;
        _ = closing.ContinueWith(done => _closing.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task CloseAsync(Func<Task> close)
    {
        try
        {
            await close();
        }
        catch (Exception failed)
        {
            LogCloseFailed(logger, failed);
        }
    }

    [LoggerMessage(4301, LogLevel.Warning, "a connection to Azure speech could not be closed")]
    private static partial void LogCloseFailed(ILogger logger, Exception failed);
}
