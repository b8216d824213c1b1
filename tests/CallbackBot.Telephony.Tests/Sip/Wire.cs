using System.Text;
using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Tests.Sip;

/// <summary>Messages written as text, as a reader of the RFC would write them.</summary>
internal static class Wire
{
    public static SipRequest Request(string method, string branch = "z9hG4bKa", string extra = "", string uri = "sip:bob@192.0.2.2", string toTag = "") =>
        (SipRequest)Message(
            $"""
            {method} {uri} SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.1:5060;branch={branch}
            Max-Forwards: 70
            From: <sip:alice@192.0.2.1>;tag=alice
            To: <{uri}>{(toTag.Length > 0 ? ";tag=" + toTag : "")}
            Call-ID: call-1
            CSeq: 7 {method}
            Contact: <sip:alice@192.0.2.1>
            {extra}

            """);

    public static SipResponse Response(SipRequest request, int code, string toTag = "bob") => request.Respond(code, "phrase", toTag);

    public static SipMessage Message(string text) =>
        SipParser.Parse(Bytes(text)) is { Message: { } message } ? message : throw new InvalidOperationException($"{SipParser.Parse(Bytes(text)).Fault}");

    /// <summary>CR LF at every line's end, no blank line but the last.</summary>
    public static byte[] Bytes(string text)
    {
        var lines = text.Replace("\r", "").Split('\n').Where(l => l.Length > 0);
        return Encoding.UTF8.GetBytes(string.Join("\r\n", lines) + "\r\n\r\n");
    }
}
