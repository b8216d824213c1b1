using System.Net;
using System.Net.Sockets;

namespace CallbackBot.Telephony.Sip.Transport;

/// <summary>SIP over UDP: one socket, one datagram per message (RFC 3261 section 18).</summary>
public sealed class UdpTransport(IPEndPoint local) : ISipTransport
{
    private readonly Socket _socket = new(local.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
    private readonly CancellationTokenSource _closing = new();
    private Task _receiving = Task.CompletedTask;

    /// <inheritdoc/>
    public SipProtocol Protocol => SipProtocol.Udp;

    /// <inheritdoc/>
    public IPEndPoint LocalEndPoint => (IPEndPoint)_socket.LocalEndPoint!;

    /// <inheritdoc/>
    public void Bind()
    {
        try
        {
            // A burst of calls must not be lost in the default buffer; the kernel caps what it does not allow.
            _socket.ReceiveBufferSize = 4 << 20;
            _socket.Bind(local);
        }
        catch (SocketException e)
        {
            throw new SipTransportException($"cannot listen for SIP on udp {local}: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public void Start(SipReceiver receiver, Action<SipHop, string> disconnected) => _receiving = ReceiveAsync(receiver);

    /// <inheritdoc/>
    public void Send(ReadOnlySpan<byte> message, SipHop destination, Action<string>? failed, CancellationToken withdrawn = default)
    {
        try
        {
            _socket.SendTo(message, SocketFlags.None, destination.Address.Serialize());
        }
        catch (SocketException e)
        {
            failed?.Invoke(e.SocketErrorCode.ToString());
        }
        catch (ObjectDisposedException)
        {
            failed?.Invoke("the transport is closed");
        }
    }

    /// <inheritdoc/>
    public bool TryReply(ReadOnlySpan<byte> message, SipHop source) => false;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _receiving;
        _socket.Dispose();
        _closing.Dispose();
    }

    private async Task ReceiveAsync(SipReceiver receiver)
    {
        var buffer = new byte[65536];
        var source = new SocketAddress(local.AddressFamily);
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                var length = await _socket.ReceiveFromAsync(buffer, SocketFlags.None, source, _closing.Token);
                receiver(buffer.AsSpan(0, length), SipHop.Udp((IPEndPoint)local.Create(source)), null);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException)
            {
                // Windows reports an earlier datagram's ICMP error here; the next datagram is not concerned.
            }
        }
    }
}
