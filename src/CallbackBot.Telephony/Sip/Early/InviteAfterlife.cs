using System.Threading.Channels;
using CallbackBot.Telephony.Sip.Transactions;

namespace CallbackBot.Telephony.Sip.Early;

/// <summary>
/// What follows the result of an attempt: repeated and forked 2xx (RFC 3261 section 13.2.2.4), and responses that come after nobody waited for them any
/// more. Nobody may go on ringing, or listen to silence, because we have stopped looking.
/// </summary>
internal sealed class InviteAfterlife
{
    /// <summary>No proxy holds an INVITE without a final response for longer (timer C, section 16.6 step 11), so nothing comes later than this.</summary>
    private static readonly TimeSpan LatestResponse = TimeSpan.FromMinutes(3);

    private readonly InviteInFlight _sent;
    private readonly SipTimer _limit;
    private bool _mayComeLate;

    /// <param name="time">The agent's.</param>
    /// <param name="sent">The INVITE.</param>
    /// <param name="post">Puts an event on the attempt's loop.</param>
    public InviteAfterlife(TimeProvider time, InviteInFlight sent, Func<InviteEvent, bool> post)
    {
        _sent = sent;
        _limit = new SipTimer(time, new Lock(), () => post(new AttemptEvent.TooLate()));
    }

    /// <summary>
    /// The INVITE's transaction is over without a final response, but the callee may not know: what comes now finds no transaction. Where a 1xx
    /// was seen before the transport failed somebody may be ringing, and is cancelled over a new connection.
    /// </summary>
    /// <param name="why">What ended it.</param>
    /// <param name="answered">A 1xx was seen.</param>
    public void Expect(InviteEvent why, bool answered)
    {
        _mayComeLate = true;
        _limit.Start(LatestResponse);
        if (why is AttemptEvent.CancelUnanswered) _sent.Transaction.Destroy();
        else if (answered) _sent.Cancel();
    }

    /// <summary>Until the transactions have ended, the call with them, and no response can come late.</summary>
    /// <param name="events">The attempt's.</param>
    /// <param name="call">What the attempt came to; null for no call.</param>
    /// <param name="givenUp">We gave the attempt up, so every late sign of life is cancelled.</param>
    /// <param name="answered">Whether a 1xx was seen by now.</param>
    public async Task RunAsync(ChannelReader<InviteEvent> events, SipCall? call, bool givenUp, Func<bool> answered)
    {
        while (_sent.IsOpen || _mayComeLate || call is { End: null })
        {
            switch (await events.ReadAsync(CancellationToken.None))
            {
                case InviteEvent.Responded({ IsSuccess: true } response):
                    await _sent.EndUnwantedAsync(response, call is null ? EndReasons.GivenUp : EndReasons.ElsewhereAnswered);
                    break;
                case InviteEvent.Responded({ IsProvisional: true }) when givenUp || _mayComeLate:
                    _sent.Cancel();
                    break;
                case InviteEvent.Responded({ IsProvisional: false } response) when _mayComeLate:
                    _sent.Acknowledge(response);
                    break;
                case var gone and (InviteEvent.TimedOut or InviteEvent.TransportFailed or AttemptEvent.CancelUnanswered) when givenUp:
                    Expect(gone, answered());
                    break;
                case AttemptEvent.TooLate:
                    _mayComeLate = false;
                    break;
                case var other:
                    _sent.Take(other, call);
                    break;
            }
        }

        _sent.StopWaiting();
        _limit.Stop();
    }
}
