using Microsoft.Extensions.Logging;

namespace CallbackBot.Speech;

/// <summary>
/// Voices in order of preference. A call has one voice: when a prompt cannot be rendered, all prompts of that call are spoken by the next one.
/// </summary>
public sealed partial class SynthesizerChain(ByLanguage<IReadOnlyList<PromptCache>> voices, ILogger<SynthesizerChain> logger) : IDisposable
{
    /// <param name="language">Of what is spoken.</param>
    /// <param name="render">Speaks with the voice that it is given; called again with the next one when that fails.</param>
    /// <exception cref="SpeechException">The last voice failed.</exception>
    public async Task<T> RenderAsync<T>(string language, Func<PromptCache, Task<T>> render)
    {
        var chain = Chain(language);
        foreach (var voice in chain.SkipLast(1))
        {
            try
            {
                return await render(voice);
            }
            catch (SpeechException failed)
            {
                LogNextVoice(failed.Message);
            }
        }

        return await render(chain[^1]);
    }

    /// <summary>Throws where a voice of the language is not there: when a service starts, not in the first call.</summary>
    /// <exception cref="SpeechException">It is missing, or has no voice for the language.</exception>
    public void Require(string language)
    {
        foreach (var voice in Chain(language)) _ = voice.Voice(language);
    }

    public void Dispose()
    {
        foreach (var voice in voices.Values.SelectMany(v => v).Distinct()) voice.Dispose();
    }

    private IReadOnlyList<PromptCache> Chain(string language) =>
        voices.For(language) ?? throw new SpeechException($"no voice is configured for '{language}'", isTransient: false);

    [LoggerMessage(4201, LogLevel.Warning, "a voice failed, the next one speaks: {Problem}")]
    private partial void LogNextVoice(string problem);
}
