using CallbackBot.Dialogs.Prompts;
using CallbackBot.Speech;

namespace CallbackBot.Calls;

/// <summary>Everything that the robot may say in one call, as audio, rendered before the dial: nobody waits on the line for a voice.</summary>
public sealed class RenderedPrompts
{
    private readonly Dictionary<(string Spoken, string Language), byte[]> _audio;

    private RenderedPrompts(Dictionary<(string, string), byte[]> audio) => _audio = audio;

    /// <exception cref="SpeechException">The synthesizer failed; nobody was phoned yet.</exception>
    public static async Task<RenderedPrompts> RenderAsync(
        IEnumerable<Prompt> prompts, ISpeechSynthesizer synthesizer, CancellationToken cancellationToken)
    {
        var audio = new Dictionary<(string, string), byte[]>();
        foreach (var prompt in prompts)
        {
            var key = (prompt.Spoken, prompt.Language);
            if (!audio.ContainsKey(key)) audio[key] = await synthesizer.SynthesizeAsync(prompt.Spoken, prompt.Language, cancellationToken);
        }

        return new(audio);
    }

    /// <returns>A-law, 8 kHz.</returns>
    public byte[] this[Prompt prompt] => _audio.TryGetValue((prompt.Spoken, prompt.Language), out var audio)
        ? audio
        : throw new InvalidOperationException($"prompt '{prompt.Key}' was not rendered before the dial");
}
