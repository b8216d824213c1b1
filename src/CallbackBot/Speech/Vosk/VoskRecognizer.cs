using CallbackBot.Speech.Streaming;

namespace CallbackBot.Speech.Vosk;

/// <summary>The server of Vosk.</summary>
/// <param name="Servers">By language: a server has one model.</param>
/// <param name="UsePhrases">Only the phrases of a question are heard, everything else is <c>[unk]</c>; off where a model refuses phrases.</param>
public sealed record VoskOptions(ByLanguage<EngineServer> Servers, bool UsePhrases = true);

public static class VoskRecognizer
{
    public static EngineTitle Title { get; } = new("vosk", "Vosk", "Speech:Vosk");

    public static ISpeechRecognizer Create(VoskOptions options, TimeProvider time) =>
        new StreamingRecognizer(Title, options.Servers, question => new VoskProtocol(question, options.UsePhrases), time);
}
