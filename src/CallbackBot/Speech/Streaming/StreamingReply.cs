using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;

namespace CallbackBot.Speech.Streaming;

/// <summary>
/// One utterance on its way to a server. The connection is made when the prompt begins and stands when the citizen speaks; one that breaks is
/// made once more, and everything is said again. What the server is too slow to take waits in a buffer that is bounded by the longest answer.
/// </summary>
internal sealed class StreamingReply : IRecognitionStream
{
    private readonly EngineTitle _engine;
    private readonly EngineServer _server;
    private readonly Func<StreamingProtocol> _begin;
    private readonly TimeProvider _time;
    private readonly UtteranceBuffer _said = new(UtteranceBuffer.LongestAnswer);
    private readonly Channel<bool> _news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _over = new();
    private readonly Task<Recognition> _running;
    private volatile bool _ended;
    private volatile string? _partial;

    public StreamingReply(EngineTitle engine, EngineServer server, Func<StreamingProtocol> begin, TimeProvider time)
    {
        (_engine, _server, _begin, _time) = (engine, server, begin, time);
        _running = RunAsync(_over.Token);
    }

    public string? Partial => _partial;

    public void Write(ReadOnlySpan<byte> alaw)
    {
        _said.Write(alaw);
        _news.Writer.TryWrite(true);
    }

    public Task<Recognition> FinishAsync(CancellationToken cancellationToken)
    {
        _ended = true;
        _news.Writer.TryWrite(true);
        return _running.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        try
        {
            await _running;
        }
        catch (Exception nobodyAsksFor) when (nobodyAsksFor is SpeechException or OperationCanceledException)
        {
            // The utterance is not wanted any more.
        }

        _said.Take();
        _over.Dispose();
    }

    private async Task<Recognition> RunAsync(CancellationToken cancellationToken)
    {
        for (var again = true; ; again = false)
        {
            try
            {
                return await ExchangeAsync(cancellationToken);
            }
            catch (Exception broken) when (broken is WebSocketException or IOException)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!again) throw new SpeechException($"{_engine.Title} at {_server.Address} closed the connection in the middle of a reply, twice", isTransient: true, broken);
            }
            catch (Exception garbage) when (garbage is JsonException or InvalidDataException)
            {
                throw new SpeechException($"what listens at {_server.Address} does not speak the protocol of {_engine.Title}: check {_engine.Section}:Servers", isTransient: true, garbage);
            }
        }
    }

    private async Task<Recognition> ExchangeAsync(CancellationToken cancellationToken)
    {
        var protocol = _begin();
        var socket = await EngineSocket.ConnectAsync(_engine, _server, protocol.SubProtocol, _time, cancellationToken);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sending = SendAsync(socket, protocol, done.Token);
        // To cancel what waits for a message would break the connection: a server that is told that it is over has nothing to complain of.
        var receiving = ReceiveAsync(socket, protocol, CancellationToken.None);
        try
        {
            // A server that goes away while we speak shows in what we receive.
            await await Task.WhenAny(sending, receiving);
            await sending;
            return await receiving.WaitAsync(protocol.Patience, _time, cancellationToken);
        }
        catch (TimeoutException) when (protocol.MayEndWithoutLastWord)
        {
            return protocol.Result;
        }
        catch (TimeoutException)
        {
            throw new SpeechException($"{_engine.Title} at {_server.Address} gave no result within {protocol.Patience.TotalSeconds:0.#} s", isTransient: true);
        }
        finally
        {
            await done.CancelAsync();
            await OverAsync(sending);
            await socket.DisposeAsync();
            await OverAsync(receiving);
        }
    }

    private static Task OverAsync(Task task) => task.ContinueWith(
        static ended => _ = ended.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    private async Task SendAsync(EngineSocket socket, StreamingProtocol protocol, CancellationToken cancellationToken)
    {
        if (protocol.Begin() is { } first) await socket.SendAsync(first, cancellationToken);
        var chunk = new byte[protocol.ChunkBytes];
        for (var position = 0; ;)
        {
            // Asked before the audio is looked at: nothing comes after the end.
            var ended = _ended;
            if (_said.Length - position >= chunk.Length || (ended && _said.Length > position))
            {
                var count = _said.Read(position, chunk);
                await socket.SendAsync(protocol.Audio(chunk.AsSpan(0, count)), cancellationToken);
                position += count;
                continue;
            }

            if (ended) break;
            await _news.Reader.ReadAsync(cancellationToken);
        }

        await socket.SendAsync(protocol.End(), cancellationToken);
    }

    private async Task<Recognition> ReceiveAsync(EngineSocket socket, StreamingProtocol protocol, CancellationToken cancellationToken)
    {
        while (await socket.ReceiveAsync(cancellationToken) is { } message)
        {
            if (protocol.Receive(message)) return protocol.Result;
            _partial = protocol.Result.Text is { Length: > 0 } text ? text : null;
        }

        return protocol.MayEndWithoutLastWord ? protocol.Result : throw new IOException("closed before the last result");
    }
}
