using System.Buffers.Binary;
using System.Text;

namespace Microsoft.CognitiveServices.Speech.Protocol;

/// <summary>
/// One message of the protocol: header lines and a body. In a text message an empty line parts them; a binary one begins with the length of the header
/// in two bytes, the higher first.
/// </summary>
internal sealed record ServiceMessage(string Path, string RequestId, ReadOnlyMemory<byte> Body)
{
    public string Text => Encoding.UTF8.GetString(Body.Span);

    /// <summary>Null for what is no message of this protocol.</summary>
    public static ServiceMessage? Parse(ReadOnlyMemory<byte> message, bool binary)
    {
        int headerFrom, headerLength, bodyFrom;
        if (binary)
        {
            if (message.Length < 2) return null;
            (headerFrom, headerLength) = (2, BinaryPrimitives.ReadUInt16BigEndian(message.Span));
            bodyFrom = headerFrom + headerLength;
            if (bodyFrom > message.Length) return null;
        }
        else
        {
            var end = message.Span.IndexOf("\r\n\r\n"u8);
            if (end < 0) return null;
            (headerFrom, headerLength, bodyFrom) = (0, end, end + 4);
        }

        var (path, requestId) = ("", "");
        foreach (var line in Encoding.UTF8.GetString(message.Span.Slice(headerFrom, headerLength)).Split("\r\n"))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0) continue;
            var (name, value) = (line[..colon].Trim(), line[(colon + 1)..].Trim());
            if (name.Equals("Path", StringComparison.OrdinalIgnoreCase)) path = value;
            else if (name.Equals("X-RequestId", StringComparison.OrdinalIgnoreCase)) requestId = value;
        }

        return new ServiceMessage(path, requestId, message[bodyFrom..]);
    }

    public static byte[] FormatText(string path, string requestId, string contentType, DateTimeOffset now, string body) =>
        Encoding.UTF8.GetBytes($"{Header(path, requestId, contentType, now)}\r\n{body}");

    public static byte[] FormatBinary(string path, string requestId, string? contentType, DateTimeOffset now, ReadOnlySpan<byte> body)
    {
        var header = Encoding.ASCII.GetBytes(Header(path, requestId, contentType, now));
        var message = new byte[2 + header.Length + body.Length];
        BinaryPrimitives.WriteUInt16BigEndian(message, (ushort)header.Length);
        header.CopyTo(message.AsSpan(2));
        body.CopyTo(message.AsSpan(2 + header.Length));
        return message;
    }

    /// <summary>An id as the protocol wants it: 32 hexadecimal digits.</summary>
    public static string NewId() => Guid.NewGuid().ToString("N").ToUpperInvariant();

    private static string Header(string path, string requestId, string? contentType, DateTimeOffset now) =>
        $"Path: {path}\r\nX-RequestId: {requestId}\r\nX-Timestamp: {now:yyyy-MM-ddTHH:mm:ss.fffZ}\r\n{(contentType is null ? "" : $"Content-Type: {contentType}\r\n")}";
}
