using System.Globalization;
using System.Text;
using CallbackBot.Telephony.Sip.Messages.Grammar;

namespace CallbackBot.Telephony.Sip.Messages;

/// <summary>
/// The strict verdict on a message: RFC 3261 section 25, with the limits and the rules between headers that its section 20 states. An element on
/// the wire forgives more (<see cref="SipParser"/>), a bare LF as the end of a line among it; whatever passes here, the parser accepts. Forgiven here too: a
/// missing Max-Forwards, tag or Contact (RFC 2543 peers), three colons before the IPv4 part of an IPv6 reference.
/// </summary>
internal static class SipGrammar
{
    private static readonly string[] Required = ["Via", "From", "To", "Call-ID", "CSeq"];

    /// <summary>Without which a method says nothing: RFC 3262 section 7.2, RFC 3515 section 2.4.1, RFC 3903 section 4, RFC 6665 sections 3.1.1 and 4.1.3.</summary>
    private static readonly (string Method, string Name)[] OfMethods =
        [("PRACK", "RAck"), ("REFER", "Refer-To"), ("PUBLISH", "Event"), ("SUBSCRIBE", "Event"), ("NOTIFY", "Event"), ("NOTIFY", "Subscription-State")];

    /// <summary>What is wrong first, by line; null for a good message.</summary>
    public static SipFault? Check(ReadOnlySpan<byte> bytes)
    {
        var cut = RawMessage.Read(bytes, out var message);
        if (message.StartLine.Length == 0) return cut;
        return StartLine(message, out var method) ?? Earlier(LineEnds(message), Fields(message)) ?? cut ?? Missing(message, method) ?? Method(message, method) ?? Body(message)
            ?? SipParser.Parse(bytes).Fault;
    }

    private static SipFault? Earlier(SipFault? first, SipFault? second) => first is { } one && (second is not { } other || one.Line <= other.Line) ? first : second;

    /// <summary>Sections 7 and 7.5: the start line, each header, the empty line behind them and those before a message end with CRLF.</summary>
    private static SipFault? LineEnds(RawMessage message) => message.BareLineFeed switch
    {
        0 => null,
        var line => new SipFault(line <= message.StartLineNumber ? "start line" : "headers", "a bare LF where CRLF ends a line", line),
    };

    /// <summary>The fields of one name, long or compact.</summary>
    private static IEnumerable<RawField> All(RawMessage message, string name) =>
        message.Fields.Where(f => HeaderName.Long(f.Name).Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Request-Line or Status-Line (section 7.1, 7.2); the method is null for a response.</summary>
    private static SipFault? StartLine(RawMessage message, out string? method)
    {
        method = null;
        var line = Encoding.Latin1.GetString(message.StartLine).AsSpan();
        var why = line.StartsWith("SIP/", StringComparison.OrdinalIgnoreCase) ? StatusLine(line) : RequestLine(line, out method);
        return why is null ? null : new SipFault("start line", why, message.StartLineNumber);
    }

    private static string? RequestLine(ReadOnlySpan<char> line, out string? method)
    {
        method = null;
        if (line.Count(' ') != 2 || line.Contains('\t')) return "not method, URI and version with one blank between them";
        var (first, last) = (line.IndexOf(' '), line.LastIndexOf(' '));
        method = line[..first].ToString();
        if (!HeaderText.IsToken(method)) return "the method is not a token";
        if (!line[(last + 1)..].Equals("SIP/2.0", StringComparison.OrdinalIgnoreCase)) return "the version is not SIP/2.0";
        return UriRules.Check(line[(first + 1)..last], mayHaveHeaders: false);
    }

    private static string? StatusLine(ReadOnlySpan<char> line)
    {
        if (!line.StartsWith("SIP/2.0 ", StringComparison.OrdinalIgnoreCase)) return "the version is not SIP/2.0";
        var code = new GrammarScanner(line[8..]);
        if (code.Digits(3, out var number, "the status code") is { } why) return why;
        if (code.Char(' ') is not null) return "no blank behind a status code of three digits";
        return number is < 100 or > 699 ? "the status code is not 100 to 699" : Phrase(code.Rest);
    }

    /// <summary>Reason-Phrase: URI characters, escapes, blanks and UTF-8.</summary>
    private static string? Phrase(ReadOnlySpan<char> phrase)
    {
        for (var i = 0; i < phrase.Length; i++)
        {
            var c = phrase[i];
            if (c is ' ' or '\t' or (>= '\x80' and <= '\xBF')) continue;
            if (c > '\x7F')
            {
                if (GrammarScanner.Utf8Length(phrase[i..]) is not (> 0 and var length)) return "the reason phrase is not UTF-8";
                i += length - 1;
            }
            else if (!UriRules.Characters(phrase.Slice(i, c == '%' ? Math.Min(3, phrase.Length - i) : 1), ";/?:@&=+$,"))
            {
                return "the reason phrase has a character that must be escaped";
            }
        }

        return null;
    }

    private static SipFault? Fields(RawMessage message)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var field in message.Fields)
        {
            var name = HeaderName.Long(field.Name);
            if (!seen.Add(name) && HeaderRules.IsSingle(name)) return new SipFault(name, "given twice", field.Line);
            if (name.Equals("Contact", StringComparison.OrdinalIgnoreCase) && field.Value is [(byte)'*'] && All(message, name).Skip(1).Any())
                return new SipFault(name, "* beside other values", field.Line);
            if (HeaderRules.Check(name, Encoding.Latin1.GetString(field.Value)) is { } why) return new SipFault(name, why, field.Line);
        }

        return null;
    }

    private static SipFault? Missing(RawMessage message, string? method)
    {
        foreach (var name in Required.Concat(OfMethods.Where(o => o.Method == method).Select(o => o.Name)))
            if (!All(message, name).Any()) return new SipFault(name, "missing");
        return null;
    }

    /// <summary>Section 8.1.1.5: the method in CSeq is that of the request, letter by letter.</summary>
    private static SipFault? Method(RawMessage message, string? method)
    {
        var field = All(message, "CSeq").First();
        return method is null || (CSeq.TryParse(Encoding.Latin1.GetString(field.Value), out var cseq) && cseq.Method == method)
            ? null
            : new SipFault("CSeq", "another method than the start line", field.Line);
    }

    /// <summary>Section 18.3, and 20.15: what is in a body must be said.</summary>
    private static SipFault? Body(RawMessage message)
    {
        var length = message.Rest.Length;
        foreach (var field in All(message, "Content-Length"))
        {
            var said = ulong.Parse(Encoding.ASCII.GetString(field.Value), CultureInfo.InvariantCulture);
            if (said > (ulong)length) return new SipFault("Content-Length", "larger than the body", field.Line);
            length = (int)said;
        }

        return !message.Rest.AsSpan(0, length).Trim("\r\n"u8).IsEmpty && !All(message, "Content-Type").Any() ? new SipFault("Content-Type", "missing, though there is a body") : null;
    }
}
