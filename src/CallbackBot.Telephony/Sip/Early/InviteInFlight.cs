using CallbackBot.Telephony.Sip.Messages;
using CallbackBot.Telephony.Sip.Transactions;

namespace CallbackBot.Telephony.Sip.Early;

/// <summary>
/// The INVITE of one attempt on its way: its repeats with credentials, its CANCEL, and the requests inside the dialogs that it makes. Belongs to
/// <see cref="OutgoingInvite"/> until there is a result, then to <see cref="InviteAfterlife"/>.
/// </summary>
internal sealed class InviteInFlight
{
    private readonly UserAgentContext _context;
    private readonly SipHop _destination;
    private readonly DigestAuthentication? _digest;
    private readonly Func<InviteEvent, bool> _post;
    private readonly SipTimer _cancelLimit;
    private SipRequest? _last;
    private int _open;
    private bool _cancelSent;

    /// <param name="context">The agent.</param>
    /// <param name="messages">Writes the INVITE.</param>
    /// <param name="digest">The callee's or the trunk's; null without credentials.</param>
    /// <param name="destination">Where the INVITE goes.</param>
    /// <param name="media">What is heard before the answer.</param>
    /// <param name="post">Puts an event on the attempt's loop.</param>
    public InviteInFlight(
        UserAgentContext context, InviteMessages messages, DigestAuthentication? digest, SipHop destination, EarlyMediaReceiver media, Func<InviteEvent, bool> post)
    {
        (_context, _digest, _destination, _post) = (context, digest, destination, post);
        _cancelLimit = new SipTimer(context.Time, new Lock(), () => post(new AttemptEvent.CancelUnanswered()));
        Early = new EarlyDialogs(media, context.Local, destination, SendInside);
        Answers = new InviteAnswers(context, messages, SendInside);
    }

    public EarlyDialogs Early { get; }

    public InviteAnswers Answers { get; }

    /// <summary>The newest one; the others were challenged.</summary>
    public InviteClientTransaction Transaction { get; private set; } = null!;

    public bool IsOpen => _open > 0;

    public void Send(SipRequest invite)
    {
        _open++;
        _last = invite;

        // The ACK to a challenge may fail after the next INVITE is on its way, which is no failure of that one.
        Transaction = _context.Transactions.SendInvite(invite, _destination, e =>
        {
            if (e is not InviteEvent.TransportFailed || _last == invite) _post(e);
        });
    }

    /// <summary>True for a response to the newest INVITE. From any thread.</summary>
    public bool IsAnsweredBy(SipResponse response) => response.CSeq.Number == _last?.CSeq.Number && response.TopVia.Branch == _last.TopVia.Branch;

    /// <summary>CANCEL (RFC 3261 section 9.1), once; only after a 1xx.</summary>
    public void Cancel()
    {
        if (_cancelSent) return;
        _cancelSent = true;
        _context.Calls.Track(_context.Transactions.SendAsync(InviteMessages.Cancel(Transaction.Invite), _destination));
        _cancelLimit.Start(_context.Timers.Timeout);
    }

    /// <summary>Nothing waits for the answer to a CANCEL any more.</summary>
    public void StopWaiting() => _cancelLimit.Stop();

    /// <summary>The ACK to a refusal whose transaction is gone.</summary>
    public void Acknowledge(SipResponse refusal) => _context.Transactions.SendAck(Transaction.AckFor(refusal), _destination);

    /// <summary>A 2xx that makes no call: a repeated one gets its ACK again, a further forked one ACK and BYE (section 13.2.2.4).</summary>
    public Task EndUnwantedAsync(SipResponse success, SipReason why) => Answers.EndAsync(Transaction.Invite, success, why, () => Early.Confirm(Transaction.Invite, success));

    /// <summary>What needs no decision of the attempt.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="call">The call that the attempt came to, if any: requests inside it are its own.</param>
    public void Take(InviteEvent happened, SipCall? call)
    {
        switch (happened)
        {
            case InviteEvent.Terminated:
                _open--;
                break;
            case AttemptEvent.AnsweredInside(var dialog, var request, { } challenge) when _digest is not null && _digest.Take(challenge):
                // An answered call's numbers are given out by its own loop (RFC 3261 section 12.2.1.1).
                if (call?.DialogKey == dialog.Key) call.Repeat(request);
                else SendInside(dialog, dialog.Repeat(request, _context.Local));
                break;
            case AttemptEvent.Requested(var request, var transaction):
                if (call is null || SipDialogState.KeyOf(request) != call.DialogKey || !call.Take(request, transaction))
                    transaction.Respond(request.Respond(481, "Call/Transaction Does Not Exist"));
                break;
        }
    }

    /// <summary>PRACK, and BYE to those who are not wanted.</summary>
    private void SendInside(SipDialogState dialog, SipRequest request)
    {
        _digest?.Authorize(request);
        _context.Calls.Track(SendAsync());

        async Task SendAsync() => _post(new AttemptEvent.AnsweredInside(dialog, request, await _context.SendAsync(dialog, request)));
    }
}
