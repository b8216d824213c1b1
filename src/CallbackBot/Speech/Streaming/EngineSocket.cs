using System.Buffers;
using System.Net.Security;
using System.Net.WebSockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace CallbackBot.Speech.Streaming;

/// <summary>A WebSocket to a recognition server: texts and binary messages out, texts in.</summary>
internal sealed class EngineSocket : IAsyncDisposable
{
    /// <summary>No result is longer; more is an attack or another protocol.</summary>
    private const int LongestMessage = 1 << 20;

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromMilliseconds(500);

    private readonly ClientWebSocket _socket = new();
    private readonly TimeProvider _time;

    private EngineSocket(TimeProvider time) => _time = time;

    /// <exception cref="SpeechException">Nobody listens there, or whom we must not trust.</exception>
    public static async Task<EngineSocket> ConnectAsync(EngineTitle engine, EngineServer server, string? subProtocol, TimeProvider time, CancellationToken cancellationToken)
    {
        var socket = new EngineSocket(time);
        if (subProtocol is not null) socket._socket.Options.AddSubProtocol(subProtocol);
        if (server.DangerouslyAcceptAnyCertificate) socket._socket.Options.RemoteCertificateValidationCallback = (_, _, _, _) => true;
        else if (server.TrustedRoots is { } roots)
            socket._socket.Options.RemoteCertificateValidationCallback = (_, shown, _, errors) => IsTrusted(shown, errors, roots);
        using var patience = new CancellationTokenSource(ConnectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            await socket._socket.ConnectAsync(server.Address, either.Token);
            return socket;
        }
        catch (Exception failed) when (failed is WebSocketException or OperationCanceledException)
        {
            socket._socket.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw Unreachable(engine, server, failed);
        }
    }

    /// <exception cref="WebSocketException">The connection is gone.</exception>
    public ValueTask SendAsync(string text, CancellationToken cancellationToken) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(text).AsMemory(), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);

    /// <exception cref="WebSocketException">The connection is gone.</exception>
    public ValueTask SendAsync(ReadOnlyMemory<byte> binary, CancellationToken cancellationToken) =>
        _socket.SendAsync(binary, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);

    /// <returns>The next text; null when the server has closed.</returns>
    /// <exception cref="WebSocketException">The connection is gone.</exception>
    /// <exception cref="InvalidDataException">It is no text, or endless.</exception>
    public async Task<string?> ReceiveAsync(CancellationToken cancellationToken)
    {
        var message = new ArrayBufferWriter<byte>(4096);
        while (true)
        {
            var part = await _socket.ReceiveAsync(message.GetMemory(4096), cancellationToken);
            if (part.MessageType == WebSocketMessageType.Close) return null;
            if (part.MessageType != WebSocketMessageType.Text) throw new InvalidDataException("a binary message");
            message.Advance(part.Count);
            if (message.WrittenCount > LongestMessage) throw new InvalidDataException("an endless message");
            if (part.EndOfMessage) return Encoding.UTF8.GetString(message.WrittenSpan);
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(CloseTimeout, _time);
        try
        {
            if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException)
        {
            // It is closed either way.
        }

        _socket.Dispose();
    }

    private static bool IsTrusted(X509Certificate? shown, SslPolicyErrors errors, X509Certificate2Collection roots)
    {
        if (shown is not X509Certificate2 certificate || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None) return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.AddRange(roots);
        return chain.Build(certificate);
    }

    private static SpeechException Unreachable(EngineTitle engine, EngineServer server, Exception failed)
    {
        for (Exception? cause = failed; cause is not null; cause = cause.InnerException)
        {
            if (cause is AuthenticationException)
            {
                return new SpeechException(
                    $"the certificate of {engine.Title} at {server.Address} is not trusted: set {engine.Section}:Roots to a PEM file with it or its root"
                    + $" (the certificate must be for {server.Address.Host}), or {engine.Section}:DangerouslyAcceptAnyCertificate in a network of your own",
                    isTransient: false, failed);
            }
        }

        var why = failed is OperationCanceledException ? $"no connection within {ConnectTimeout.TotalSeconds:0} s" : failed.GetBaseException().Message;
        return new SpeechException(
            $"{engine.Title} at {server.Address} cannot be reached ({why}): check that it runs, the firewall, and {engine.Section}:Servers (ws:// or, with TLS, wss://)",
            isTransient: true, failed);
    }
}
