using CallbackBot.Dialogs.Understanding;
using CallbackBot.Speech;
using CallbackBot.Speech.Streaming;
using CallbackBot.Telephony.Audio;
using CallbackBot.Testing.Speech.Servers;

namespace CallbackBot.Tests.Speech.Streaming;

/// <summary>What the tests of all servers say and ask.</summary>
internal static class Replies
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    /// <summary>Two seconds, no two bytes alike for long: what is lost, doubled or turned around shows.</summary>
    public static byte[] Audio { get; } = [.. Enumerable.Range(0, 16_000).Select(i => (byte)((i * 7) + (i >> 8)))];

    /// <summary>The same as 16-bit samples.</summary>
    public static byte[] Samples { get; } = Pcm.Of(Audio);

    public static QuestionAsked Resolution(string language = "zh-CN") => new(
        "resolution", language, ["resolved", "unresolved"], new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["resolved"] = ["水不漏了"] });

    public static ByLanguage<EngineServer> At(FakeSpeechServer server, string language = "zh") => Of(new EngineServer(server.Address), language);

    public static ByLanguage<EngineServer> Of(EngineServer server, string language = "zh") =>
        new(new Dictionary<string, EngineServer>(StringComparer.OrdinalIgnoreCase) { [language] = server });

    /// <summary>As the media thread does it: 20 ms at a time.</summary>
    public static void Say(IRecognitionStream stream)
    {
        foreach (var frame in Audio.Chunk(160)) stream.Write(frame);
    }

    public static async Task<Recognition> HearAsync(ISpeechRecognizer recognizer, QuestionAsked? question = null)
    {
        await using var stream = await recognizer.OpenAsync(question ?? Resolution(), default);
        Say(stream);
        return await stream.FinishAsync(default).WaitAsync(Patience);
    }

    /// <summary>Until something is so, as fast as it can be.</summary>
    public static async Task UntilAsync(Func<bool> isSo)
    {
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        while (!isSo()) await poll.WaitForNextTickAsync(patience.Token);
    }
}
