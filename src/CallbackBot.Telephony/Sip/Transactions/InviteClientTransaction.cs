using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Sip.Transactions;

internal enum InviteClientState
{
    Calling,
    Proceeding,
    Accepted,
    Completed,
    Terminated,
}

/// <summary>What an INVITE client transaction tells its user.</summary>
internal abstract record InviteEvent
{
    public sealed record Responded(SipResponse Response) : InviteEvent;

    /// <summary>A response came that is malformed: it changes no state, but the INVITE has arrived.</summary>
    public sealed record Unread : InviteEvent;

    /// <summary>Timer B: no response at all.</summary>
    public sealed record TimedOut : InviteEvent;

    public sealed record TransportFailed(string Why) : InviteEvent;

    public sealed record Terminated : InviteEvent;
}

/// <summary>
/// INVITE client transaction: RFC 3261 section 17.1.1, figure 5, with the Accepted state of RFC 6026 section 8.4 (figure 7 there).
/// <code>
///   Calling ──1xx──► Proceeding ──2xx──► Accepted ──M──► Terminated
///      │ A: repeat       │ 300-699
///      │ 300-699: ACK    ▼ ACK
///      └───────────► Completed ──D──► Terminated      B in Calling: timed out
/// </code>
/// </summary>
internal sealed class InviteClientTransaction : IClientTransaction
{
    private readonly Lock _gate = new();
    private readonly SipRequest _invite;
    private bool _reliable;
    private readonly SipTimers _timers;
    private readonly Action<SipMessage> _send;
    private readonly Action<InviteEvent> _tell;
    private readonly SipTimer _a, _b, _d, _m;
    private readonly CancellationTokenSource _withdrawn = new();
    private TimeSpan _interval;
    private SipRequest? _ack;

    public InviteClientTransaction(
        SipRequest invite, bool reliable, SipTimers timers, TimeProvider time, Action<SipMessage> send, Action<InviteEvent> tell)
    {
        (_invite, _reliable, _timers, _send, _tell) = (invite, reliable, timers, send, tell);
        _a = new SipTimer(time, _gate, Repeat);
        _b = new SipTimer(time, _gate, () => Terminate(new InviteEvent.TimedOut()));
        _d = new SipTimer(time, _gate, () => Terminate(null));
        _m = new SipTimer(time, _gate, () => Terminate(null));
    }

    public InviteClientState State { get; private set; } = InviteClientState.Calling;

    public SipRequest Invite => _invite;

    public CancellationToken Withdrawn => _withdrawn.Token;

    public void Start()
    {
        lock (_gate)
        {
            _b.Start(_timers.Timeout);
            Begin();
        }
    }

    /// <summary>
    /// The user gave up before any response: an INVITE that still waits for its connection stays here, none is repeated or sent another way, but what
    /// comes is still taken until timer B.
    /// </summary>
    public void GiveUp()
    {
        lock (_gate)
        {
            _withdrawn.Cancel();
            _a.Stop();
        }
    }

    /// <summary>No final response came within 64 T1 of the CANCEL (section 9.1): the INVITE counts as cancelled.</summary>
    public void Destroy()
    {
        lock (_gate)
        {
            if (State is InviteClientState.Calling or InviteClientState.Proceeding) Terminate(null);
        }
    }

    public void Receive(SipResponse response)
    {
        lock (_gate)
        {
            switch (State)
            {
                case InviteClientState.Calling or InviteClientState.Proceeding when response.IsProvisional:
                    State = InviteClientState.Proceeding;
                    _a.Stop();
                    _b.Stop();
                    _tell(new InviteEvent.Responded(response));
                    break;
                case InviteClientState.Calling or InviteClientState.Proceeding when response.IsSuccess:
                    State = InviteClientState.Accepted;
                    StopAll();
                    _m.Start(_timers.Timeout);
                    _tell(new InviteEvent.Responded(response));
                    break;
                case InviteClientState.Calling or InviteClientState.Proceeding:
                    State = InviteClientState.Completed;
                    StopAll();
                    _ack = AckFor(response);
                    _send(_ack);
                    _tell(new InviteEvent.Responded(response));
                    if (_reliable) Terminate(null);
                    else _d.Start(_timers.Timeout);
                    break;
                case InviteClientState.Accepted when response.IsSuccess:
                    _tell(new InviteEvent.Responded(response));
                    break;
                case InviteClientState.Completed when response.Code >= 300:
                    _send(_ack!);
                    break;
            }
        }
    }

    /// <summary>Tells the user of a response that could not be read, and goes on waiting for one that can.</summary>
    public void ReceiveUnread()
    {
        lock (_gate)
        {
            if (State == InviteClientState.Calling) _tell(new InviteEvent.Unread());
        }
    }

    /// <summary>In Proceeding nothing is lost yet: the far side opens a new connection for its final response (section 18.2.2).</summary>
    public void TransportFailed(string why)
    {
        lock (_gate)
        {
            if (State is InviteClientState.Calling or InviteClientState.Completed) Terminate(new InviteEvent.TransportFailed(why));
        }
    }

    public void SendAgain(bool reliable)
    {
        lock (_gate)
        {
            _reliable = reliable;
            if (State == InviteClientState.Calling && !_withdrawn.IsCancellationRequested) Begin();
        }
    }

    /// <summary>Section 17.1.1.3: Request-URI, Call-ID, From, CSeq number, Route and the one Via of the INVITE, To of the response.</summary>
    public SipRequest AckFor(SipResponse response)
    {
        var headers = new SipHeaders();
        headers.Add("Via", _invite.Headers["Via"]!);
        headers.Add("Max-Forwards", "70");
        headers.Add("Route", _invite.Headers.All("Route"));
        headers.Add("From", _invite.Headers["From"]!);
        headers.Add("To", response.Headers["To"]!);
        headers.Add("Call-ID", _invite.CallId);
        headers.Add("CSeq", new CSeq(_invite.CSeq.Number, "ACK").ToString());
        return new SipRequest("ACK", _invite.Uri, headers, []);
    }

    private void Begin()
    {
        _interval = _timers.T1;
        if (_reliable) _a.Stop();
        else _a.Start(_interval);
        _send(_invite);
    }

    private void Repeat()
    {
        _interval *= 2;
        _a.Start(_interval);
        _send(_invite);
    }

    private void Terminate(InviteEvent? because)
    {
        State = InviteClientState.Terminated;
        _withdrawn.Cancel();
        StopAll();
        if (because is not null) _tell(because);
        _tell(new InviteEvent.Terminated());
    }

    private void StopAll()
    {
        _a.Stop();
        _b.Stop();
        _d.Stop();
        _m.Stop();
    }
}
