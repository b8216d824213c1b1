namespace CallbackBot.Telephony.Sip.Messages;

/// <summary>A request that is no message of RFC 3261, of which enough could be read to tell its sender so.</summary>
internal sealed class MalformedRequest(string method, SipHeaders headers, SipFault fault, bool unknownVersion)
{
    /// <summary>The headers that could be read; the top Via, which is well formed, may be stamped before the refusal is made.</summary>
    public SipHeaders Headers => headers;

    public Via TopVia => Via.TryParse(headers["Via"], out var via, ofAnyVersion: true) ? via : throw new InvalidOperationException("a request without a Via");

    /// <summary>
    /// The 400 that names the fault (RFC 3261 section 21.4.1) or, for another version of SIP, 505 (section 21.5.6), with the headers of section
    /// 8.2.6.2 as far as the request has them. Null for an ACK, which is never answered.
    /// </summary>
    public SipResponse? Refuse(string toTag)
    {
        if (method == "ACK") return null;
        var response = new SipHeaders();
        response.Add("Via", headers.All("Via"));
        response.SetFirst("Via", TopVia.ToString());
        if (headers["From"] is { } from) response.Add("From", from);
        if (headers["To"] is { } text) response.Add("To", NameAddr.TryParse(text, out var to) && to.Tag is null ? to.WithTag(toTag).ToString() : text);
        if (headers["Call-ID"] is { } callId) response.Add("Call-ID", callId);
        if (headers["CSeq"] is { } cseq) response.Add("CSeq", cseq);
        return unknownVersion
            ? new SipResponse(505, "Version Not Supported", response, [])
            : new SipResponse(400, $"Bad Request - {fault}", response, []);
    }
}
