using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using CallbackBot.Telephony.Sdp;
using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Sip;

/// <summary>One SIP message, judged by the grammar of RFC 3261 section 25 and taken apart for a reader.</summary>
public sealed class SipInspection
{
    /// <summary>The longest message that is looked at, in bytes; a longer one is invalid.</summary>
    public const int MaxLength = RawMessage.MaxMessage;

    private readonly RawMessage _raw;
    private readonly SipMessage? _message;

    private SipInspection(RawMessage raw, SipMessage? message, SipFault? fault) => (_raw, _message, Fault) = (raw, message, Explain(fault));

    /// <summary>Null for a good message; else <c>where: why</c>, with the line where there is one to name, in words that quote nothing of the message.</summary>
    public string? Fault { get; }

    /// <summary>Judges the bytes of one message, as one datagram would carry them: what is behind Content-Length is only counted (section 18.3).</summary>
    public static SipInspection Of(ReadOnlySpan<byte> bytes)
    {
        var fault = SipGrammar.Check(bytes);
        RawMessage.Read(bytes, out var raw);
        return new SipInspection(raw, fault is null ? SipParser.Parse(bytes).Message : null, fault);
    }

    /// <summary>
    /// Writes a good message as one object: start line, headers in their order (as written and, where their form is known, parsed), body as text or base64 with the
    /// number of bytes left over behind Content-Length. Text is UTF-8; where a header's bytes are not, U+FFFD stands in <c>raw</c> and the bytes themselves in <c>base64</c>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The message has a <see cref="Fault"/>.</exception>
    public void WriteJson(Utf8JsonWriter json)
    {
        if (_message is null) throw new InvalidOperationException("There is no good message to write.");
        json.WriteStartObject();
        if (_message is SipRequest request)
        {
            json.WriteString("kind", "request");
            json.WriteString("method", request.Method);
            json.WriteString("uri", request.Uri);
            HeaderJson.WriteUri(json, "uri_parts", request.Uri);
        }
        else if (_message is SipResponse response)
        {
            json.WriteString("kind", "response");
            json.WriteNumber("code", response.Code);
            json.WriteString("phrase", response.Phrase);
        }

        json.WriteStartArray("headers");
        foreach (var field in _raw.Fields) WriteField(json, field);
        json.WriteEndArray();
        WriteBody(json, _message);
        json.WriteEndObject();
    }

    private static string? Explain(SipFault? fault) => fault is not { } known ? null : known.Line == 0 ? $"{known}" : $"{known} (line {known.Line})";

    private static void WriteField(Utf8JsonWriter json, RawField field)
    {
        var name = HeaderName.Long(field.Name);
        var text = Encoding.UTF8.GetString(field.Value);
        json.WriteStartObject();
        json.WriteString("name", name);
        if (name != field.Name) json.WriteString("written", field.Name);
        json.WriteNumber("line", field.Line);
        json.WriteString("raw", text);
        if (!Encoding.UTF8.GetBytes(text).AsSpan().SequenceEqual(field.Value)) json.WriteBase64String("base64", field.Value);
        HeaderJson.WriteParsed(json, name, text);
        json.WriteEndObject();
    }

    private void WriteBody(Utf8JsonWriter json, SipMessage message)
    {
        json.WriteStartObject("body");
        json.WriteNumber("length", message.Body.Length);
        json.WriteNumber("left_over", _raw.Rest.Length - message.Body.Length);
        if (message.Headers["Content-Type"] is { } type) json.WriteString("content_type", type);
        if (IsText(message.Body)) json.WriteString("text", message.Body);
        else json.WriteBase64String("base64", message.Body);
        if (message.HasSdp)
        {
            json.WritePropertyName("sdp");
            SdpJson.Write(json, SdpParser.Parse(message.Sdp));
        }

        json.WriteEndObject();
    }

    /// <summary>UTF-8 without control characters but line ends and tabs: a reader wants to see it.</summary>
    private static bool IsText(ReadOnlySpan<byte> body)
    {
        foreach (var b in body)
            if (b is < 0x20 and not ((byte)'\t' or (byte)'\r' or (byte)'\n') or 0x7F) return false;
        return Utf8.IsValid(body);
    }
}
