using System.Net;
using System.Net.Sockets;

namespace CallbackBot.Telephony.Sip.Transport;

/// <summary>
/// SIP over streams (RFC 3261 section 18): listens, connects, and keeps one connection per hop, whoever opened it. What differs between TCP and TLS is
/// how a connected socket becomes a stream.
/// </summary>
/// <param name="protocol">TCP or TLS.</param>
/// <param name="local">Where to listen; its address is also where connections of ours begin.</param>
/// <param name="listen">False: only connections of our own.</param>
/// <param name="limits">What a connection may cost.</param>
/// <param name="time">The clock.</param>
internal abstract class StreamTransport(SipProtocol protocol, IPEndPoint local, bool listen, StreamLimits limits, TimeProvider time) : ISipTransport
{
    private static readonly TimeSpan s_betweenChecks = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan s_afterFailure = TimeSpan.FromMilliseconds(50);

    private readonly ConnectionTable _connections = new();
    private readonly CancellationTokenSource _closing = new();
    private Socket? _listener;
    private ITimer? _checks;
    private Task _accepting = Task.CompletedTask;
    private SipReceiver _receiver = null!;
    private Action<SipHop, string> _disconnected = null!;

    /// <inheritdoc/>
    public SipProtocol Protocol => protocol;

    /// <inheritdoc/>
    public IPEndPoint LocalEndPoint => _listener is null ? local : (IPEndPoint)_listener.LocalEndPoint!;

    /// <inheritdoc/>
    public void Bind()
    {
        if (!listen) return;
        var listener = new Socket(local.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(local);
            listener.Listen();
            _listener = listener;
        }
        catch (SocketException e)
        {
            listener.Dispose();
            throw new SipTransportException($"cannot listen for SIP on {protocol.ToString().ToLowerInvariant()} {local}: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public void Start(SipReceiver receiver, Action<SipHop, string> disconnected)
    {
        (_receiver, _disconnected) = (receiver, disconnected);
        _checks = time.CreateTimer(_ => _connections.Check(), null, s_betweenChecks, s_betweenChecks);
        if (_listener is not null) _accepting = AcceptAsync(_listener);
    }

    /// <inheritdoc/>
    public void Send(ReadOnlySpan<byte> message, SipHop destination, Action<string>? failed, CancellationToken withdrawn = default)
    {
        if (_closing.IsCancellationRequested)
        {
            failed?.Invoke("the transport is closed");
            return;
        }

        while (true)
        {
            var connection = _connections.Find(destination) ?? Open(destination);
            if (connection.TrySend(message, failed, withdrawn)) return;
            _connections.Remove(connection);
        }
    }

    /// <inheritdoc/>
    public bool TryReply(ReadOnlySpan<byte> message, SipHop source) => _connections.Find(source)?.TrySend(message, null, CancellationToken.None) ?? false;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _listener?.Dispose();
        await _accepting;
        if (_checks is not null) await _checks.DisposeAsync();
        await _connections.CloseAsync("the transport is closed");
        _closing.Dispose();
    }

    /// <summary>A connection of ours is up: the stream that SIP goes over.</summary>
    protected abstract Task<Stream> SecureAsync(NetworkStream connected, SipHop hop, CancellationToken cancellationToken);

    /// <summary>A peer's connection is up: the stream that SIP goes over.</summary>
    protected abstract Task<Stream> SecureAcceptedAsync(NetworkStream accepted, CancellationToken cancellationToken);

    private StreamConnection Open(SipHop hop)
    {
        var connection = new StreamConnection(hop with { Otherwise = null }, limits, new ConnectionHealth(limits, time, opened: true), _receiver);
        if (_connections.Add(connection) is { } earlier) return earlier;
        Run(connection, async cancellationToken =>
        {
            var socket = NewSocket();
            try
            {
                if (!local.Address.Equals(IPAddress.Any) && !local.Address.Equals(IPAddress.IPv6Any)) socket.Bind(new IPEndPoint(local.Address, 0));
                await socket.ConnectAsync(hop.Address, cancellationToken);
                return await SecureAsync(new NetworkStream(socket, ownsSocket: true), hop, cancellationToken);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        });
        return connection;
    }

    private async Task AcceptAsync(Socket listener)
    {
        try
        {
            while (true)
            {
                try
                {
                    Take(await listener.AcceptAsync(_closing.Token));
                }
                catch (SocketException)
                {
                    // One peer's connection failed on its way, or there are no more descriptors: a pause, and the next one.
                    await Task.Delay(s_afterFailure, time, _closing.Token);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The transport closes.
        }
    }

    private void Take(Socket socket)
    {
        if (socket.RemoteEndPoint is not IPEndPoint peer || _connections.Accepted >= limits.Accepted)
        {
            socket.Dispose();
            return;
        }

        socket.NoDelay = true;
        var connection = new StreamConnection(new SipHop(protocol, peer), limits, new ConnectionHealth(limits, time, opened: false), _receiver);
        if (_connections.Add(connection, accepted: true) is not null)
        {
            socket.Dispose();
            return;
        }

        Run(connection, async cancellationToken =>
        {
            try
            {
                return await SecureAcceptedAsync(new NetworkStream(socket, ownsSocket: true), cancellationToken);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        });
    }

    private void Run(StreamConnection connection, Func<CancellationToken, Task<Stream>> connect) => _connections.Track(connection, Task.Run(async () =>
    {
        await connection.RunAsync(connect, time);
        _connections.Remove(connection);
        if (connection.WasUp) _disconnected(connection.Peer, connection.Why);
    }, CancellationToken.None));

    private Socket NewSocket() => new(local.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
}
