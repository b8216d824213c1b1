using System.Buffers;

namespace CallbackBot.Telephony.Sip.Transport;

internal enum StreamFrameKind
{
    /// <summary>What is there is no whole message yet.</summary>
    Incomplete,

    /// <summary>A line end between messages: half of a keep-alive ping, or a pong (RFC 5626 section 4.4.1).</summary>
    EmptyLine,

    /// <summary>One whole message.</summary>
    Message,

    /// <summary>Where the next message begins cannot be known any more: the connection is of no use.</summary>
    Broken,
}

/// <summary>What the stream holds next. <see cref="Bytes"/> are valid until the framer is asked again.</summary>
/// <param name="kind">What it is.</param>
/// <param name="bytes">The message; of a broken stream the header block, when it is complete, so that it can be answered.</param>
/// <param name="fault">Why the stream is broken.</param>
internal readonly ref struct StreamFrame(StreamFrameKind kind, ReadOnlySpan<byte> bytes = default, StreamFault? fault = null)
{
    public StreamFrameKind Kind { get; } = kind;

    public ReadOnlySpan<byte> Bytes { get; } = bytes;

    public StreamFault? Fault { get; } = fault;
}

/// <summary>
/// Cuts a byte stream into SIP messages (RFC 3261 sections 7.5 and 18.3): a header block up to its empty line, then as many bytes as Content-Length says. The
/// socket reads into <see cref="Free"/>; memory grows with the message that is on its way, and never beyond <see cref="MaxMessage"/>.
/// </summary>
internal sealed class StreamFramer : IDisposable
{
    /// <summary>The largest message, as large as one over UDP can be; a header block without end is given up at this size too.</summary>
    public const int MaxMessage = 65535;

    private const int SmallBuffer = 4096;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(SmallBuffer);
    private int _start;
    private int _end;
    private int _searched;
    private int _length;

    /// <summary>True while the beginning of a message waits for its rest; half a line end is none.</summary>
    public bool IsInsideMessage => _end - _start > 1 || (_end > _start && _buffer[_start] != '\r');

    /// <summary>Room for the next bytes of the stream; never empty while <see cref="Next"/> says that the message is incomplete.</summary>
    public Memory<byte> Free()
    {
        if (_start == _end) (_start, _end) = (0, 0);
        if (_start == 0 && _end == 0 && _buffer.Length > 2 * SmallBuffer) Move(SmallBuffer);
        else if (_start > 0 && _end == _buffer.Length) Move(_buffer.Length);
        else if (_end == _buffer.Length) Move(Math.Min(_buffer.Length * 2, MaxMessage + 1));
        return _buffer.AsMemory(_end);
    }

    /// <summary>So many bytes were written into <see cref="Free"/>.</summary>
    public void Added(int count) => _end += count;

    /// <summary>The next frame; asked until it is incomplete.</summary>
    public StreamFrame Next()
    {
        var bytes = _buffer.AsSpan(_start, _end - _start);
        if (_length == 0)
        {
            if (EmptyLine(bytes) is > 0 and var line)
            {
                _start += line;

                // Its first half may have been searched alone, when it came in two segments.
                _searched = 0;
                return new StreamFrame(StreamFrameKind.EmptyLine);
            }

            var headers = HeaderBlock(bytes);
            if (headers < 0 || headers > MaxMessage)
                return bytes.Length > MaxMessage ? Broken([], 513, "Message Too Large") : new StreamFrame(StreamFrameKind.Incomplete);
            switch (ContentLength.Find(bytes[..headers]))
            {
                case { Count: { } count } when count <= MaxMessage - headers:
                    _length = headers + count;
                    break;
                case { Count: not null }:
                    return Broken(bytes[..headers], 513, "Message Too Large");
                case { Fault: var why }:
                    return Broken(bytes[..headers], 400, $"Content-Length {why}");
            }
        }

        if (bytes.Length < _length) return new StreamFrame(StreamFrameKind.Incomplete);
        var message = bytes[.._length];
        _start += _length;
        (_length, _searched) = (0, 0);
        return new StreamFrame(StreamFrameKind.Message, message);
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private static StreamFrame Broken(ReadOnlySpan<byte> headers, int code, string why) =>
        new(StreamFrameKind.Broken, headers, new StreamFault(code, why));

    /// <summary>The length of an empty line at the beginning, or 0.</summary>
    private static int EmptyLine(ReadOnlySpan<byte> bytes) => bytes.StartsWith("\n"u8) ? 1 : bytes.StartsWith("\r\n"u8) ? 2 : 0;

    /// <summary>The length of the header block with its empty line, or -1. What was searched is not searched again when more bytes have come.</summary>
    private int HeaderBlock(ReadOnlySpan<byte> bytes)
    {
        while (bytes[_searched..].IndexOf((byte)'\n') is >= 0 and var found)
        {
            var next = _searched + found + 1;
            if (EmptyLine(bytes[next..]) is > 0 and var line) return next + line;
            if (next == bytes.Length || (next + 1 == bytes.Length && bytes[next] == '\r'))
            {
                _searched = next - 1;
                return -1;
            }

            _searched = next;
        }

        _searched = bytes.Length;
        return -1;
    }

    private void Move(int size)
    {
        var bytes = _buffer.AsSpan(_start, _end - _start);
        if (size <= _buffer.Length && size != SmallBuffer)
        {
            bytes.CopyTo(_buffer);
        }
        else
        {
            var larger = ArrayPool<byte>.Shared.Rent(size);
            bytes.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        (_start, _end) = (0, bytes.Length);
    }
}
