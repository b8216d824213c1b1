using System.Globalization;
using System.Text;

namespace CallbackBot.Telephony.Sip.Messages;

/// <summary>A message, or where and why the bytes are not one.</summary>
/// <param name="Malformed">With a fault: the request that can be answered with 400 or 505 (RFC 3261 section 21.4.1); null for anything else.</param>
/// <param name="UnreadBranch">With a fault: the branch of the request that a malformed response answers; null for anything else.</param>
internal readonly record struct SipParseResult(SipMessage? Message, SipFault? Fault, MalformedRequest? Malformed = null, string? UnreadBranch = null);

/// <summary>
/// Bytes of one message (RFC 3261 sections 7 and 25). Tolerant as an element on the wire should be (compact names, folded lines, comma lists,
/// unknown headers, UTF-8, missing Content-Length, odd values in headers that nothing depends on), strict in its limits and in what identifies a
/// message, and it never throws on any input. The grammar itself is judged by <c>SipGrammar</c>.
/// </summary>
internal static class SipParser
{
    /// <summary>Values of one Via, Route or Record-Route list: more hops than a Max-Forwards of 70 allows.</summary>
    public const int MaxHops = 100;

    public static SipParseResult Parse(ReadOnlySpan<byte> bytes)
    {
        var fault = RawMessage.Read(bytes, out var raw);
        var headers = new SipHeaders();
        foreach (var field in raw.Fields) fault = Store(headers, field) is { } unfit ? fault ?? unfit : fault;
        var start = Encoding.UTF8.GetString(raw.StartLine);
        if (start.StartsWith("SIP/", StringComparison.OrdinalIgnoreCase)) return Response(start, raw, headers, fault);
        return Request(start.Split(' '), raw, headers, fault);
    }

    private static SipParseResult Request(string[] parts, RawMessage raw, SipHeaders headers, SipFault? fault)
    {
        var unknownVersion = false;
        if (raw.StartLine.Length > 0) fault = RequestLine(parts, raw.StartLineNumber, ref unknownVersion) ?? fault ?? Mandatory(headers);
        var body = Array.Empty<byte>();
        fault ??= ReadBody(raw.Rest, headers, out body);
        if (fault is null && CSeq.TryParse(headers["CSeq"], out var cseq) && cseq.Method != parts[0]) fault = new SipFault("CSeq", "another method than the start line");
        if (fault is null) return new SipParseResult(new SipRequest(parts[0], parts[1], headers, body), null);

        // Without a method there is no request, and without a Via no way back.
        var answerable = HeaderText.IsToken(parts[0]) && Via.TryParse(headers["Via"], out _, ofAnyVersion: true);
        return new SipParseResult(null, fault, answerable ? new MalformedRequest(parts[0], headers, fault.Value, unknownVersion) : null);
    }

    private static SipParseResult Response(string line, RawMessage raw, SipHeaders headers, SipFault? fault)
    {
        fault = StatusLine(line, raw.StartLineNumber, out var code, out var phrase) ?? fault ?? Mandatory(headers);
        var body = Array.Empty<byte>();
        fault ??= ReadBody(raw.Rest, headers, out body);
        if (fault is null) return new SipParseResult(new SipResponse(code, phrase, headers, body), null);
        return new SipParseResult(null, fault, UnreadBranch: Via.TryParse(headers["Via"], out var via) ? via.Branch : null);
    }

