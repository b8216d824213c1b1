using CallbackBot.Telephony.Sip.Transactions;

namespace CallbackBot.Telephony.Sip;

/// <summary>
/// Repeats a 2xx to an INVITE until its ACK comes (RFC 3261 section 13.3.1.4): T1 doubling up to T2, given up after 64 T1. This is the
/// user's duty, since the transaction ends with the 2xx. A reliable provisional response is repeated likewise until its PRACK, without the
/// limit of T2 (RFC 3262 section 3).
/// </summary>
internal sealed class ResponseRetransmitter
{
    private readonly Lock _gate = new();
    private readonly SipTimers _timers;
    private readonly TimeSpan _longest;
    private readonly Action _send;
    private readonly SipTimer _repeat;
    private readonly SipTimer _giveUp;
    private TimeSpan _interval;

    public ResponseRetransmitter(SipTimers timers, TimeProvider time, Action send, Action unacknowledged, TimeSpan? longest = null)
    {
        (_timers, _send, _longest) = (timers, send, longest ?? timers.T2);
        _repeat = new SipTimer(time, _gate, Repeat);
        _giveUp = new SipTimer(time, _gate, () =>
        {
            _repeat!.Stop();
            unacknowledged();
        });
    }

    public void Start()
    {
        lock (_gate)
        {
            _interval = _timers.T1;
            _repeat.Start(_interval);
            _giveUp.Start(_timers.Timeout);
            _send();
        }
    }

    /// <summary>The ACK came, or the call is over.</summary>
    public void Stop()
    {
        _repeat.Stop();
        _giveUp.Stop();
    }

    private void Repeat()
    {
        _interval = _interval * 2 > _longest ? _longest : _interval * 2;
        _repeat.Start(_interval);
        _send();
    }
}
