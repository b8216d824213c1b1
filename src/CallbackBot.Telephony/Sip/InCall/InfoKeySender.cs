using CallbackBot.Telephony.Sip.Transactions;

namespace CallbackBot.Telephony.Sip.InCall;

/// <summary>Presses keys by INFO, one after the other, for a far side that takes no telephone-event. Belongs to the call's loop.</summary>
internal sealed class InfoKeySender(UserAgentContext context, InCallRequests requests, Action<Action> post, Action lost)
{
    /// <summary>The key itself and 100 ms of rest, as in <see cref="Rtp.RtpSession.SendDigits"/>.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(InfoKey.Milliseconds + 100);

    private readonly Queue<char> _waiting = new();
    private SipTimer? _pause;
    private bool _busy;

    public void Press(string keys)
    {
        foreach (var key in keys) _waiting.Enqueue(char.ToUpperInvariant(key));
        if (!_busy) Next();
    }

    public void Stop()
    {
        _waiting.Clear();
        _pause?.Stop();
    }

    private void Next()
    {
        _busy = _waiting.TryDequeue(out var key);
        if (!_busy) return;
        requests.Send("INFO", info => InfoKey.Write(info, key), response =>
        {
            // RFC 3261 section 12.2.1.2. Any other refusal costs this key; the next may do.
            if (response is null or { Code: 408 or 481 })
            {
                Stop();
                lost();
                return;
            }

            _pause ??= new SipTimer(context.Time, new Lock(), () => post(Next));
            _pause.Start(Pace);
        });
    }
}
