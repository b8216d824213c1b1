using CallbackBot.Speech.Streaming;

namespace CallbackBot.Speech.FunAsr;

/// <summary>FunASR's real-time server (2pass).</summary>
/// <param name="Servers">By language.</param>
/// <param name="HotWordWeight">How much the phrases of a question count, 1 to 100.</param>
public sealed record FunAsrOptions(ByLanguage<EngineServer> Servers, int HotWordWeight = 20);

public static class FunAsrRecognizer
{
    public static EngineTitle Title { get; } = new("funasr", "FunASR", "Speech:FunAsr");

    public static ISpeechRecognizer Create(FunAsrOptions options, TimeProvider time) =>
        new StreamingRecognizer(Title, options.Servers, question => new FunAsrProtocol(question, options.HotWordWeight), time);
}
