using Microsoft.CognitiveServices.Speech.Audio;
using Microsoft.CognitiveServices.Speech.Protocol;

namespace Microsoft.CognitiveServices.Speech;

/// <summary>Speech to text. Errors of the connection come as <see cref="Canceled"/>, never out of a method.</summary>
public sealed class SpeechRecognizer : Recognizer
{
    private readonly SpeechConfig _config;
    private readonly AudioConfig _audio;
    private RecognitionSession? _session;
    private Task _running = Task.CompletedTask;

    public SpeechRecognizer(SpeechConfig speechConfig, AudioConfig audioConfig)
    {
        _config = speechConfig.Copy();
        _audio = audioConfig;
    }

    public event EventHandler<SpeechRecognitionEventArgs>? Recognizing;

    public event EventHandler<SpeechRecognitionEventArgs>? Recognized;

    public event EventHandler<SpeechRecognitionCanceledEventArgs>? Canceled;

    public Task StartContinuousRecognitionAsync()
    {
        if (_session is not null) throw new InvalidOperationException("recognition was started already");
        _session = new RecognitionSession(_config, [.. Phrases], _audio.Input, this);
        _running = Task.Run(_session.RunAsync);
        return Task.CompletedTask;
    }

    public Task StopContinuousRecognitionAsync()
    {
        _session?.Stop();
        return _running;
    }

    protected override void Dispose(bool disposing)
    {
        _session?.Abort();
        base.Dispose(disposing);
    }

    internal void OnRecognizing(string text) => Recognizing?.Invoke(this, new(new SpeechRecognitionResult(ResultReason.RecognizingSpeech, text, [])));

    internal void OnRecognized(SpeechRecognitionResult result) => Recognized?.Invoke(this, new(result));

    internal void OnCanceled(CancellationReason reason, CancellationErrorCode code, string details) => Canceled?.Invoke(this, new(reason, code, details));
}
