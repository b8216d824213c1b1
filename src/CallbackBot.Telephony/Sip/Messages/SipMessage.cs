namespace CallbackBot.Telephony.Sip.Messages;

/// <summary>A SIP message whose mandatory headers are known to be well formed (RFC 3261 section 7).</summary>
internal abstract class SipMessage(SipHeaders headers, byte[] body)
{
    private const string SdpType = "application/sdp";

    private byte[]? _sdp;

    public SipHeaders Headers { get; } = headers;

    public byte[] Body { get; private set; } = body;

    public Via TopVia => Via.TryParse(Headers["Via"], out var via) ? via : throw new InvalidOperationException("a message without a Via");

    public NameAddr From => Address("From");

    public NameAddr To => Address("To");

    public string CallId => Headers["Call-ID"] ?? "";

    public CSeq CSeq => CSeq.TryParse(Headers["CSeq"], out var value) ? value : default;

    public NameAddr? Contact => NameAddr.TryParse(Headers["Contact"], out var contact) ? contact : null;

    /// <summary>The session description: the body, or the part of it that is one (RFC 5621 section 3.1). Empty when there is none.</summary>
    public byte[] Sdp => _sdp ??= FindSdp();

    public bool HasSdp => Sdp.Length > 0;

    public void SetSdp(byte[] sdp) => SetBody(SdpType, sdp);

    public void SetBody(string type, byte[] body)
    {
        Headers.Set("Content-Type", type);
        (Body, _sdp) = (body, null);
    }

    /// <summary>Section 20.12: whether the body is packed in a way that we cannot undo.</summary>
    public bool IsEncoded => Headers["Content-Encoding"] is { Length: > 0 } encoding && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase);

    private byte[] FindSdp()
    {
        var type = Headers["Content-Type"];
        if (type is null || Body.Length == 0 || IsEncoded) return [];
        if (MultipartBody.Is(type)) return MultipartBody.Find(type, Body, SdpType);
        return type.Split(';')[0].Trim().Equals(SdpType, StringComparison.OrdinalIgnoreCase) ? Body : [];
    }

    private NameAddr Address(string name) =>
        NameAddr.TryParse(Headers[name], out var value) ? value : throw new InvalidOperationException($"a message without {name}");
}

/// <summary>A request (RFC 3261 section 7.1).</summary>
internal sealed class SipRequest(string method, string uri, SipHeaders headers, byte[] body) : SipMessage(headers, body)
{
    public string Method { get; } = method;

    /// <summary>The Request-URI as written.</summary>
    public string Uri { get; } = uri;

    /// <summary>
    /// A response as RFC 3261 section 8.2.6 builds it: Via, From, To, Call-ID and CSeq copied, in a 100 Timestamp too, and a To tag added when there is
    /// none yet.
    /// </summary>
    public SipResponse Respond(int code, string phrase, string? toTag = null)
    {
        var headers = new SipHeaders();
        headers.Add("Via", Headers.All("Via"));
        headers.Add("From", Headers["From"]!);
        headers.Add("To", toTag is null || To.Tag is not null ? Headers["To"]! : To.WithTag(toTag).ToString());
        headers.Add("Call-ID", CallId);
        headers.Add("CSeq", Headers["CSeq"]!);
        if (code == 100 && Headers["Timestamp"] is { } sentAt) headers.Add("Timestamp", sentAt);
        return new SipResponse(code, phrase, headers, []);
    }
}

/// <summary>A response (RFC 3261 section 7.2).</summary>
internal sealed class SipResponse(int code, string phrase, SipHeaders headers, byte[] body) : SipMessage(headers, body)
{
    public int Code { get; } = code;

    public string Phrase { get; } = phrase;

    public bool IsProvisional => Code < 200;

    public bool IsSuccess => Code is >= 200 and < 300;
}
