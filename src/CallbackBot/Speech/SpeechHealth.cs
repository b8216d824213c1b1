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

    /// <summary>Speaks a word in each language with each of its voices, past the cache.</summary>
    public static async Task<IReadOnlyList<SpeechCheck>> CheckAsync(ByLanguage<IReadOnlyList<ISpeechSynthesizer>> voices, CancellationToken cancellationToken)
    {
        var checks = new List<SpeechCheck>();
        foreach (var (language, text) in Samples)
        {
            foreach (var voice in voices.For(language) ?? [])
            {
                checks.Add(await TryAsync($"voice for {language}", async () =>
                {
                    var alaw = await voice.SynthesizeAsync(text, language, cancellationToken);
                    return alaw.Length > 0 ? voice.Voice(language) : throw new SpeechException("the voice says nothing", isTransient: false);
                }));
            }
        }

        return checks;
    }

    /// <summary>Has each recogniser tried as when the service starts.</summary>
    public static async Task<IReadOnlyList<SpeechCheck>> CheckAsync(ByLanguage<IReadOnlyList<ISpeechRecognizer>> recognizers, CancellationToken cancellationToken)
    {
        var engines = recognizers.Values.SelectMany(e => e).Distinct();
        return await Task.WhenAll(engines.Select(e => TryAsync($"recogniser {e.Name}", () => e.StartAsync(cancellationToken))));
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
