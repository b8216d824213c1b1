using CallbackBot.Dialogs.Understanding;
using CallbackBot.Speech.Fallback;
using Microsoft.Extensions.Logging;

namespace CallbackBot.Speech;

/// <summary>
/// Several engines in order of preference, per language. The first that supports a question and works takes the reply; when it fails in the
/// middle, the next one hears all of it. After the last one there are keys.
/// </summary>
/// <param name="engines">By language.</param>
/// <param name="longestWait">For the text of a reply, over all engines.</param>
/// <param name="time">Measures it.</param>
/// <param name="logger">Told when an engine is replaced.</param>
public sealed partial class RecognizerChain(
    ByLanguage<IReadOnlyList<ISpeechRecognizer>> engines, TimeSpan longestWait, TimeProvider time, ILogger<RecognizerChain> logger) : ISpeechRecognizer, IAsyncDisposable
{
    private IReadOnlyList<ISpeechRecognizer> Engines { get; } = [.. engines.Values.SelectMany(e => e).Distinct()];

    public string Name => string.Join(", ", Engines.Select(e => e.Name));

    /// <summary>Each engine and whether it is used now, or rests after failures.</summary>
    public IEnumerable<(string Name, bool Works)> Status => Engines.Select(e => (e.Name, e is not GuardedRecognizer { Works: false }));

    /// <summary>Starts all engines. One that is away now may be back for a reply, so only what cannot work at all stops the start.</summary>
    public async Task<string> StartAsync(CancellationToken cancellationToken) =>
        string.Join("; ", await Task.WhenAll(Engines.Select(e => StartAsync(e, cancellationToken))));

    public bool Supports(QuestionAsked question) => For(question).Any();

    /// <exception cref="SpeechException">No engine supports the question, or none works now.</exception>
    public async ValueTask<IRecognitionStream> OpenAsync(QuestionAsked question, CancellationToken cancellationToken)
    {
        var others = new Queue<ISpeechRecognizer>(For(question));
        if (others.Count == 0) throw new SpeechException($"no speech engine is configured for '{question.Language}': only keys are understood", isTransient: false);
        while (true)
        {
            var engine = others.Dequeue();
            try
            {
                var stream = await engine.OpenAsync(question, cancellationToken);
                return others.Count == 0 ? stream : new FallbackStream(engine, stream, others, question, longestWait, time, logger);
            }
            catch (SpeechException failed) when (others.Count > 0)
            {
                FallbackStream.LogNext(logger, engine.Name, others.Peek().Name, failed.Message);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var engine in Engines.OfType<IAsyncDisposable>()) await engine.DisposeAsync();
    }

    private IEnumerable<ISpeechRecognizer> For(QuestionAsked question) => (engines.For(question.Language) ?? []).Where(e => e.Supports(question));

    private async Task<string> StartAsync(ISpeechRecognizer engine, CancellationToken cancellationToken)
    {
        try
        {
            return await engine.StartAsync(cancellationToken);
        }
        catch (SpeechException away) when (away.IsTransient)
        {
            LogAway(engine.Name, away.Message);
            return $"{engine.Name} is away";
        }
    }

    [LoggerMessage(4202, LogLevel.Warning, "speech engine '{Engine}' is away, the next of the chain listens: {Problem}")]
    private partial void LogAway(string engine, string problem);
}
