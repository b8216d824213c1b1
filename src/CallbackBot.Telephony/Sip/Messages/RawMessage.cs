namespace CallbackBot.Telephony.Sip.Messages;

/// <summary>One header field as it came.</summary>
/// <param name="Name">As written; a token.</param>
/// <param name="Value">The bytes behind the colon, trimmed, each fold (RFC 3261 section 7.3.1) replaced with one blank.</param>
/// <param name="Line">Where it begins; the start line is 1.</param>
internal readonly record struct RawField(string Name, byte[] Value, int Line);

/// <summary>A message cut into start line, header fields and the bytes behind them (RFC 3261 section 7), nothing interpreted yet.</summary>
internal sealed class RawMessage
{
    public const int MaxMessage = 65535;
    public const int MaxLine = 8192;
    public const int MaxFields = 256;

    private readonly List<RawField> _fields = [];

    private RawMessage() { }

    public byte[] StartLine { get; private set; } = [];

    /// <summary>1 unless empty lines came before it.</summary>
    public int StartLineNumber { get; private set; } = 1;

    /// <summary>The first line up to the empty one, or empty line before the start line, that ends with LF alone; 0 where all end with CRLF.</summary>
    public int BareLineFeed { get; private set; }

    public IReadOnlyList<RawField> Fields => _fields;

    /// <summary>Everything behind the empty line.</summary>
    public byte[] Rest { get; private set; } = [];

    /// <summary>
    /// Cuts. With a fault, the message holds what came before it. Lines end with LF, with or without CR before it; empty lines before the start
    /// line are skipped (section 7.5).
    /// </summary>
    public static SipFault? Read(ReadOnlySpan<byte> bytes, out RawMessage message)
    {
        message = new RawMessage();
        if (bytes.Length > MaxMessage) return new SipFault("message", "too long");
        var line = 1;
        for (var afterCr = false; !bytes.IsEmpty && bytes[0] is (byte)'\r' or (byte)'\n'; bytes = bytes[1..])
        {
            if (bytes[0] == (byte)'\n') message.Ended(line++, afterCr);
            afterCr = bytes[0] == (byte)'\r';
        }

        if (bytes.IsEmpty) return new SipFault("message", "empty");
        if (!message.TryReadLine(ref bytes, line, out var start)) return new SipFault("start line", "not ended, or too long", line);
        (message.StartLine, message.StartLineNumber) = (start.ToArray(), line);
        return message.ReadFields(bytes, line + 1);
    }

    private SipFault? ReadFields(ReadOnlySpan<byte> bytes, int line)
    {
        for (; ; line++)
        {
            if (!TryReadLine(ref bytes, line, out var text)) return new SipFault("headers", bytes.Length > MaxLine ? $"a line of more than {MaxLine} bytes" : "no empty line behind them", line);
            if (text.IsEmpty)
            {
                Rest = bytes.ToArray();
                return null;
            }

            if (text[0] is (byte)' ' or (byte)'\t') return new SipFault("headers", "begin with a folded line", line);
            if (_fields.Count == MaxFields) return new SipFault("headers", "too many", line);
            var colon = text.IndexOf((byte)':');
            if (colon <= 0) return new SipFault("headers", "a line without a name", line);
            var name = text[..colon].TrimEnd(" \t"u8);
            if (!IsToken(name)) return new SipFault("headers", "a name that is not a token", line);
            var first = line;
            var value = text[(colon + 1)..].Trim(" \t"u8).ToArray();
            if (Unfold(ref bytes, ref line, ref value) is { } fault) return fault;
            _fields.Add(new RawField(System.Text.Encoding.ASCII.GetString(name), value, first));
        }
    }

    /// <summary>Appends the lines that begin with a blank to the value before them.</summary>
    private SipFault? Unfold(ref ReadOnlySpan<byte> bytes, ref int line, ref byte[] value)
    {
        if (bytes.IsEmpty || bytes[0] is not ((byte)' ' or (byte)'\t')) return null;
        var whole = new List<byte>(value);
        while (!bytes.IsEmpty && bytes[0] is (byte)' ' or (byte)'\t')
        {
            line++;
            if (!TryReadLine(ref bytes, line, out var more) || whole.Count + more.Length > MaxLine) return new SipFault("headers", "folded line not ended, or too long", line);
            more = more.Trim(" \t"u8);
            if (whole.Count > 0 && !more.IsEmpty) whole.Add((byte)' ');
            whole.AddRange(more);
        }

        value = [.. whole];
        return null;
    }

    private void Ended(int line, bool withCr)
    {
        if (!withCr && BareLineFeed == 0) BareLineFeed = line;
    }

    private static bool IsToken(ReadOnlySpan<byte> name)
    {
        foreach (var b in name)
            if (!HeaderText.IsTokenChar((char)b)) return false;
        return !name.IsEmpty;
    }

    /// <summary>Takes one line off the front. False without an end or beyond the limit.</summary>
    private bool TryReadLine(ref ReadOnlySpan<byte> bytes, int number, out ReadOnlySpan<byte> line)
    {
        line = [];
        var end = bytes[..Math.Min(bytes.Length, MaxLine + 1)].IndexOf((byte)'\n');
        if (end < 0) return false;
        line = bytes[..end];
        var withCr = line.EndsWith("\r"u8);
        if (withCr) line = line[..^1];
        Ended(number, withCr);
        bytes = bytes[(end + 1)..];
        return true;
    }
}