    private static SipFault? RequestLine(string[] parts, int line, ref bool unknownVersion)
    {
        if (parts.Length != 3) return new SipFault("start line", "not method, URI and version with one blank between them", line);
        if (!HeaderText.IsToken(parts[0])) return new SipFault("start line", "the method is not a token", line);
        if (!parts[2].Equals("SIP/2.0", StringComparison.OrdinalIgnoreCase))
        {
            unknownVersion = parts[2].StartsWith("SIP/", StringComparison.OrdinalIgnoreCase);
            return new SipFault("start line", "unknown version", line);
        }

        // Section 8.2.2.1: another scheme is for the core to refuse, with 416; a sip: URI that is none, or carries headers (19.1.5), is malformed.
        var uri = parts[1];
        var isSip = uri.StartsWith("sip:", StringComparison.OrdinalIgnoreCase) || uri.StartsWith("sips:", StringComparison.OrdinalIgnoreCase);
        SipUri? sip = null;
        if (uri.IndexOf(':') <= 0 || uri.AsSpan().ContainsAny("<>\"") || (isSip && !SipUri.TryParse(uri, out sip)))
            return new SipFault("start line", "the Request-URI is no URI", line);
        return sip?.Parameters.Contains('?') == true ? new SipFault("start line", "the Request-URI carries headers", line) : null;
    }

    private static SipFault? StatusLine(string line, int number, out int code, out string phrase)
    {
        (code, phrase) = (0, "");
        if (!line.StartsWith("SIP/2.0 ", StringComparison.OrdinalIgnoreCase)) return new SipFault("start line", "unknown version", number);
        var rest = line.AsSpan(8);
        if (rest.Length < 3 || (rest.Length > 3 && rest[3] != ' ') ||
            !int.TryParse(rest[..3], NumberStyles.None, CultureInfo.InvariantCulture, out code) || code is < 100 or > 699)
            return new SipFault("start line", "no status code of 100 to 699", number);
        phrase = rest.Length > 4 ? rest[4..].ToString() : "";
        return null;
    }

    /// <summary>Adds a field, lists split into their values; the first of a header that has one value counts.</summary>
    private static SipFault? Store(SipHeaders headers, RawField field)
    {
        var name = HeaderName.Long(field.Name);
        var value = Encoding.UTF8.GetString(field.Value);
        if (HeaderName.IsSingle(name) && headers[name] is { } earlier) return earlier == value ? null : new SipFault(name, "given twice", field.Line);
        if (!HeaderName.IsAddressList(name))
        {
            headers.Add(name, value);
            return null;
        }

        headers.Add(name, HeaderText.Split(value, ','));
        return headers.Fields.Count > RawMessage.MaxFields + MaxHops || (name != "Reason" && headers.All(name).Skip(MaxHops).Any())
            ? new SipFault(name, "too many values", field.Line)
            : null;
    }

    /// <summary>RFC 3261 section 8.1.1: what every message carries. A missing Max-Forwards is forgiven.</summary>
    private static SipFault? Mandatory(SipHeaders headers)
    {
        if (headers["Via"] is null) return new SipFault("Via", "missing");
        foreach (var via in headers.All("Via"))
            if (!Via.TryParse(via, out _)) return new SipFault("Via", "malformed");
        foreach (var name in (ReadOnlySpan<string>)["From", "To"])
        {
            if (headers[name] is not { } address) return new SipFault(name, "missing");
            if (!NameAddr.TryParse(address, out _)) return new SipFault(name, "malformed");
        }

        if (headers["Call-ID"] is not { Length: > 0 }) return new SipFault("Call-ID", "missing");
        if (headers["CSeq"] is not { } cseq) return new SipFault("CSeq", "missing");
        return CSeq.TryParse(cseq, out _) ? null : new SipFault("CSeq", "malformed");
    }

    /// <summary>RFC 3261 section 18.3: over UDP bytes beyond Content-Length are dropped, and a body shorter than it is an error.</summary>
    private static SipFault? ReadBody(ReadOnlySpan<byte> rest, SipHeaders headers, out byte[] body)
    {
        body = [];
        if (headers["Content-Length"] is { } text)
        {
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length)) return new SipFault("Content-Length", "not a number");
            if (length > rest.Length) return new SipFault("Content-Length", "larger than the body");
            rest = rest[..length];
        }

        body = rest.ToArray();
        return null;
    }
}
