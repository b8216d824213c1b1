using System.Globalization;
using System.Text;

namespace CallbackBot.Telephony.Sip.Messages;

/// <summary>A message, or where and why the bytes are not one.</summary>
internal readonly record struct SipParseResult(SipMessage? Message, string? Fault)
{
    public static SipParseResult Invalid(string where, string why) => new(null, $"{where}: {why}");
}

/// <summary>
/// Bytes of one datagram to a message (RFC 3261 sections 7 and 25). Tolerant of what the RFC allows (compact names, folded lines, comma
/// lists, unknown headers, UTF-8, missing Content-Length), strict in its limits, and it never throws on any input.
/// </summary>
internal static class SipParser
{
    public const int MaxMessage = 65535;
    public const int MaxLine = 8192;
    public const int MaxFields = 256;

    public static SipParseResult Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxMessage) return SipParseResult.Invalid("message", "too long");
        while (!bytes.IsEmpty && bytes[0] is (byte)'\r' or (byte)'\n') bytes = bytes[1..];
        if (bytes.IsEmpty) return SipParseResult.Invalid("message", "empty");

        var headers = new SipHeaders();
        if (!TryReadLine(ref bytes, out var start)) return SipParseResult.Invalid("start line", "not ended");
        if (ReadFields(ref bytes, headers) is { } fault) return fault;
        if (CheckMandatory(headers) is { } missing) return missing;
        if (ReadBody(bytes, headers, out var body) is { } wrongLength) return wrongLength;
        return start.StartsWith("SIP/", StringComparison.OrdinalIgnoreCase) ? Response(start, headers, body) : Request(start, headers, body);
    }

    private static SipParseResult? ReadFields(ref ReadOnlySpan<byte> bytes, SipHeaders headers)
    {
        string? name = null;
        var value = new StringBuilder();
        while (true)
        {
            if (!TryReadLine(ref bytes, out var line)) return SipParseResult.Invalid("headers", "no empty line, or a line too long");
            if (line.Length > 0 && line[0] is ' ' or '\t')
            {
                if (name is null) return SipParseResult.Invalid("headers", "begin with a folded line");
                if (value.Length + line.Length > MaxLine) return SipParseResult.Invalid("headers", "folded line too long");
                value.Append(' ').Append(line.AsSpan().Trim());
                continue;
            }

            if (name is not null && Store(headers, name, value.ToString().Trim()) is { } fault) return fault;
            if (line.Length == 0) return null;
            if (headers.Fields.Count >= MaxFields) return SipParseResult.Invalid("headers", "too many");
            var colon = line.IndexOf(':');
            if (colon <= 0) return SipParseResult.Invalid("headers", "a line without a name");
            name = line[..colon].TrimEnd(' ', '\t');
            if (!HeaderText.IsToken(name)) return SipParseResult.Invalid("headers", "a name that is not a token");
            name = HeaderName.Long(name);
            value.Clear().Append(line, colon + 1, line.Length - colon - 1);
        }
    }

    private static SipParseResult? Store(SipHeaders headers, string name, string value)
    {
        if (HeaderName.IsSingle(name) && headers[name] is { } earlier)
            return earlier == value ? null : SipParseResult.Invalid(name, "given twice");
        if (HeaderName.IsAddressList(name)) headers.Add(name, HeaderText.Split(value, ','));
        else headers.Add(name, value);
        return null;
    }

    /// <summary>RFC 3261 section 8.1.1: what every message carries. A missing Max-Forwards is forgiven.</summary>
    private static SipParseResult? CheckMandatory(SipHeaders headers)
    {
        if (headers["Via"] is not { } via) return SipParseResult.Invalid("Via", "missing");
        if (!Via.TryParse(via, out _)) return SipParseResult.Invalid("Via", "malformed");
        foreach (var name in (ReadOnlySpan<string>)["From", "To"])
        {
            if (headers[name] is not { } address) return SipParseResult.Invalid(name, "missing");
            if (!NameAddr.TryParse(address, out _)) return SipParseResult.Invalid(name, "malformed");
        }

        if (headers["Call-ID"] is not { Length: > 0 }) return SipParseResult.Invalid("Call-ID", "missing");
        if (headers["CSeq"] is not { } cseq) return SipParseResult.Invalid("CSeq", "missing");
        return CSeq.TryParse(cseq, out _) ? null : SipParseResult.Invalid("CSeq", "malformed");
    }

    /// <summary>RFC 3261 section 18.3: over UDP bytes beyond Content-Length are dropped, and a body shorter than it is an error.</summary>
    private static SipParseResult? ReadBody(ReadOnlySpan<byte> rest, SipHeaders headers, out byte[] body)
    {
        body = [];
        if (headers["Content-Length"] is { } text)
        {
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length)) return SipParseResult.Invalid("Content-Length", "not a number");
            if (length > rest.Length) return SipParseResult.Invalid("Content-Length", "larger than the message");
            rest = rest[..length];
        }

        body = rest.ToArray();
        return null;
    }

    private static SipParseResult Request(string line, SipHeaders headers, byte[] body)
    {
        var parts = line.Split(' ');
        if (parts.Length != 3) return SipParseResult.Invalid("request line", "not method, URI and version");
        if (!HeaderText.IsToken(parts[0])) return SipParseResult.Invalid("request line", "the method is not a token");
        if (!parts[2].Equals("SIP/2.0", StringComparison.OrdinalIgnoreCase)) return SipParseResult.Invalid("request line", "unknown version");
        if (parts[1].IndexOf(':') <= 0 || parts[1].AsSpan().ContainsAny("<>\"")) return SipParseResult.Invalid("request line", "no URI");
        var request = new SipRequest(parts[0], parts[1], headers, body);
        return request.CSeq.Method == request.Method ? new SipParseResult(request, null) : SipParseResult.Invalid("CSeq", "another method than the request line");
    }

    private static SipParseResult Response(string line, SipHeaders headers, byte[] body)
    {
        if (!line.StartsWith("SIP/2.0 ", StringComparison.OrdinalIgnoreCase)) return SipParseResult.Invalid("status line", "unknown version");
        var rest = line.AsSpan(8);
        if (rest.Length < 3 || (rest.Length > 3 && rest[3] != ' ') ||
            !int.TryParse(rest[..3], NumberStyles.None, CultureInfo.InvariantCulture, out var code) || code is < 100 or > 699)
            return SipParseResult.Invalid("status line", "no status code of 100 to 699");
        return new SipParseResult(new SipResponse(code, rest.Length > 4 ? rest[4..].ToString() : "", headers, body), null);
    }

    /// <summary>Takes one line off the front; its end is LF, with or without CR before it. False without an end or beyond the limit.</summary>
    private static bool TryReadLine(ref ReadOnlySpan<byte> bytes, out string line)
    {
        line = "";
        var end = bytes.IndexOf((byte)'\n');
        if (end < 0 || end > MaxLine) return false;
        var raw = bytes[..end];
        if (raw.EndsWith("\r"u8)) raw = raw[..^1];
        line = Encoding.UTF8.GetString(raw);
        bytes = bytes[(end + 1)..];
        return true;
    }
}
