using System.Globalization;
using CallbackBot.Telephony.Sip.Messages;
using CallbackBot.Telephony.Sip.Transactions;

namespace CallbackBot.Telephony.Sip.InCall;

/// <summary>
/// The re-INVITEs and UPDATEs of the far side (RFC 3261 section 14.2, RFC 3311 section 5.2): it moves its media or itself, puts us on hold,
/// or refreshes the session. Our 200 to an INVITE is repeated until its ACK. Belongs to the call's loop.
/// </summary>
/// <param name="gate">Who has an offer out.</param>
/// <param name="noAck">Told when a 200 was never acknowledged.</param>
internal sealed class ReceivedOffers(
    UserAgentContext context, SipDialogState dialog, CallMedia media, SessionTimer timer, FarSide farSide, Func<OfferGate> gate, Action noAck)
{
    private const int LongestRetryAfter = 10;

    private readonly Random _random = context.Tokens.NewRandom();
    private ResponseRetransmitter? _unacknowledged;
    private uint _number;

    /// <summary>True while our 200 has no ACK.</summary>
    public bool IsUnacknowledged => _unacknowledged is not null;

    /// <summary>True when that 200 carried our offer.</summary>
    public bool AnswerExpected { get; private set; }

    /// <summary>Repeats a 200 to an INVITE until its ACK, which carries the answer when the 200 carried our offer.</summary>
    public void SendUntilAcknowledged(SipRequest invite, Action send, bool answerExpected)
    {
        (_number, AnswerExpected) = (invite.CSeq.Number, answerExpected);
        _unacknowledged = new ResponseRetransmitter(context.Timers, context.Time, send, noAck);
        _unacknowledged.Start();
    }

    public void Invite(SipRequest request, IServerTransaction transaction)
    {
        if (Refusal(request, gate().Invite()) is { } refusal)
        {
            transaction.Respond(refusal);
            return;
        }

        if ((request.HasSdp ? media.Answer(request) : media.Offer()) is not { } body)
        {
            transaction.Respond(request.Respond(488, "Not Acceptable Here"));
            return;
        }

        var response = Accept(request);
        response.SetSdp(body);
        SendUntilAcknowledged(request, () => transaction.Respond(response), answerExpected: !request.HasSdp);
    }

    public void Update(SipRequest request, IServerTransaction transaction)
    {
        if (Refusal(request, gate().Update(request.HasSdp)) is { } refusal)
        {
            transaction.Respond(refusal);
            return;
        }

        var body = request.HasSdp ? media.Answer(request) : [];
        if (body is null)
        {
            transaction.Respond(request.Respond(488, "Not Acceptable Here"));
            return;
        }

        var response = Accept(request);
        if (body.Length > 0) response.SetSdp(body);
        transaction.Respond(response);
    }

    /// <summary>True when the ACK confirmed our last 200.</summary>
    public bool Ack(SipRequest ack)
    {
        if (_unacknowledged is null || ack.CSeq.Number != _number) return false;
        Stop();
        if (AnswerExpected) media.Accept(ack);
        return true;
    }

    public void Stop()
    {
        _unacknowledged?.Stop();
        _unacknowledged = null;
    }

    private SipResponse? Refusal(SipRequest request, OfferVerdict verdict)
    {
        switch (verdict)
        {
            case OfferVerdict.Pending:
                return request.Respond(491, "Request Pending");
            case OfferVerdict.TooSoon:
                var response = request.Respond(500, "Server Internal Error");
                response.Headers.Add("Retry-After", _random.Next(0, LongestRetryAfter + 1).ToString(CultureInfo.InvariantCulture));
                return response;
            default:
                return SessionTimer.Refuse(request);
        }
    }

    /// <summary>Both methods refresh the target (sections 12.2 and 5.2) and the session timer.</summary>
    private SipResponse Accept(SipRequest request)
    {
        dialog.RefreshTarget(request);
        farSide.Note(request);
        var response = request.Respond(200, "OK");
        response.Headers.Add("Contact", dialog.LocalContact);
        RequestDispatch.AddCapabilities(response);
        timer.Answer(request, response);
        return response;
    }
}
