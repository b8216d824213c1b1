using System.Runtime.InteropServices;
using CallbackBot.Telephony.Audio;
using Microsoft.CognitiveServices.Speech;
using Microsoft.CognitiveServices.Speech.Audio;

namespace CallbackBot.Speech.Azure;

/// <summary>One utterance on its way through Azure: pushed as it is spoken, 16-bit PCM of 8 kHz.</summary>
internal sealed class AzureRecognitionStream : IRecognitionStream
{
    private readonly string _locale;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly Action<Func<Task>> _closeLater;
    private readonly PushAudioInputStream _audio;
    private readonly AudioConfig _input;
    private readonly SpeechRecognizer _recognizer;
    private readonly Task _started;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly List<Recognition> _phrases = [];
    private byte[] _pcm = new byte[8000];
    private string _hypothesis = "";
    private volatile string? _partial; // Put together when it changes, not in each of the media thread's slots.
    private SpeechException? _failure;
    private bool _written;
    private bool _over;
    private int _disposed;

    /// <param name="config">Where, and how to listen.</param>
    /// <param name="phrases">What is to be expected.</param>
    /// <param name="locale">What is spoken.</param>
    /// <param name="timeout">How long the final text may take.</param>
    /// <param name="time">The clock.</param>
    /// <param name="closeLater">Has the connection closed while the call goes on.</param>
    public AzureRecognitionStream(
        SpeechConfig config, IReadOnlyList<string> phrases, string locale, TimeSpan timeout, TimeProvider time, Action<Func<Task>> closeLater)
    {
        (_locale, _timeout, _time, _closeLater) = (locale, timeout, time, closeLater);
        using var format = AudioStreamFormat.GetWaveFormatPCM(8000, 16, 1);
        _audio = AudioInputStream.CreatePushStream(format);
        _input = AudioConfig.FromStreamInput(_audio);
        _recognizer = new SpeechRecognizer(config, _input);
        var hints = PhraseListGrammar.FromRecognizer(_recognizer);
        foreach (var phrase in phrases) hints.AddPhrase(phrase);
        _recognizer.Recognizing += (_, heard) => Hear(heard.Result.Text);
        _recognizer.Recognized += (_, heard) => Keep(heard.Result);
        _recognizer.Canceled += (_, why) => End(why.Reason == CancellationReason.Error ? AzureErrors.Of(why.ErrorCode, why.ErrorDetails) : null);
        _recognizer.SessionStopped += (_, _) => End(null);
        _started = StartAsync();
    }

    public string? Partial => _partial;

    public void Write(ReadOnlySpan<byte> alaw)
    {
        lock (_gate)
        {
            if (_over || alaw.Length == 0) return;
            if (_pcm.Length < 2 * alaw.Length) _pcm = new byte[2 * alaw.Length];
            var samples = MemoryMarshal.Cast<byte, short>(_pcm.AsSpan());
            for (var i = 0; i < alaw.Length; i++) samples[i] = G711.DecodeALaw(alaw[i]);
            _audio.Write(_pcm, 2 * alaw.Length);
            _written = true;
        }
    }

    public async Task<Recognition> FinishAsync(CancellationToken cancellationToken)
    {
        if (!EndAudio()) return new Recognition("", 0);
        try
        {
            await _ended.Task.WaitAsync(_timeout, _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new SpeechException($"Azure speech gave no final text within {_timeout.TotalSeconds:0.#} s", isTransient: true);
        }

        lock (_gate)
        {
            if (_failure is not null) throw _failure;

            // A chain is as strong as its weakest phrase.
            return _phrases.Count == 0 ? new Recognition("", 0) : new Recognition(Text(), _phrases.Min(phrase => phrase.Confidence));
        }
    }

    public ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1) return ValueTask.CompletedTask;
        EndAudio();
        _closeLater(CloseAsync);
        return ValueTask.CompletedTask;
    }

    private async Task StartAsync()
    {
        try
        {
            await _recognizer.StartContinuousRecognitionAsync();
        }
        catch (Exception refused)
        {
            End(new SpeechException($"Azure speech cannot be started ({refused.Message})", isTransient: true, refused));
        }
    }

    /// <summary>False when there was none to begin with.</summary>
    private bool EndAudio()
    {
        lock (_gate)
        {
            if (!_over) _audio.Close();
            _over = true;
            return _written;
        }
    }

    private async Task CloseAsync()
    {
        try
        {
            await _started;
            await _recognizer.StopContinuousRecognitionAsync();
        }
        finally
        {
            _recognizer.Dispose();
            _input.Dispose();
            _audio.Dispose();
        }
    }

    private void Hear(string hypothesis)
    {
        lock (_gate)
        {
            _hypothesis = hypothesis;
            Note();
        }
    }

    private void Keep(SpeechRecognitionResult result)
    {
        lock (_gate)
        {
            _hypothesis = "";
            if (result.Reason != ResultReason.RecognizedSpeech || result.Text.Length == 0) return;
            _phrases.Add(new Recognition(result.Text, result.Best().FirstOrDefault()?.Confidence ?? 0));
            Note();
        }
    }

    private void Note() => _partial = Text() is { Length: > 0 } text ? text : null;

    private void End(SpeechException? failure)
    {
        lock (_gate) _failure ??= failure;
        _ended.TrySetResult();
    }

    private string Text() => AzureLanguages.Join(_locale, [.. _phrases.Select(phrase => phrase.Text), _hypothesis]);
}
