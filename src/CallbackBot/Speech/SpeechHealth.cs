using CallbackBot.Speech.Local;

namespace CallbackBot.Speech;

/// <summary>One thing that was looked at.</summary>
/// <param name="Name">What.</param>
/// <param name="Ok">Whether it works.</param>
/// <param name="Detail">What was found, or what is wrong and how to mend it.</param>
public sealed record SpeechCheck(string Name, bool Ok, string Detail);

/// <summary>Tries the speech engines as a call would: for <c>doctor</c>.</summary>
public static class SpeechHealth
{
    private static readonly (string Language, string Text)[] Samples = [("zh-CN", "您好。"), ("en", "Yes.")];

    /// <summary>Speaks a word in each language and has the recogniser's processes started.</summary>
    public static async Task<IReadOnlyList<SpeechCheck>> CheckAsync(
        ISpeechSynthesizer synthesizer, PocketSphinxRecognizer recognizer, CancellationToken cancellationToken)
    {
        var checks = new List<SpeechCheck>();
        foreach (var (language, text) in Samples)
        {
            checks.Add(await TryAsync($"voice for {language}", async () =>
            {
                var alaw = await synthesizer.SynthesizeAsync(text, language, cancellationToken);
                return alaw.Length > 0 ? synthesizer.Voice(language) : throw new SpeechException("the voice says nothing", isTransient: false);
            }));
        }
        checks.Add(await TryAsync("recogniser for en", async () =>
        {
            await recognizer.StartAsync(cancellationToken);
            return $"PocketSphinx, {recognizer.ProcessIds.Count} processes";
        }));
        checks.Add(new SpeechCheck("recogniser for zh-CN", true, "no offline engine: Mandarin is answered by keys"));
        return checks;
    }

    private static async Task<SpeechCheck> TryAsync(string name, Func<Task<string>> look)
    {
        try
        {
            return new SpeechCheck(name, true, await look());
        }
        catch (SpeechException wrong)
        {
            return new SpeechCheck(name, false, wrong.Message);
        }
    }
}
