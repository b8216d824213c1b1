using System.Buffers;
using System.Net;
using System.Net.WebSockets;

namespace Microsoft.CognitiveServices.Speech.Protocol;

/// <summary>One connection to the service. Every failure of it is a <see cref="ServiceFailure"/>.</summary>
internal sealed class ServiceSocket : IDisposable
{
    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CloseTime = TimeSpan.FromSeconds(1);

    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _piece = new byte[16 * 1024];

    private ServiceSocket() { }

    public static async Task<ServiceSocket> ConnectAsync(Uri address, SpeechConfig config, CancellationToken cancellationToken)
    {
        var service = new ServiceSocket();
        var socket = service._socket;
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.KeepAliveTimeout = TimeSpan.FromSeconds(20);
        socket.Options.SetRequestHeader("X-ConnectionId", ServiceMessage.NewId());
        if (config.AuthorizationToken.Length > 0) socket.Options.SetRequestHeader("Authorization", $"Bearer {config.AuthorizationToken}");
        else if (config.Key.Length > 0) socket.Options.SetRequestHeader("Ocp-Apim-Subscription-Key", config.Key);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(ConnectTime);
        try
        {
            await socket.ConnectAsync(address, limit.Token);
            return service;
        }
        catch (WebSocketException refused)
        {
            socket.Dispose();
            throw socket.HttpStatusCode is 0 or HttpStatusCode.SwitchingProtocols ? ServiceFailure.Broken(refused) : ServiceFailure.Refused(socket.HttpStatusCode, refused);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            socket.Dispose();
            throw new ServiceFailure(CancellationErrorCode.ServiceTimeout, $"no connection within {ConnectTime.TotalSeconds:0} s");
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public Task SendTextAsync(string path, string requestId, string contentType, string body, CancellationToken cancellationToken) =>
        SendAsync(ServiceMessage.FormatText(path, requestId, contentType, TimeProvider.System.GetUtcNow(), body), WebSocketMessageType.Text, cancellationToken);

    public Task SendAudioAsync(string requestId, string? contentType, ReadOnlyMemory<byte> audio, CancellationToken cancellationToken) =>
        SendAsync(ServiceMessage.FormatBinary("audio", requestId, contentType, TimeProvider.System.GetUtcNow(), audio.Span), WebSocketMessageType.Binary, cancellationToken);

    public async Task<ServiceMessage> ReceiveAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var whole = new ArrayBufferWriter<byte>(_piece.Length);
            ValueWebSocketReceiveResult received;
            do
            {
                try
                {
                    received = await _socket.ReceiveAsync(_piece.AsMemory(), cancellationToken);
                }
                catch (Exception broken) when (broken is WebSocketException or ObjectDisposedException)
                {
                    throw ServiceFailure.Broken(broken);
                }

                if (received.MessageType == WebSocketMessageType.Close) throw ServiceFailure.Closed(_socket.CloseStatus, _socket.CloseStatusDescription);
                whole.Write(_piece.AsSpan(0, received.Count));
            }
            while (!received.EndOfMessage);

            if (ServiceMessage.Parse(whole.WrittenMemory, received.MessageType == WebSocketMessageType.Binary) is { } message) return message;
        }
    }

    /// <summary>Says goodbye; a service that does not answer is not waited for.</summary>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(CloseTime);
        try
        {
            await _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", limit.Token);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            _socket.Abort();
        }
    }

    public void Abort() => _socket.Abort();

    public void Dispose() => _socket.Dispose();

    private async Task SendAsync(byte[] message, WebSocketMessageType type, CancellationToken cancellationToken)
    {
        try
        {
            await _socket.SendAsync(message, type, endOfMessage: true, cancellationToken);
        }
        catch (Exception broken) when (broken is WebSocketException or ObjectDisposedException or InvalidOperationException)
        {
            throw ServiceFailure.Broken(broken);
        }
    }
}
