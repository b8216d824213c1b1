using System.Diagnostics;
using Microsoft.CognitiveServices.Speech.Audio;

namespace Microsoft.CognitiveServices.Speech.Protocol;

/// <summary>
/// Continuous recognition: turns over one connection until the audio ends. A turn begins with its context and the head of the audio and ends when the service
/// says so. A connection that breaks is replaced, and what has no text yet is sent again.
/// </summary>
internal sealed class RecognitionSession(SpeechConfig config, IReadOnlyList<string> phrases, AudioInputStream input, SpeechRecognizer recognizer)
{
    private const int MostReconnects = 3;
    private static readonly TimeSpan ReconnectPause = TimeSpan.FromMilliseconds(100);

    /// <summary>How long the service may be silent after the last audio.</summary>
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(10);

    /// <summary>The same when nobody wants the answer any more.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    /// <summary>So much audio of a turn goes at once, the rest at most twice as fast as it was spoken: the service drops who floods it.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _aborted = new();
    private readonly CancellationTokenSource _stopped = new();
    private readonly int _bytesPerSecond = input.Format.BytesPerSecond;
    private long _final;
    private int _reconnects;
    private volatile bool _endSent;
    private volatile bool _stopping;

    public async Task RunAsync()
    {
        try
        {
            while (!await TryToTheEndAsync(_aborted.Token)) await Task.Delay(ReconnectPause * _reconnects, TimeProvider.System, _aborted.Token);
        }
        catch (OperationCanceledException) when (_aborted.IsCancellationRequested)
        {
            // Disposed: nobody listens any more.
        }

        recognizer.OnSessionStopped();
    }

    /// <summary>The audio ends here; the texts of what was heard still come.</summary>
    public void Stop()
    {
        _stopping = true;
        input.Buffer.Close();
        _stopped.CancelAfter(Farewell);
    }

    public void Abort() => _aborted.Cancel();

    /// <summary>False when another connection has to go on.</summary>
    private async Task<bool> TryToTheEndAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var connecting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopped.Token);
            using var socket = await ServiceSocket.ConnectAsync(ServiceAddress.Recognition(config), config, connecting.Token);
            var request = ServiceMessage.NewId();
            await socket.SendTextAsync("speech.config", request, "application/json", RecognitionMessages.Config(input.Format), cancellationToken);
            do
            {
                await TurnAsync(socket, request, cancellationToken);
                request = ServiceMessage.NewId();
            }
            while (!_endSent);

            await socket.CloseAsync(cancellationToken);
            if (!_stopping) recognizer.OnCanceled(CancellationReason.EndOfStream, CancellationErrorCode.NoError, "");
            return true;
        }
        catch (ServiceFailure failed) when (failed.CanReconnect && !_stopping && _reconnects < MostReconnects)
        {
            _reconnects++;
            return false;
        }
        catch (ServiceFailure failed)
        {
            recognizer.OnCanceled(CancellationReason.Error, failed.Code, failed.Message);
            return true;
        }
        catch (OperationCanceledException) when (_stopped.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return true;
        }
    }

    private async Task TurnAsync(ServiceSocket socket, string request, CancellationToken cancellationToken)
    {
        var from = _final;
        _endSent = false;
        await socket.SendTextAsync("speech.context", request, "application/json", RecognitionMessages.Context(config, phrases), cancellationToken);
        await socket.SendAudioAsync(request, "audio/x-wav", RecognitionMessages.WaveHeader(input.Format), cancellationToken);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopped.Token);
        var sending = SendAsync(socket, request, from, patience, over.Token, cancellationToken);
        try
        {
            while (true)
            {
                var message = await socket.ReceiveAsync(patience.Token);
                if (message.RequestId != request) continue;
                if (message.Path == "turn.end") return;
                Handle(message, from);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && !_stopped.IsCancellationRequested)
        {
            throw new ServiceFailure(CancellationErrorCode.ServiceTimeout, $"no answer within {LongestAnswer.TotalSeconds:0} s of the end of the audio");
        }
        finally
        {
            await over.CancelAsync();
            await sending;
        }
    }

    private void Handle(ServiceMessage message, long from)
    {
        switch (message.Path)
        {
            case "speech.hypothesis" or "speech.fragment":
                recognizer.OnRecognizing(RecognitionMessages.Text(RecognitionMessages.Read(message), "Text"));
                break;
            case "speech.phrase":
                var phrase = RecognitionMessages.Read(message);
                var result = RecognitionMessages.Phrase(phrase);
                _reconnects = 0;
                _final = input.Buffer.Forget(from + (long)(RecognitionMessages.End(phrase).TotalSeconds * _bytesPerSecond) / 2 * 2);
                if (result is not null) recognizer.OnRecognized(result);
                break;
        }
    }

    /// <summary>Sends audio, then its end, which is an empty message. A failure is left to who receives.</summary>
    private async Task SendAsync(
        ServiceSocket socket, string request, long from, CancellationTokenSource patience, CancellationToken turnOver, CancellationToken cancellationToken)
    {
        try
        {
            var began = Stopwatch.GetTimestamp();
            for (var at = from; ;)
            {
                var audio = await input.Buffer.ReadAsync(at, _bytesPerSecond / 10, turnOver);
                var ahead = (TimeSpan.FromSeconds((double)(at - from) / _bytesPerSecond) - AtOnce) / 2 - Stopwatch.GetElapsedTime(began);
                if (ahead > TimeSpan.Zero) await Task.Delay(ahead, TimeProvider.System, turnOver);
                if (audio.Length == 0)
                {
                    _endSent = true;
                    patience.CancelAfter(LongestAnswer);
                }

                // Not the turn's token: a message that is cut in half ends the connection.
                await socket.SendAudioAsync(request, null, audio, cancellationToken);
                if (audio.Length == 0) return;
                at += audio.Length;
            }
        }
        catch (ServiceFailure)
        {
            socket.Abort();
        }
        catch (OperationCanceledException)
        {
            // The turn is over, or nobody listens any more.
        }
    }
}
