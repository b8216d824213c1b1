using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Sip.Transactions;

internal enum NonInviteServerState
{
    Trying,
    Proceeding,
    Completed,
    Terminated,
}

/// <summary>
/// Non-INVITE server transaction: RFC 3261 section 17.2.2, figure 8.
/// <code>
///   Trying ──1xx──► Proceeding ──200-699──► Completed ──J──► Terminated     a repeated request gets the last response again
/// </code>
/// </summary>
internal sealed class NonInviteServerTransaction : IServerTransaction
{
    private readonly Lock _gate = new();
    private readonly SipTimers _timers;
    private readonly Action<SipResponse> _send;
    private readonly Action _terminated;
    private readonly SipTimer _j;
    private SipResponse? _last;

    public NonInviteServerTransaction(
        SipRequest request, SipHop source, SipTimers timers, TimeProvider time, Action<SipResponse> send, Action terminated)
    {
        (Request, Source, _timers, _send, _terminated) = (request, source, timers, send, terminated);
        _j = new SipTimer(time, _gate, Terminate);
    }

    public SipRequest Request { get; }

    public SipHop Source { get; }

    public NonInviteServerState State { get; private set; } = NonInviteServerState.Trying;

    public bool Respond(SipResponse response)
    {
        lock (_gate)
        {
            if (State is NonInviteServerState.Completed or NonInviteServerState.Terminated) return false;
            _last = response;
            _send(response);
            if (response.IsProvisional)
            {
                State = NonInviteServerState.Proceeding;
                return true;
            }

            State = NonInviteServerState.Completed;
            if (Source.IsReliable) Terminate();
            else _j.Start(_timers.Timeout);
            return true;
        }
    }

    public bool Receive(SipRequest request)
    {
        lock (_gate)
        {
            if (_last is not null && State is NonInviteServerState.Proceeding or NonInviteServerState.Completed) _send(_last!);
            return true;
        }
    }

    private void Terminate()
    {
        if (State == NonInviteServerState.Terminated) return;
        State = NonInviteServerState.Terminated;
        _j.Stop();
        _terminated();
    }
}
