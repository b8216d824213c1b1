using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Sip.Transactions;

internal enum NonInviteClientState
{
    Trying,
    Proceeding,
    Completed,
    Terminated,
}

/// <summary>
/// Non-INVITE client transaction: RFC 3261 section 17.1.2, figure 6.
/// <code>
///   Trying ──1xx──► Proceeding ──200-699──► Completed ──K──► Terminated
///      │ E: repeat, doubling up to T2   │ E: repeat every T2
///      └── F: timed out ────────────────┴──► Terminated
/// </code>
/// </summary>
internal sealed class NonInviteClientTransaction : IClientTransaction
{
    private readonly Lock _gate = new();
    private readonly SipRequest _request;
    private bool _reliable;
    private readonly SipTimers _timers;
    private readonly Action<SipMessage> _send;
    private readonly Action _terminated;
    private readonly Action<string>? _failed;
    private readonly SipTimer _e, _f, _k;
    private readonly TaskCompletionSource<SipResponse?> _final = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TimeSpan _interval;

    public NonInviteClientTransaction(
        SipRequest request, bool reliable, SipTimers timers, TimeProvider time, Action<SipMessage> send, Action terminated, Action<string>? failed = null)
    {
        (_request, _reliable, _timers, _send, _terminated, _failed) = (request, reliable, timers, send, terminated, failed);
        _e = new SipTimer(time, _gate, Repeat);
        _f = new SipTimer(time, _gate, Terminate);
        _k = new SipTimer(time, _gate, Terminate);
    }

    public NonInviteClientState State { get; private set; } = NonInviteClientState.Trying;

    /// <summary>Never: whatever such a request asks for, nobody is phoned by it.</summary>
    public CancellationToken Withdrawn => CancellationToken.None;

    /// <summary>The final response; null when timer F fired or the transport failed.</summary>
    public Task<SipResponse?> Final => _final.Task;

    public void Start()
    {
        lock (_gate)
        {
            _f.Start(_timers.Timeout);
            Begin();
        }
    }

    public void Receive(SipResponse response)
    {
        lock (_gate)
        {
            if (State is not (NonInviteClientState.Trying or NonInviteClientState.Proceeding)) return;
            if (response.IsProvisional)
            {
                State = NonInviteClientState.Proceeding;
                return;
            }

            State = NonInviteClientState.Completed;
            _e.Stop();
            _f.Stop();
            _final.TrySetResult(response);
            if (_reliable) Terminate();
            else _k.Start(_timers.T4);
        }
    }

    public void TransportFailed(string why)
    {
        lock (_gate)
        {
            if (!_final.Task.IsCompleted) _failed?.Invoke(why);
            Terminate();
        }
    }

    public void SendAgain(bool reliable)
    {
        lock (_gate)
        {
            _reliable = reliable;
            if (State == NonInviteClientState.Trying) Begin();
        }
    }

    private void Begin()
    {
        _interval = _timers.T1;
        if (_reliable) _e.Stop();
        else _e.Start(_interval);
        _send(_request);
    }

    private void Repeat()
    {
        // Section 17.1.2.2: the interval doubles up to T2, and is T2 at once after a provisional response.
        _interval = State == NonInviteClientState.Proceeding || _interval * 2 > _timers.T2 ? _timers.T2 : _interval * 2;
        _e.Start(_interval);
        _send(_request);
    }

    private void Terminate()
    {
        if (State == NonInviteClientState.Terminated) return;
        State = NonInviteClientState.Terminated;
        _e.Stop();
        _f.Stop();
        _k.Stop();
        _final.TrySetResult(null);
        _terminated();
    }
}
