using System.Globalization;
using System.Text;

namespace CallbackBot.Telephony.Sip.Messages;

/// <summary>Message to bytes. Content-Length is always written, last, from the body.</summary>
internal static class SipWriter
{
    public static byte[] Write(SipMessage message)
    {
        var text = new StringBuilder(512);
        if (message is SipRequest request) text.Append(request.Method).Append(' ').Append(request.Uri).Append(" SIP/2.0\r\n");
        else if (message is SipResponse response)
            text.Append("SIP/2.0 ").Append(response.Code.ToString(CultureInfo.InvariantCulture)).Append(' ').AppendClean(response.Phrase).Append("\r\n");

        foreach (var (name, value) in message.Headers.Fields)
        {
            if (name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)) continue;
            text.Append(name).Append(": ").AppendClean(value).Append("\r\n");
        }

        text.Append("Content-Length: ").Append(message.Body.Length.ToString(CultureInfo.InvariantCulture)).Append("\r\n\r\n");
        var bytes = new byte[Encoding.UTF8.GetByteCount(text.ToString()) + message.Body.Length];
        var head = Encoding.UTF8.GetBytes(text.ToString(), bytes);
        message.Body.CopyTo(bytes, head);
        return bytes;
    }

    /// <summary>A line break inside a value would let a peer's text become a header of ours.</summary>
    private static StringBuilder AppendClean(this StringBuilder text, string value) =>
        value.AsSpan().ContainsAny('\r', '\n') ? text.Append(value.Replace('\r', ' ').Replace('\n', ' ')) : text.Append(value);
}
