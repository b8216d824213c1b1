using CallbackBot.Telephony.Sip.Messages;
using CallbackBot.Telephony.Sip.Transactions;

namespace CallbackBot.Telephony.Sip.InCall;

/// <summary>The transfers of one call, one at a time (RFC 3515): asks for them and takes the far side's reports. Belongs to the call's loop.</summary>
/// <param name="hangUp">Told when the far side has reached the target: nobody needs our call any more.</param>
/// <param name="lost">Told when the far side no longer knows the call (RFC 3261 section 12.2.1.2).</param>
internal sealed class Transfers(
    UserAgentContext context, SipDialogState dialog, InCallRequests requests, FarSide farSide, Action<Action> post, Action hangUp, Action<SipReason> lost)
{
    private Transfer? _current;

    /// <summary>Sends REFER, unless the far side's Allow says that it is in vain (RFC 3261 section 20.5).</summary>
    /// <param name="target">Whom the far side is to call.</param>
    /// <param name="patience">How long it may take from its consent to the result.</param>
    /// <param name="done">Gets the result.</param>
    public void Start(string target, TimeSpan patience, TaskCompletionSource<TransferResult> done)
    {
        if (_current is { IsOver: false })
        {
            done.SetException(new InvalidOperationException("A transfer is under way."));
            return;
        }

        if (farSide.Lacks("REFER"))
        {
            done.SetResult(new TransferResult.Refused(405));
            return;
        }

        var transfer = _current = new Transfer(context, post, finished: result =>
        {
            if (result is TransferResult.Succeeded) hangUp();
            done.SetResult(result);
        });
        requests.Send("REFER", refer => transfer.Fill(refer, target, $"<{dialog.LocalUri}>", dialog.LocalContact), response =>
        {
            transfer.Answered(response, patience);
            if (response is null or { Code: 408 or 481 }) lost(EndReasons.Gone(response));
        });
    }

    /// <summary>A report; one that belongs to no transfer of ours is refused (RFC 6665 section 4.1.3).</summary>
    public void Notified(SipRequest notify, IServerTransaction transaction)
    {
        if (_current?.Owns(notify) != true)
        {
            transaction.Respond(notify.Respond(481, "Subscription Does Not Exist"));
            return;
        }

        transaction.Respond(notify.Respond(200, "OK"));
        _current.Take(notify);
    }

    /// <summary>The call is over.</summary>
    public void Stop() => _current?.Stop();
}
