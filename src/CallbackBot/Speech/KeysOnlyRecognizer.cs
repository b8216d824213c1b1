using CallbackBot.Dialogs.Understanding;

namespace CallbackBot.Speech;

/// <summary>For languages without an engine (Mandarin offline): supports none, so the phone listens for keys alone.</summary>
public sealed class KeysOnlyRecognizer : ISpeechRecognizer
{
    public bool Supports(QuestionAsked question) => false;

    public ValueTask<IRecognitionStream> OpenAsync(QuestionAsked question, CancellationToken cancellationToken) =>
        throw new SpeechException($"no speech engine is configured for '{question.Language}': only keys are understood", isTransient: false);
}
