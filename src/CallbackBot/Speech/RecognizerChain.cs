using CallbackBot.Dialogs.Understanding;

namespace CallbackBot.Speech;

/// <summary>Several engines in order of preference; the first that supports a question takes it.</summary>
public sealed class RecognizerChain(IReadOnlyList<ISpeechRecognizer> engines) : ISpeechRecognizer
{
    public bool Supports(QuestionAsked question) => engines.Any(engine => engine.Supports(question));

    public ValueTask<IRecognitionStream> OpenAsync(QuestionAsked question, CancellationToken cancellationToken)
    {
        var engine = engines.FirstOrDefault(engine => engine.Supports(question))
            ?? throw new SpeechException($"no speech engine is configured for '{question.Language}': only keys are understood", isTransient: false);
        return engine.OpenAsync(question, cancellationToken);
    }
}
