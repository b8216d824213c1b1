using CallbackBot.Dialogs.Prompts;

namespace CallbackBot.Speech;

/// <summary>A prompt as it is played: by the voice, or from recordings with the voice's fields between them.</summary>
public static class PromptAudio
{
    /// <returns>A-law, 8000 a second.</returns>
    /// <exception cref="SpeechException">The synthesizer failed, or a recording cannot be played.</exception>
    public static async Task<byte[]> RenderAsync(Prompt prompt, ISpeechSynthesizer synthesizer, CancellationToken cancellationToken)
    {
        if (prompt.Parts is [{ File: null } only]) return await synthesizer.SynthesizeAsync(only.Spoken, prompt.Language, cancellationToken);
        var audio = new List<byte[]>(prompt.Parts.Count);
        foreach (var part in prompt.Parts)
        {
            // A field that is empty and has no default says nothing.
            if (part.File is null && string.IsNullOrWhiteSpace(part.Spoken)) continue;
            audio.Add(part.File is null ? await synthesizer.SynthesizeAsync(part.Spoken, prompt.Language, cancellationToken) : RecordedSpeech.Load(part.File));
        }

        return [.. audio.SelectMany(a => a)];
    }
}
