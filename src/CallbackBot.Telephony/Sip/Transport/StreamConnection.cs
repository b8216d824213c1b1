using System.Net.Sockets;
using System.Threading.Channels;

namespace CallbackBot.Telephony.Sip.Transport;

/// <summary>
/// One connection to one peer, from connecting to its end: a loop that reads, one that writes what was queued, and neither waits for the other.
/// </summary>
/// <param name="peer">Whom it leads to, as <see cref="StreamTransport"/> finds it again.</param>
/// <param name="limits">What it may cost.</param>
/// <param name="health">Whether it lives.</param>
/// <param name="receiver">Takes the messages.</param>
internal sealed class StreamConnection(SipHop peer, StreamLimits limits, ConnectionHealth health, SipReceiver receiver)
{
    private static readonly byte[] s_ping = "\r\n\r\n"u8.ToArray();
    private static readonly byte[] s_pong = "\r\n"u8.ToArray();

    private readonly CancellationTokenSource _closing = new();
    private readonly Channel<Outgoing> _queue = Channel.CreateBounded<Outgoing>(new BoundedChannelOptions(limits.Queue) { SingleReader = true });
    private string? _why;

    public SipHop Peer => peer;

    /// <summary>Why it ended, or is about to.</summary>
    public string Why => _why ?? "the connection is closed";

    /// <summary>True once bytes could flow: what is lost after that, a peer may have seen.</summary>
    public bool WasUp { get; private set; }

    /// <summary>
    /// Queues a message, and never waits; false when the connection is ending, so that another one is needed. A peer that lets the queue fill up loses
    /// its connection.
    /// </summary>
    public bool TrySend(ReadOnlySpan<byte> message, Action<string>? failed, CancellationToken withdrawn = default)
    {
        if (_queue.Writer.TryWrite(new Outgoing(message.ToArray(), failed, Withdrawn: withdrawn))) return true;
        if (_why is not null || _queue.Reader.Count < limits.Queue) return false;
        Close("the peer does not read what is sent to it");
        failed?.Invoke(Why);
        return true;
    }

    /// <summary>Ends it; what waits to be sent is told so.</summary>
    public void Close(string why)
    {
        Interlocked.CompareExchange(ref _why, why, null);
        _queue.Writer.TryComplete();
        _closing.Cancel();
    }

    /// <summary>Looks at the clock: sends a keep-alive, or ends what is dead.</summary>
    public void Check()
    {
        var verdict = health.Check();
        if (verdict.Close is { } why) Close(why);
        else if (verdict.Ping) _queue.Writer.TryWrite(new Outgoing(s_ping, null, IsMessage: false));
    }

    /// <summary>Its whole life. Never throws.</summary>
    /// <param name="connect">Opens the stream: connects, or shakes hands with who connected to us.</param>
    /// <param name="time">The clock.</param>
    public async Task RunAsync(Func<CancellationToken, Task<Stream>> connect, TimeProvider time)
    {
        try
        {
            await using var stream = await ConnectAsync(connect, time);
            WasUp = true;
            var writing = WriteAsync(stream);
            await ReadAsync(stream);
            await writing;
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or System.Security.Authentication.AuthenticationException)
        {
            Close(e is IOException { InnerException: { } cause } ? cause.Message : e.Message);
        }
        catch (OperationCanceledException)
        {
            Close("the connection was not accepted in time");
        }
        finally
        {
            _queue.Writer.TryComplete();
            while (_queue.Reader.TryRead(out var unsent)) unsent.Failed?.Invoke(Why);
        }
    }

    private async Task<Stream> ConnectAsync(Func<CancellationToken, Task<Stream>> connect, TimeProvider time)
    {
        using var patience = new CancellationTokenSource(limits.Connect, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, _closing.Token);
        return await connect(either.Token);
    }

    private async Task ReadAsync(Stream stream)
    {
        using var framer = new StreamFramer();
        try
        {
            while (await stream.ReadAsync(framer.Free(), _closing.Token) is > 0 and var count)
            {
                framer.Added(count);
                if (!TakeFrames(framer))
                {
                    await DrainAsync(stream);
                    return;
                }

                health.Heard(framer.IsInsideMessage);
            }

            Close("the peer closed the connection");
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            Close((e.InnerException ?? e).Message);
        }
        catch (OperationCanceledException)
        {
            // Closed by us, with a reason.
        }
    }

    /// <summary>Hands over what is whole; false when the stream is broken.</summary>
    private bool TakeFrames(StreamFramer framer)
    {
        while (true)
        {
            var frame = framer.Next();
            switch (frame.Kind)
            {
                case StreamFrameKind.Incomplete:
                    return true;
                case StreamFrameKind.EmptyLine:
                    if (health.HeardEmptyLine()) _queue.Writer.TryWrite(new Outgoing(s_pong, null, IsMessage: false));
                    break;
                case StreamFrameKind.Message:
                    health.HeardMessage();
                    receiver(frame.Bytes, peer, null);
                    break;
                case StreamFrameKind.Broken:
                    if (!frame.Bytes.IsEmpty) receiver(frame.Bytes, peer, frame.Fault);
                    Interlocked.CompareExchange(ref _why, "the stream could not be read: " + frame.Fault!.Why, null);
                    _queue.Writer.TryComplete();
                    return false;
            }
        }
    }

    /// <summary>
    /// The answer to a broken stream must still arrive, and a socket closed with unread bytes resets the connection instead: the rest is read and thrown
    /// away, for as long as one message may take (<see cref="Check"/>).
    /// </summary>
    private async Task DrainAsync(Stream stream)
    {
        health.Heard(insideMessage: true);
        var waste = new byte[1024];
        while (await stream.ReadAsync(waste, _closing.Token) > 0)
        {
            // Nobody wants it.
        }
    }

    private async Task WriteAsync(Stream stream)
    {
        Outgoing? current = null;
        try
        {
            await foreach (var outgoing in _queue.Reader.ReadAllAsync(_closing.Token))
            {
                if (outgoing.Withdrawn.IsCancellationRequested) continue;
                current = outgoing;
                health.Writing(outgoing.IsMessage);
                await stream.WriteAsync(outgoing.Bytes, _closing.Token);
                health.Written();
                current = null;
            }

            // Nothing more will be queued: the stream was broken, and its answer is written.
            if (stream is NetworkStream network) network.Socket.Shutdown(SocketShutdown.Send);
            else await ((System.Net.Security.SslStream)stream).ShutdownAsync();
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            Close((e.InnerException ?? e).Message);
        }
        catch (OperationCanceledException)
        {
            // Closed by us, with a reason.
        }

        current?.Failed?.Invoke(Why);
    }

    private sealed record Outgoing(byte[] Bytes, Action<string>? Failed, bool IsMessage = true, CancellationToken Withdrawn = default);
}
