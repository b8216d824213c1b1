using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Sip.Transactions;

internal enum InviteServerState
{
    Proceeding,
    Accepted,
    Completed,
    Confirmed,
    Terminated,
}

/// <summary>
/// INVITE server transaction: RFC 3261 section 17.2.1, figure 7, with the Accepted state of RFC 6026 section 8.5. It sends 100 Trying at once.
/// <code>
///   Proceeding ──2xx──► Accepted ──L──► Terminated          (the user repeats the 2xx, not the transaction)
///      │ 300-699
///      ▼ G: repeat, H: give up
///   Completed ──ACK──► Confirmed ──I──► Terminated
/// </code>
/// </summary>
internal sealed class InviteServerTransaction : IServerTransaction
{
    private readonly Lock _gate = new();
    private readonly SipTimers _timers;
    private readonly Action<SipResponse> _send;
    private readonly Action _terminated;
    private readonly SipTimer _g, _h, _i, _l;
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SipResponse _last;
    private TimeSpan _interval;

    public InviteServerTransaction(
        SipRequest invite, SipHop source, SipTimers timers, TimeProvider time, Action<SipResponse> send, Action terminated)
    {
        (Request, Source, _timers, _send, _terminated) = (invite, source, timers, send, terminated);
        _g = new SipTimer(time, _gate, Repeat);
        _h = new SipTimer(time, _gate, Terminate);
        _i = new SipTimer(time, _gate, Terminate);
        _l = new SipTimer(time, _gate, Terminate);
        _last = invite.Respond(100, "Trying");
        _send(_last);
    }

    public SipRequest Request { get; }

    public SipHop Source { get; }

    public InviteServerState State { get; private set; } = InviteServerState.Proceeding;

    /// <summary>Completes once a final non-2xx was acknowledged, or nobody acknowledged it within timer H.</summary>
    public Task Settled => _settled.Task;

    /// <summary>Sends a response: any while proceeding, repeats of the 2xx once accepted. Others are ignored: the caller lost a race.</summary>
    public bool Respond(SipResponse response)
    {
        lock (_gate)
        {
            if (State == InviteServerState.Accepted && response.IsSuccess)
            {
                _send(response);
                return true;
            }

            if (State != InviteServerState.Proceeding) return false;
            _last = response;
            if (response.IsSuccess)
            {
                State = InviteServerState.Accepted;
                _l.Start(_timers.Timeout);
            }
            else if (!response.IsProvisional)
            {
                State = InviteServerState.Completed;
                _interval = _timers.T1;
                if (!Source.IsReliable) _g.Start(_interval);
                _h.Start(_timers.Timeout);
            }

            _send(response);
            return true;
        }
    }

    /// <summary>A repeated INVITE or the ACK. False when it is the user's: an ACK to a 2xx.</summary>
    public bool Receive(SipRequest request)
    {
        lock (_gate)
        {
            if (request.Method == "ACK")
            {
                if (State == InviteServerState.Accepted) return false;
                if (State != InviteServerState.Completed) return true;
                State = InviteServerState.Confirmed;
                _g.Stop();
                _h.Stop();
                _settled.TrySetResult();
                if (Source.IsReliable) Terminate();
                else _i.Start(_timers.T4);
                return true;
            }

            // RFC 6026: a repeated INVITE is absorbed once accepted, since the user repeats the 2xx by itself.
            if (State is InviteServerState.Proceeding or InviteServerState.Completed) _send(_last);
            return true;
        }
    }

    private void Repeat()
    {
        _interval = _interval * 2 > _timers.T2 ? _timers.T2 : _interval * 2;
        _g.Start(_interval);
        _send(_last);
    }

    private void Terminate()
    {
        if (State == InviteServerState.Terminated) return;
        State = InviteServerState.Terminated;
        _g.Stop();
        _h.Stop();
        _i.Stop();
        _l.Stop();
        _settled.TrySetResult();
        _terminated();
    }
}
