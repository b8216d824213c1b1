using CallbackBot.Telephony.Sip.Messages;
using CallbackBot.Telephony.Sip.Transactions;

namespace CallbackBot.Telephony.Sip.InCall;

/// <summary>
/// One re-INVITE of ours (RFC 3261 section 14.1) from its sending to the last repeat of its 2xx. Belongs to the call's loop, to which
/// everything from the transaction is posted.
/// </summary>
internal sealed class ReInvite
{
    private readonly UserAgentContext _context;
    private readonly SipDialogState _dialog;
    private readonly SipRequest _invite;
    private readonly Action<Action> _post;
    private readonly Action<SipResponse?> _answered;
    private readonly Action _terminated;
    private readonly SipTimer _limit;
    private bool _over;
    private bool _cancelled;
    private SipRequest? _ack;

    public ReInvite(
        UserAgentContext context, SipDialogState dialog, SipRequest invite, Action<Action> post, Action<SipResponse?> answered, Action terminated)
    {
        (_context, _dialog, _invite, _post, _answered, _terminated) = (context, dialog, invite, post, answered, terminated);
        _limit = new SipTimer(context.Time, new Lock(), () => post(GiveUp));
    }

    public async Task SendAsync()
    {
        if (await _context.ResolveAsync(_dialog) is { } hop)
        {
            _context.Transactions.SendInvite(_invite, hop, happened => _post(() => Take(happened)));
        }
        else
        {
            _post(() =>
            {
                Answer(null);
                _terminated();
            });
        }
    }

    /// <summary>ACKs a 2xx of this re-INVITE, the first as well as a repeated one (section 13.2.2.4).</summary>
    public void Acknowledge(SipResponse response)
    {
        if (response.CSeq.Number != _invite.CSeq.Number) return;
        if (_ack is null)
        {
            _ack = _dialog.NewAck(_invite.CSeq.Number, _context.Local);
            _ack.Headers.Add("Authorization", _invite.Headers.All("Authorization"));
            _ack.Headers.Add("Proxy-Authorization", _invite.Headers.All("Proxy-Authorization"));
        }

        _context.Calls.Track(_context.SendAckAsync(_dialog, _ack));
    }

    private void Take(InviteEvent happened)
    {
        switch (happened)
        {
            case InviteEvent.Responded({ IsProvisional: true }) when !_over && !_cancelled:
                // It is answered by a machine, so a 1xx with nothing behind it is a fault; timer B counts only until the 1xx.
                _limit.Start(_context.Timers.Timeout);
                break;
            case InviteEvent.Responded({ IsSuccess: true } response):
                // Section 12.2.1.2: the ACK goes to the Contact that the 2xx brings.
                if (!_over) _dialog.RefreshTarget(response);
                Acknowledge(response);
                Answer(response);
                break;
            case InviteEvent.Responded({ IsProvisional: false } response):
                Answer(response);
                break;
            case InviteEvent.TimedOut or InviteEvent.TransportFailed:
                _dialog.Way = null;
                Answer(null);
                break;
            case InviteEvent.Terminated:
                _terminated();
                break;
        }
    }

    private void GiveUp()
    {
        if (_over) return;
        if (_cancelled)
        {
            Answer(null);
            return;
        }

        _cancelled = true;
        _limit.Start(_context.Timers.Timeout);
        _context.Calls.Track(CancelAsync());
    }

    private async Task CancelAsync()
    {
        if (await _context.ResolveAsync(_dialog) is { } hop) await _context.Transactions.SendAsync(InviteMessages.Cancel(_invite), hop);
    }

    private void Answer(SipResponse? response)
    {
        if (_over) return;
        _over = true;
        _limit.Stop();
        _answered(response);
    }
}
