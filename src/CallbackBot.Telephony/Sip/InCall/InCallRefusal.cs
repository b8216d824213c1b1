using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Sip.InCall;

/// <summary>Requests inside a call that are refused for what they are, whatever the call is doing (RFC 3261 section 8.2).</summary>
internal static class InCallRefusal
{
    /// <summary>The refusal; null for a request that is taken.</summary>
    public static SipResponse? Of(SipRequest request)
    {
        if (RequestDispatch.Unsupported(request) is { Length: > 0 } unsupported) return Refuse(request, 420, "Bad Extension", ("Unsupported", unsupported));
        return request.Method switch
        {
            "INVITE" or "UPDATE" when request.Body.Length > 0 && !request.HasSdp =>
                Refuse(request, 415, "Unsupported Media Type", ReadableBodies(request)),
            "INVITE" or "UPDATE" or "OPTIONS" => null,
            "INFO" => OfInfo(request),

            // RFC 6665 section 4.1.3: reports about anything but a transfer are not ours.
            "NOTIFY" when !IsAboutTransfer(request) => Refuse(request, 489, "Bad Event", ("Allow-Events", "refer")),
            "NOTIFY" => null,

            // RFC 3262 section 3: it acknowledges no provisional response of ours. One that does is taken by IncomingCall.
            "PRACK" => request.Respond(481, "Call/Transaction Does Not Exist"),

            // REFER too: a robot is not a telephone that others may send about.
            _ => Refuse(request, 405, "Method Not Allowed", ("Allow", LocalParty.Methods)),
        };
    }

    /// <summary>Section 8.2.3: which of the two is not understood, type or encoding, shows in what a 415 offers instead.</summary>
    public static (string Name, string Value) ReadableBodies(SipRequest request) =>
        request.IsEncoded ? ("Accept-Encoding", "identity") : ("Accept", LocalParty.BodyTypes);

    /// <summary>RFC 6086 section 4.2.2: no info package is known here; of the older kind, keys are. An empty one only asks whether we are there.</summary>
    private static SipResponse? OfInfo(SipRequest info) => info switch
    {
        _ when info.Headers["Info-Package"] is not null => Refuse(info, 469, "Bad Info Package", ("Recv-Info", "")),
        { Body.Length: 0 } => null,
        _ when !InfoKey.IsKey(info) => Refuse(info, 415, "Unsupported Media Type", ("Accept", $"{InfoKey.Relay}, {InfoKey.Plain}")),
        _ when InfoKey.Read(info) is null => info.Respond(400, "Bad Request"),
        _ => null,
    };

    private static bool IsAboutTransfer(SipRequest notify) =>
        notify.Headers["Event"]?.Split(';')[0].Trim().Equals("refer", StringComparison.OrdinalIgnoreCase) == true;

    private static SipResponse Refuse(SipRequest request, int code, string phrase, (string Name, string Value) header)
    {
        var response = request.Respond(code, phrase);
        response.Headers.Add(header.Name, header.Value);
        return response;
    }
}
