using CallbackBot.Telephony.Sip.Messages;
using CallbackBot.Telephony.Sip.Transactions;

namespace CallbackBot.Telephony.Sip.InCall;

/// <summary>Gives each request of the far side inside a call to who answers it (RFC 3261 section 12.2.2). Belongs to the call's loop.</summary>
/// <param name="isOver">Whether the call has ended.</param>
/// <param name="ended">Gets the BYE, after its 200.</param>
internal sealed class ReceivedRequests(
    SipDialogState dialog, CallMedia media, ReceivedOffers offers, Transfers transfers, Func<bool> isOver, Action<SipRequest> ended)
{
    /// <summary>Answers a request other than ACK, or has it answered.</summary>
    public void Take(SipRequest request, IServerTransaction transaction)
    {
        if (!dialog.TakeNumber(request))
        {
            transaction.Respond(request.Respond(500, "Server Internal Error"));
        }
        else if (request.Method == "BYE")
        {
            // Also when ours is on its way: two BYEs that cross are both answered with 200, and nothing is left to confirm.
            transaction.Respond(request.Respond(200, "OK"));
            ended(request);
        }
        else if (isOver())
        {
            transaction.Respond(request.Respond(481, "Call/Transaction Does Not Exist"));
        }
        else if (InCallRefusal.Of(request) is { } refusal)
        {
            transaction.Respond(refusal);
        }
        else
        {
            TakeKnown(request, transaction);
        }
    }

    private void TakeKnown(SipRequest request, IServerTransaction transaction)
    {
        switch (request.Method)
        {
            case "INVITE":
                offers.Invite(request, transaction);
                return;
            case "UPDATE":
                offers.Update(request, transaction);
                return;
            case "NOTIFY":
                transfers.Notified(request, transaction);
                return;
            case "INFO" when InfoKey.Read(request) is { } key:
                media.Rtp.TakeDigit(key);
                break;
        }

        var response = request.Respond(200, "OK");
        if (request.Method == "OPTIONS") RequestDispatch.AddCapabilities(response);
        transaction.Respond(response);
    }
}
