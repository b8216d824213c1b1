using CallbackBot.Telephony.Sip.InCall;
using CallbackBot.Telephony.Sip.Messages;
using CallbackBot.Telephony.Sip.Transactions;

namespace CallbackBot.Telephony.Sip;

/// <summary>Gives every message that no transaction took to the call it concerns (RFC 3261 section 8.2 and 12.2.2), or refuses it.</summary>
internal sealed class RequestDispatch(UserAgentContext context)
{
    public void Request(SipRequest request, IServerTransaction transaction)
    {
        if (request.Method == "CANCEL") Cancel(request, transaction);
        else if (request.To.Tag is not null) InsideCall(request, transaction);
        else if (SipUri.SchemeOf(request.Uri) is not ("sip" or "sips" or "tel")) Refuse(transaction, 416, "Unsupported URI Scheme");
        else if (Unsupported(request) is { Length: > 0 } extensions) Refuse(transaction, 420, "Bad Extension", ("Unsupported", extensions));
        else if (request.Method == "INVITE") Invite(request, (InviteServerTransaction)transaction);
        else if (request.Method == "OPTIONS") transaction.Respond(Capabilities(request, transaction.Source));
        else if (request.Method is "BYE" or "UPDATE" or "INFO" or "NOTIFY") Refuse(transaction, 481, "Call/Transaction Does Not Exist");
        else Refuse(transaction, 405, "Method Not Allowed", ("Allow", LocalParty.Methods));
    }

    /// <summary>An ACK to a 2xx of ours; any other is of no interest.</summary>
    public void Ack(SipRequest ack) => context.Calls.FindCall(ack)?.Take(ack);

    /// <summary>A 2xx repeated after its transaction ended is still acknowledged while the call lives (section 13.2.2.4).</summary>
    public void StrayResponse(SipResponse response)
    {
        if (response.CSeq.Method != "INVITE") return;
        context.Calls.FindOutgoing(response.CallId)?.Take(response);
        context.Calls.FindCall(response)?.TakeStray(response);
    }

    /// <summary>What we can do, as an OPTIONS asks (section 11.2).</summary>
    public static void AddCapabilities(SipResponse response)
    {
        response.Headers.Add("Allow", LocalParty.Methods);
        response.Headers.Add("Accept", LocalParty.BodyTypes);
        response.Headers.Add("Supported", string.Join(", ", LocalParty.Extensions));
    }

    /// <summary>What a request requires and we lack (section 8.2.2.3).</summary>
    public static string Unsupported(SipRequest request) =>
        string.Join(", ", OptionTags.Of(request, "Require").Except(LocalParty.Extensions, StringComparer.OrdinalIgnoreCase));

    private SipResponse Capabilities(SipRequest options, SipHop source)
    {
        var response = options.Respond(200, "OK", context.Tokens.New());
        response.Headers.Add("Contact", context.Local.Contact(source.Protocol));
        response.Headers.Add("Server", context.Local.UserAgent);
        AddCapabilities(response);
        return response;
    }

    private void Cancel(SipRequest cancel, IServerTransaction transaction)
    {
        if (context.Transactions.FindCancelled(cancel) is not { } invite)
        {
            Refuse(transaction, 481, "Call/Transaction Does Not Exist");
            return;
        }

        // Section 9.2: the CANCEL itself is always answered with 200; whether it came in time shows in the INVITE's response.
        var call = context.Calls.FindIncoming(invite.Request);
        transaction.Respond(cancel.Respond(200, "OK", call?.LocalTag ?? context.Tokens.New()));
        call?.CancelledByCaller();
    }

    private void InsideCall(SipRequest request, IServerTransaction transaction)
    {
        // Also when the 200 was faster than the PRACK.
        if (request.Method == "PRACK" && context.Calls.FindEarly(request) is { } ringing && ringing.Take(request, transaction)) return;
        if (context.Calls.FindCall(request) is { } call && call.Take(request, transaction)) return;

        // A BYE right behind the 200 may be here before the attempt has seen the 200: it goes through the attempt, in order.
        if (context.Calls.FindOutgoing(request.CallId) is { } outgoing && outgoing.Take(request, transaction)) return;
        if (request.Method == "BYE" && context.Calls.FindEarly(request) is { } early)
        {
            // Section 15: the caller may end an early call with BYE.
            transaction.Respond(request.Respond(200, "OK"));
            early.CancelledByCaller();
            return;
        }

        if (context.Calls.FindEarly(request) is { } open && open.Take(request, transaction)) return;
        Refuse(transaction, 481, "Call/Transaction Does Not Exist");
    }

    private void Invite(SipRequest invite, InviteServerTransaction transaction)
    {
        if (context.Options.OnIncomingCall is not { } handler || context.Closing.IsCancellationRequested)
        {
            Refuse(transaction, 403, "Forbidden");
            return;
        }

        if (invite.Body.Length > 0 && !invite.HasSdp)
        {
            Refuse(transaction, 415, "Unsupported Media Type", InCallRefusal.ReadableBodies(invite));
            return;
        }

        if (!AcceptsSdp(invite))
        {
            Refuse(transaction, 406, "Not Acceptable");
            return;
        }

        if (SessionTimer.Refuse(invite, context.Tokens.New()) is { } tooShort)
        {
            transaction.Respond(tooShort);
            return;
        }

        var call = new IncomingCall(context, invite, transaction);
        if (!call.OfferIsUsable) Refuse(transaction, 488, "Not Acceptable Here");
        else if (context.Calls.TryAdd(call)) context.Calls.Track(call.HandleAsync(handler));
        else Refuse(transaction, 482, "Loop Detected");
    }

    /// <summary>Section 20.1: without an Accept, SDP is meant; with one that leaves it out (RFC 4475 section 3.3.15) our answer could not be read.</summary>
    private static bool AcceptsSdp(SipRequest invite)
    {
        var ranges = invite.Headers.All("Accept").SelectMany(value => HeaderText.Split(value, ',')).Select(range => range.Split(';')[0].Trim()).ToArray();
        return ranges.Length == 0 || ranges.Any(range => range is "*/*" or "application/*" || range.Equals("application/sdp", StringComparison.OrdinalIgnoreCase));
    }

    private void Refuse(IServerTransaction transaction, int code, string phrase, (string Name, string Value)? header = null)
    {
        var response = transaction.Request.Respond(code, phrase, context.Tokens.New());
        response.Headers.Add("Server", context.Local.UserAgent);
        if (header is { } extra) response.Headers.Add(extra.Name, extra.Value);
        transaction.Respond(response);
    }
}
