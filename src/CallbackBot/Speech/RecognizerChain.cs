using CallbackBot.Dialogs.Understanding;
using Microsoft.Extensions.Logging;

namespace CallbackBot.Speech;

/// <summary>Several engines in order of preference, per language; the first that supports a question takes it.</summary>
public sealed partial class RecognizerChain(ByLanguage<IReadOnlyList<ISpeechRecognizer>> engines, ILogger<RecognizerChain> logger) : ISpeechRecognizer, IAsyncDisposable
{
    private IReadOnlyList<ISpeechRecognizer> Engines { get; } = [.. engines.Values.SelectMany(e => e).Distinct()];

    public string Name => string.Join(", ", Engines.Select(e => e.Name));

    /// <summary>Starts all engines. One that is away now may be back for a reply, so only what cannot work at all stops the start.</summary>
    public async Task<string> StartAsync(CancellationToken cancellationToken) =>
        string.Join("; ", await Task.WhenAll(Engines.Select(e => StartAsync(e, cancellationToken))));

    public bool Supports(QuestionAsked question) => For(question).Any();

    public ValueTask<IRecognitionStream> OpenAsync(QuestionAsked question, CancellationToken cancellationToken)
    {
        var engine = For(question).FirstOrDefault()
            ?? throw new SpeechException($"no speech engine is configured for '{question.Language}': only keys are understood", isTransient: false);
        return engine.OpenAsync(question, cancellationToken);
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
