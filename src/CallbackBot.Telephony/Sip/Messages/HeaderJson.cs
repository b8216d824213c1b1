using System.Globalization;
using System.Text.Json;

namespace CallbackBot.Telephony.Sip.Messages;

/// <summary>Header values that the grammar has accepted, as data.</summary>
internal static class HeaderJson
{
    /// <summary>Adds <c>parsed</c> for the headers whose parts a reader may want; others have their raw value only.</summary>
    public static void WriteParsed(Utf8JsonWriter json, string name, string text)
    {
        switch (name.ToLowerInvariant())
        {
            case "via":
                Array(json, text, WriteVia);
                break;
            case "contact" or "route" or "record-route" or "path" or "service-route" or "p-asserted-identity" or "p-preferred-identity":
                Array(json, text, WriteAddress);
                break;
            case "from" or "to" or "reply-to" or "refer-to" or "referred-by":
                json.WritePropertyName("parsed");
                WriteAddress(json, text);
                break;
            case "allow" or "allow-events" or "accept" or "accept-encoding" or "accept-language" or "content-encoding" or "content-language" or "in-reply-to"
                or "proxy-require" or "require" or "supported" or "unsupported":
                Array(json, text, static (j, value) => j.WriteStringValue(value));
                break;
            case "content-length" or "max-forwards" or "expires" or "min-expires" or "rseq":
                json.WriteNumber("parsed", ulong.Parse(text, CultureInfo.InvariantCulture));
                break;
            case "cseq" when CSeq.TryParse(text, out var cseq):
                json.WriteStartObject("parsed");
                json.WriteNumber("number", cseq.Number);
                json.WriteString("method", cseq.Method);
                json.WriteEndObject();
                break;
            case "reason":
                Array(json, text, WriteWithParameters);
                break;
            case "content-type" or "content-disposition" or "event" or "session-expires" or "min-se" or "retry-after":
                json.WritePropertyName("parsed");
                WriteWithParameters(json, text);
                break;
            case "www-authenticate" or "proxy-authenticate" or "authorization" or "proxy-authorization":
                json.WriteStartObject("parsed");
                json.WriteString("scheme", text.Split(' ', '\t')[0]);
                WriteParameters(json, HeaderText.Parameters(text.AsSpan(text.IndexOfAny([' ', '\t']) + 1), ','));
                json.WriteEndObject();
                break;
        }
    }

    /// <summary>The parts of a SIP URI; nothing for another scheme.</summary>
    public static void WriteUri(Utf8JsonWriter json, string property, string text)
    {
        if (!SipUri.TryParse(text, out var uri)) return;
        json.WriteStartObject(property);
        json.WriteString("scheme", uri.Scheme);
        json.WriteString("user", uri.User);
        json.WriteString("host", uri.Host);
        if (uri.Port is { } port) json.WriteNumber("port", port);
        else json.WriteNull("port");
        var question = uri.Parameters.IndexOf('?');
        WriteParameters(json, HeaderText.Parameters(question < 0 ? uri.Parameters : uri.Parameters.AsSpan(0, question), ';'));
        if (question >= 0) WriteParameters(json, HeaderText.Parameters(uri.Parameters.AsSpan(question + 1), '&'), "headers");
        json.WriteEndObject();
    }

    private static void Array(Utf8JsonWriter json, string text, Action<Utf8JsonWriter, string> write)
    {
        json.WriteStartArray("parsed");
        foreach (var value in HeaderText.Split(text, ',')) write(json, value);
        json.WriteEndArray();
    }

    private static void WriteVia(Utf8JsonWriter json, string text)
    {
        if (!Via.TryParse(text, out var via)) return;
        json.WriteStartObject();
        json.WriteString("transport", via.Transport);
        json.WriteString("host", via.Host);
        if (via.Port is { } port) json.WriteNumber("port", port);
        else json.WriteNull("port");
        WriteParameters(json, HeaderText.Parameters(via.Parameters, ';'));
        json.WriteEndObject();
    }

    private static void WriteAddress(Utf8JsonWriter json, string text)
    {
        if (!NameAddr.TryParse(text, out var address))
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteString("display_name", address.DisplayName);
        json.WriteString("uri", address.Uri);
        WriteUri(json, "uri_parts", address.Uri);
        WriteParameters(json, HeaderText.Parameters(address.Parameters, ';'));
        json.WriteEndObject();
    }

    private static void WriteWithParameters(Utf8JsonWriter json, string text)
    {
        var semicolon = HeaderText.IndexOf(text, ';');
        json.WriteStartObject();
        json.WriteString("value", (semicolon < 0 ? text : text[..semicolon]).Trim());
        WriteParameters(json, HeaderText.Parameters(semicolon < 0 ? "" : text.AsSpan(semicolon + 1), ';'));
        json.WriteEndObject();
    }

    /// <summary>A parameter without a value is null.</summary>
    private static void WriteParameters(Utf8JsonWriter json, Dictionary<string, string> parameters, string property = "parameters")
    {
        json.WriteStartObject(property);
        foreach (var (name, value) in parameters) json.WriteString(name, value.Length == 0 ? null : value);
        json.WriteEndObject();
    }
}
