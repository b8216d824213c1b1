using Microsoft.CognitiveServices.Speech.Audio;
using Microsoft.CognitiveServices.Speech.Protocol;

namespace Microsoft.CognitiveServices.Speech;

/// <summary>Text to speech, one text after the other over one connection that stays open. Errors of the connection are results.</summary>
public sealed class SpeechSynthesizer : IDisposable
{
    private readonly SpeechConfig _config;
    private readonly SynthesisSession _session;
    private readonly SemaphoreSlim _one = new(1);
    private readonly CancellationTokenSource _disposed = new();
    private readonly Lock _gate = new();
    private CancellationTokenSource? _speaking;

    /// <param name="speechConfig">Where and how.</param>
    /// <param name="audioConfig">Must be null: the audio comes with the result, nothing is played.</param>
    public SpeechSynthesizer(SpeechConfig speechConfig, AudioConfig? audioConfig)
    {
        if (audioConfig is not null) throw new NotSupportedException("the stand-in returns audio with the result and plays none: pass null");
        _config = speechConfig.Copy();
        _session = new SynthesisSession(_config);
    }

    public string AuthorizationToken
    {
        get => _config.AuthorizationToken;
        set => _config.AuthorizationToken = value;
    }

    public async Task<SpeechSynthesisResult> SpeakSsmlAsync(string ssml)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_disposed.Token);
        await _one.WaitAsync(stop.Token);
        lock (_gate) _speaking = stop;
        try
        {
            return new SpeechSynthesisResult(await _session.SpeakAsync(ssml, stop.Token));
        }
        catch (ServiceFailure failed)
        {
            return new SpeechSynthesisResult(CancellationReason.Error, failed.Code, failed.Message);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return new SpeechSynthesisResult(CancellationReason.CancelledByUser, CancellationErrorCode.NoError, "stopped");
        }
        finally
        {
            lock (_gate) _speaking = null;
            _one.Release();
        }
    }

    /// <summary>Ends the text that is being spoken.</summary>
    public Task StopSpeakingAsync()
    {
        lock (_gate) return _speaking?.CancelAsync() ?? Task.CompletedTask;
    }

    public void Dispose()
    {
        if (_disposed.IsCancellationRequested) return;
        _disposed.Cancel();
        _session.Abort();
    }
}
