using CallbackBot.Dialogs.Definition;
using CallbackBot.Dialogs.Prompts;
using CallbackBot.Speech;

namespace CallbackBot.Calls;

/// <summary>Everything that the robot may say in one call, as audio, rendered before the dial: nobody waits on the line for a voice.</summary>
public sealed class RenderedPrompts
{
    private readonly Dictionary<string, byte[]> _audio;

    private RenderedPrompts(Dictionary<string, byte[]> audio, byte[] bridge) => (_audio, Bridge) = (audio, bridge);

    /// <summary>What is said while an engine keeps the citizen waiting, A-law; empty for a script that asks nothing.</summary>
    public byte[] Bridge { get; }

    /// <summary>In one voice: the first of the language that can speak them all.</summary>
    /// <exception cref="SpeechException">Every voice failed, or a recording cannot be played; nobody was phoned yet.</exception>
    public static Task<RenderedPrompts> RenderAsync(IEnumerable<Prompt> prompts, string language, SynthesizerChain voices, CancellationToken cancellationToken)
    {
        var all = prompts.ToList();
        return voices.RenderAsync(language, voice => RenderAsync(all, voice, cancellationToken));
    }

    /// <exception cref="SpeechException">The synthesizer failed, or a recording cannot be played; nobody was phoned yet.</exception>
    public static async Task<RenderedPrompts> RenderAsync(
        IEnumerable<Prompt> prompts, ISpeechSynthesizer synthesizer, CancellationToken cancellationToken)
    {
        var audio = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        byte[] bridge = [];
        foreach (var prompt in prompts)
        {
            if (!audio.ContainsKey(prompt.Sound)) audio[prompt.Sound] = await PromptAudio.RenderAsync(prompt, synthesizer, cancellationToken);
            if (prompt.Key == PromptKeys.Bridge) bridge = audio[prompt.Sound];
        }

        return new(audio, bridge);
    }

    /// <returns>A-law, 8 kHz.</returns>
    public byte[] this[Prompt prompt] => _audio.TryGetValue(prompt.Sound, out var audio)
        ? audio
        : throw new InvalidOperationException($"prompt '{prompt.Key}' was not rendered before the dial");
}
