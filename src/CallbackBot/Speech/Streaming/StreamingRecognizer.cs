using CallbackBot.Dialogs.Understanding;
using CallbackBot.Telephony.Audio;

namespace CallbackBot.Speech.Streaming;

/// <summary>A recogniser behind WebSockets: a server per language, a connection per utterance.</summary>
public sealed class StreamingRecognizer : ISpeechRecognizer
{
    private static readonly byte[] ShortSilence = [.. Enumerable.Repeat(G711.ALawSilence, 1600)];

    private readonly EngineTitle _engine;
    private readonly ByLanguage<EngineServer> _servers;
    private readonly Func<QuestionAsked, StreamingProtocol> _begin;
    private readonly TimeProvider _time;

    internal StreamingRecognizer(EngineTitle engine, ByLanguage<EngineServer> servers, Func<QuestionAsked, StreamingProtocol> begin, TimeProvider time) =>
        (_engine, _servers, _begin, _time) = (engine, servers, begin, time);

    public string Name => _engine.Name;

    /// <summary>Sends each server a short silence and waits for what it makes of it: a server that takes connections and answers nothing does not work.</summary>
    public async Task<string> StartAsync(CancellationToken cancellationToken) =>
        string.Join("; ", await Task.WhenAll(_servers.Own.Select(s => AskAsync(s.Key, s.Value, cancellationToken))));

    public bool Supports(QuestionAsked question) => _servers.For(question.Language) is not null;

    public ValueTask<IRecognitionStream> OpenAsync(QuestionAsked question, CancellationToken cancellationToken)
    {
        var server = _servers.For(question.Language) ?? throw new InvalidOperationException($"no server of {_engine.Title} is for '{question.Language}'");
        return new(new StreamingReply(_engine, server, () => _begin(question), _time));
    }

    private async Task<string> AskAsync(string language, EngineServer server, CancellationToken cancellationToken)
    {
        var silent = new QuestionAsked("own", language, [], new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal));
        await using var reply = new StreamingReply(_engine, server, () => _begin(silent), _time);
        reply.Write(ShortSilence);
        await reply.FinishAsync(cancellationToken);
        return $"{_engine.Title} for {language} at {server.Address} answers";
    }
}
