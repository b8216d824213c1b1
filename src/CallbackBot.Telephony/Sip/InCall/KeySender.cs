using CallbackBot.Telephony.Rtp;
using CallbackBot.Telephony.Sip.Transactions;

namespace CallbackBot.Telephony.Sip.InCall;

/// <summary>
/// Presses keys the way that the far side takes: by RTP, or by INFO one after the other where it takes only that. All but <see cref="Send"/>
/// belongs to the call's loop.
/// </summary>
/// <param name="post">Runs an action on the call's loop, later.</param>
/// <param name="lost">Told when the far side no longer knows the call.</param>
internal sealed class KeySender(UserAgentContext context, InCallRequests requests, CallMedia media, FarSide farSide, Action<Action> post, Action<SipReason> lost)
{
    /// <summary>The key itself and 100 ms of rest, as in <see cref="RtpSession.SendDigits"/>.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(InfoKey.Milliseconds + 100);

    private readonly Queue<char> _waiting = new();
    private SipTimer? _pause;
    private bool _busy;
    private bool _stopped;

    /// <summary>From any thread.</summary>
    /// <exception cref="ArgumentException">A key is not one of 0-9, *, #, A-D.</exception>
    public void Send(string keys)
    {
        if (media.Rtp.TakesDigits || !farSide.Allows("INFO"))
        {
            media.Rtp.SendDigits(keys);
            return;
        }

        foreach (var key in keys) TelephoneEvent.CodeOf(key);
        post(() => Press(keys));
    }

    /// <summary>The call is over.</summary>
    public void Stop()
    {
        _stopped = true;
        _waiting.Clear();
        _pause?.Stop();
    }

    private void Press(string keys)
    {
        if (_stopped) return;
        foreach (var key in keys) _waiting.Enqueue(char.ToUpperInvariant(key));
        if (!_busy) Next();
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
                lost(EndReasons.Gone(response));
                return;
            }

            _pause ??= new SipTimer(context.Time, new Lock(), () => post(Next));
            _pause.Start(Pace);
        });
    }
}
