using System.Collections.Concurrent;
using CallbackBot.Dialogs.Understanding;
using Microsoft.Extensions.Logging;

namespace CallbackBot.Speech.Local;

/// <summary>
/// English answers without a network: PocketSphinx with a grammar per question, in child processes. For closed questions only; what does
/// not fit the grammar comes back as speech without text.
/// </summary>
public sealed partial class PocketSphinxRecognizer : ISpeechRecognizer, IAsyncDisposable
{
    private readonly PocketSphinxOptions _options;
    private readonly ILogger<PocketSphinxRecognizer> _logger;
    private readonly AsrHostPool _pool;
    private readonly ConcurrentDictionary<string, Lazy<ReplyGrammar>> _grammars = new(StringComparer.Ordinal);

    public PocketSphinxRecognizer(PocketSphinxOptions options, TimeProvider time, ILogger<PocketSphinxRecognizer> logger)
    {
        _options = options;
        _logger = logger;
        _pool = new AsrHostPool(options, time);
    }

    public string Name => "pocketsphinx";

    /// <summary>Ids of the child processes that run.</summary>
    public IReadOnlyList<int> ProcessIds => _pool.ProcessIds;

    /// <summary>English closed questions. A grammar would force a free comment into one of its phrases; the recording holds it better.</summary>
    public bool Supports(QuestionAsked question) => question.Set != "free_text"
        && (question.Language.Equals("en", StringComparison.OrdinalIgnoreCase) || question.Language.StartsWith("en-", StringComparison.OrdinalIgnoreCase));

    /// <summary>Starts the child processes now instead of with the first reply.</summary>
    /// <exception cref="SpeechException">The engine is missing.</exception>
    public async Task<string> StartAsync(CancellationToken cancellationToken)
    {
        await _pool.StartAsync(cancellationToken);
        return $"PocketSphinx for English, {ProcessIds.Count} processes";
    }

    public ValueTask<IRecognitionStream> OpenAsync(QuestionAsked question, CancellationToken cancellationToken) =>
        new(new PocketSphinxStream(_pool, GrammarFor(question), _options));

    public ValueTask DisposeAsync() => _pool.DisposeAsync();

    private ReplyGrammar GrammarFor(QuestionAsked question)
    {
        var phrases = BuiltInWords.Phrases(question);
        return _grammars.GetOrAdd($"{question.Set}:{string.Join('|', phrases)}", _ => new(() => Build(question, phrases))).Value;
    }

    private ReplyGrammar Build(QuestionAsked question, IReadOnlyList<string> phrases)
    {
        try
        {
            var grammar = ReplyGrammar.Build(question, phrases, _options.DictionaryPath);
            if (grammar.UnknownWords.Count > 0) LogUnknownWords(question.Set, string.Join(", ", grammar.UnknownWords));
            return grammar;
        }
        catch (IOException missing)
        {
            throw new SpeechException(PocketSphinxOptions.HowToInstall("its dictionary is missing"), isTransient: false, missing);
        }
    }

    [LoggerMessage(4101, LogLevel.Warning, "Question set {Set}: phrases with these words cannot be recognised offline, the dictionary lacks them: {Words}")]
    private partial void LogUnknownWords(string set, string words);
}
