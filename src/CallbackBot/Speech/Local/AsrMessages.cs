using System.Buffers.Binary;
using System.Text;

namespace CallbackBot.Speech.Local;

/// <summary>One utterance for the child process: it keeps nothing between requests that a new child would miss.</summary>
/// <param name="Name">Identifies the grammar.</param>
/// <param name="Grammar">JSGF.</param>
/// <param name="Dictionary">Lines of <c>word PH ON ES</c> for its words.</param>
/// <param name="Alaw">The utterance, A-law, 8 kHz.</param>
internal sealed record AsrRequest(string Name, string Grammar, string Dictionary, byte[] Alaw);

/// <summary>What came of it, and the child's first message (empty: ready).</summary>
/// <param name="Error">A sentence when the engine cannot be used at all; otherwise null.</param>
/// <param name="Text">The phrase of the grammar; empty when none fits.</param>
/// <param name="Score">The path's score, a negative logarithm.</param>
/// <param name="Frames">Frames of 10 ms that were searched.</param>
internal sealed record AsrReply(string? Error, string Text, int Score, int Frames);

/// <summary>Messages over the pipes between worker and child: a length of four bytes, little endian, then the fields.</summary>
internal static class AsrMessages
{
    /// <summary>Two minutes of audio and a large grammar; anything longer is a broken stream.</summary>
    private const int Longest = 4 * 1024 * 1024;

    public static ValueTask SendAsync(Stream to, AsrRequest request, CancellationToken cancellationToken) =>
        SendAsync(to, writer =>
        {
            writer.Write(request.Name);
            writer.Write(request.Grammar);
            writer.Write(request.Dictionary);
            writer.Write(request.Alaw.Length);
            writer.Write(request.Alaw);
        }, cancellationToken);

    public static ValueTask SendAsync(Stream to, AsrReply reply, CancellationToken cancellationToken) =>
        SendAsync(to, writer =>
        {
            writer.Write(reply.Error ?? "");
            writer.Write(reply.Text);
            writer.Write(reply.Score);
            writer.Write(reply.Frames);
        }, cancellationToken);

    /// <returns>Null when the other side closed the stream.</returns>
    public static async ValueTask<AsrRequest?> ReadRequestAsync(Stream from, CancellationToken cancellationToken)
    {
        if (await ReadAsync(from, cancellationToken) is not { } reader) return null;
        return new AsrRequest(reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadBytes(reader.ReadInt32()));
    }

    /// <inheritdoc cref="ReadRequestAsync"/>
    public static async ValueTask<AsrReply?> ReadReplyAsync(Stream from, CancellationToken cancellationToken)
    {
        if (await ReadAsync(from, cancellationToken) is not { } reader) return null;
        var error = reader.ReadString();
        return new AsrReply(error.Length > 0 ? error : null, reader.ReadString(), reader.ReadInt32(), reader.ReadInt32());
    }

    private static async ValueTask SendAsync(Stream to, Action<BinaryWriter> fields, CancellationToken cancellationToken)
    {
        var message = new MemoryStream();
        var writer = new BinaryWriter(message, Encoding.UTF8);
        writer.Write(0);
        fields(writer);
        var bytes = message.GetBuffer().AsMemory(0, (int)message.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.Span, bytes.Length - sizeof(int));
        await to.WriteAsync(bytes, cancellationToken);
        await to.FlushAsync(cancellationToken);
    }

    private static async ValueTask<BinaryReader?> ReadAsync(Stream from, CancellationToken cancellationToken)
    {
        var head = new byte[sizeof(int)];
        if (await from.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken) < head.Length) return null;
        var length = BinaryPrimitives.ReadInt32LittleEndian(head);
        if (length is < 0 or > Longest) throw new InvalidDataException("the stream between worker and recogniser is broken");
        var message = new byte[length];
        if (await from.ReadAtLeastAsync(message, length, throwOnEndOfStream: false, cancellationToken) < length) return null;
        return new BinaryReader(new MemoryStream(message), Encoding.UTF8);
    }
}
