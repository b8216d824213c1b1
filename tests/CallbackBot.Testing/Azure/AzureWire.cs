using System.Buffers;
using System.Buffers.Binary;
using System.Net.WebSockets;
using System.Text;

namespace CallbackBot.Testing.Azure;

/// <summary>A message of the speech service's protocol, as the fake reads it. Names of headers in lower case.</summary>
internal sealed record AzureMessage(IReadOnlyDictionary<string, string> Headers, byte[] Body, bool Binary)
{
    public string Path => Headers.GetValueOrDefault("path", "");

    public string RequestId => Headers.GetValueOrDefault("x-requestid", "");

    public string Text => Encoding.UTF8.GetString(Body);
}

/// <summary>The service's end of one WebSocket.</summary>
internal sealed class AzureWire(WebSocket socket)
{
    private readonly byte[] _piece = new byte[16 * 1024];

    /// <summary>Null when the client has closed the connection.</summary>
    /// <exception cref="InvalidDataException">The client does not keep to the protocol.</exception>
    public async Task<AzureMessage?> ReceiveAsync(CancellationToken cancellationToken)
    {
        var whole = new ArrayBufferWriter<byte>();
        ValueWebSocketReceiveResult received;
        do
        {
            received = await socket.ReceiveAsync(_piece.AsMemory(), cancellationToken);
            if (received.MessageType == WebSocketMessageType.Close) return null;
            whole.Write(_piece.AsSpan(0, received.Count));
        }
        while (!received.EndOfMessage);

        var message = whole.WrittenSpan;
        if (received.MessageType == WebSocketMessageType.Text)
        {
            var end = message.IndexOf("\r\n\r\n"u8);
            if (end < 0) throw new InvalidDataException("a text message without an empty line");
            return new AzureMessage(Headers(message[..end]), message[(end + 4)..].ToArray(), Binary: false);
        }

        var length = message.Length < 2 ? ushort.MaxValue : BinaryPrimitives.ReadUInt16BigEndian(message);
        if (2 + length > message.Length) throw new InvalidDataException("a binary message that is shorter than its header");
        return new AzureMessage(Headers(message.Slice(2, length)), message[(2 + length)..].ToArray(), Binary: true);
    }

    public Task SendAsync(string path, string requestId, string json, CancellationToken cancellationToken) => socket.SendAsync(
        Encoding.UTF8.GetBytes($"X-RequestId:{requestId}\r\nContent-Type:application/json; charset=utf-8\r\nPath:{path}\r\n\r\n{json}"),
        WebSocketMessageType.Text, endOfMessage: true, cancellationToken);

    public Task SendAudioAsync(string requestId, string streamId, ReadOnlySpan<byte> audio, CancellationToken cancellationToken)
    {
        var header = Encoding.ASCII.GetBytes($"X-RequestId:{requestId}\r\nContent-Type:audio/x-wav\r\nX-StreamId:{streamId}\r\nPath:audio\r\n");
        var message = new byte[2 + header.Length + audio.Length];
        BinaryPrimitives.WriteUInt16BigEndian(message, (ushort)header.Length);
        header.CopyTo(message, 2);
        audio.CopyTo(message.AsSpan(2 + header.Length));
        return socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
    }

    private static Dictionary<string, string> Headers(ReadOnlySpan<byte> header) => Encoding.UTF8.GetString(header)
        .Split("\r\n", StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split(':', 2))
        .ToDictionary(parts => parts[0].Trim().ToLowerInvariant(), parts => parts[^1].Trim(), StringComparer.Ordinal);
}
