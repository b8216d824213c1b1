using CallbackBot.Speech.Streaming;

namespace CallbackBot.Speech.Sherpa;

/// <summary>The streaming server of sherpa-onnx.</summary>
/// <param name="Servers">By language: a server has one model.</param>
/// <param name="SampleRate">What the server takes for the rate of its input, 8000 or 16000: nothing in the protocol says it.</param>
public sealed record SherpaOptions(ByLanguage<EngineServer> Servers, int SampleRate = 16000);

public static class SherpaRecognizer
{
    public static EngineTitle Title { get; } = new("sherpa", "sherpa-onnx", "Speech:Sherpa");

    public static ISpeechRecognizer Create(SherpaOptions options, TimeProvider time) =>
        new StreamingRecognizer(Title, options.Servers, _ => new SherpaProtocol(options.SampleRate), time);
}
