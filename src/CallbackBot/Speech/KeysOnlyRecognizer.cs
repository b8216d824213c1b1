using CallbackBot.Dialogs.Understanding;

namespace CallbackBot.Speech;

/// <summary>The end of a chain: supports no question, so the phone listens for keys alone.</summary>
public sealed class KeysOnlyRecognizer : ISpeechRecognizer
{
    public string Name => "keys";

    public Task<string> StartAsync(CancellationToken cancellationToken) => Task.FromResult("always understood");

    public bool Supports(QuestionAsked question) => false;

    public ValueTask<IRecognitionStream> OpenAsync(QuestionAsked question, CancellationToken cancellationToken) =>
        throw new SpeechException($"no speech engine is configured for '{question.Language}': only keys are understood", isTransient: false);
}
