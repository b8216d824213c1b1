using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Sip.Early;

/// <summary>
/// Every 2xx to one INVITE (RFC 3261 section 13.2.2.4): each is acknowledged as often as it comes, and each that makes no call is hung up once.
/// Not thread-safe: it belongs to the attempt's loop.
/// </summary>
internal sealed class InviteAnswers(UserAgentContext context, InviteMessages messages, Action<SipDialogState, SipRequest> send)
{
    /// <summary>By To tag. The ACK and its way stay those of the first time, whatever becomes of the dialog meanwhile.</summary>
    private readonly Dictionary<string, (SipRequest Ack, SipHop? Hop)> _acknowledged = [];

    /// <summary>The ACK to a 2xx that is new.</summary>
    public async Task AcknowledgeAsync(SipRequest invite, SipDialogState dialog)
    {
        _acknowledged[dialog.RemoteTag] = (messages.Ack(dialog, invite), await context.ResolveAsync(dialog));
        AcknowledgeAgain(dialog.RemoteTag);
    }

    /// <summary>Acknowledges a 2xx that came before once more; false when it is new.</summary>
    public bool AcknowledgeAgain(string tag)
    {
        if (!_acknowledged.TryGetValue(tag, out var known)) return false;
        if (known.Hop is { } hop) context.Transactions.SendAck(known.Ack, hop);
        return true;
    }

    /// <summary>A 2xx that makes no call: ACK, and BYE unless it is only repeated.</summary>
    public async Task EndAsync(SipRequest invite, SipResponse success, SipReason why, Func<SipDialogState> confirm)
    {
        if (AcknowledgeAgain(success.To.Tag ?? "") || _acknowledged.Count >= EarlyDialogs.MaxForks) return;
        var dialog = confirm();
        await AcknowledgeAsync(invite, dialog);
        HangUp(dialog, why);
    }

    public void HangUp(SipDialogState dialog, SipReason why)
    {
        var bye = dialog.NewRequest("BYE", context.Local);
        bye.Headers.Add("Reason", why.ToString());
        send(dialog, bye);
    }
}
