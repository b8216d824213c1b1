using CallbackBot.Telephony.Sip.Messages;
using CallbackBot.Telephony.Sip.Transactions;

namespace CallbackBot.Telephony.Sip.InCall;

/// <summary>
/// The re-INVITEs and UPDATEs that we send (RFC 3261 section 14.1, RFC 3311 section 5.1): hold, resume, and the refresh of the session
/// timer; one after the other. Belongs to the call's loop.
/// </summary>
/// <param name="gate">Who has an offer out.</param>
/// <param name="lost">Told when the far side no longer knows the call (section 12.2.1.2).</param>
internal sealed class SessionChanges(
    UserAgentContext context, SipDialogState dialog, InCallRequests requests, CallMedia media, SessionTimer timer, FarSide farSide,
    Func<OfferGate> gate, Action<Action> post, Action<SipReason> lost)
{
    /// <summary>Both sides choose their waiting time at random (section 14.1), so more collisions in a row than these are no coincidence.</summary>
    private const int MostTries = 4;

    private readonly Queue<Change> _waiting = new();
    private readonly Random _random = context.Tokens.NewRandom();
    private SipTimer? _glare;
    private Change? _current;
    private bool _stopped;

    /// <summary>True while a re-INVITE of ours has no final response.</summary>
    public bool InviteOpen { get; private set; }

    /// <summary>Holds the far side, or resumes.</summary>
    public void Hold(bool hold, TaskCompletionSource<SessionChangeResult> done) => Enqueue(new Change(hold, done) { ByUpdate = false });

    /// <summary>
    /// Keeps the session alive, by UPDATE if the far side takes it (RFC 4028 section 7.4: it needs no description), else by re-INVITE. Any
    /// change that is on its way refreshes too.
    /// </summary>
    public void Refresh()
    {
        if (_current is null && _waiting.Count == 0) Enqueue(new Change(null, null) { ByUpdate = farSide.Allows("UPDATE") });
    }

    /// <summary>Starts what waits, once nothing is in its way.</summary>
    public void Continue()
    {
        if (_stopped || _current is not null || _glare is not null || !_waiting.TryPeek(out var next)) return;
        if (!next.ByUpdate && !gate().IsFree) return;
        _current = _waiting.Dequeue();
        Send(_current);
    }

    /// <summary>The call is over.</summary>
    public void Stop()
    {
        _stopped = true;
        _glare?.Stop();
        _current?.Done?.TrySetResult(new SessionChangeResult.CallOver());
        foreach (var change in _waiting) change.Done?.TrySetResult(new SessionChangeResult.CallOver());
        _waiting.Clear();
    }

    private void Enqueue(Change change)
    {
        _waiting.Enqueue(change);
        Continue();
    }

    private void Send(Change change)
    {
        change.Tries++;
        if (change.ByUpdate)
        {
            requests.Send("UPDATE", Describe, response => Answered(change, response));
            return;
        }

        InviteOpen = true;
        var held = media.Holding;
        media.Holding = change.Hold ?? held;
        var offer = media.Offer();
        requests.Invite(request =>
        {
            Describe(request);
            request.SetSdp(offer);
        }, response =>
        {
            InviteOpen = false;

            // Refused: the session is as it was (section 14.1).
            if (response is not { IsSuccess: true }) media.Holding = held;
            Answered(change, response);
        });
    }

    private void Describe(SipRequest request)
    {
        request.Headers.Add("Contact", dialog.LocalContact);
        request.Headers.Add("Allow", LocalParty.Methods);
        timer.Ask(request);
    }

    private void Answered(Change change, SipResponse? response)
    {
        if (_stopped) return;
        switch (response)
        {
            case null or { Code: 408 or 481 }:
                lost(EndReasons.Gone(response));
                return;
            case { IsSuccess: true }:
                farSide.Note(response);
                if (change.ByUpdate) dialog.RefreshTarget(response);
                timer.Agreed(response);
                if (!change.ByUpdate && !media.Accept(response)) lost(EndReasons.NoUsableAudio);
                else Finish(change, new SessionChangeResult.Agreed());
                return;
            case { Code: 422 } when !change.Raised && timer.Raise(response):
                change.Raised = true;
                Send(change);
                return;
            case { Code: 405 or 501 } when change.ByUpdate:
                _current = change with { ByUpdate = false };
                Requeue();
                return;
            case { Code: 491 } when change.Tries < MostTries:
                Wait();
                return;
            case { Code: 491 }:
                Finish(change, new SessionChangeResult.Glare());
                return;
            default:
                Finish(change, new SessionChangeResult.Refused(response.Code));
                return;
        }
    }

    /// <summary>Glare: meanwhile the other side's offer has its turn.</summary>
    private void Wait()
    {
        _glare = new SipTimer(context.Time, new Lock(), () => post(() =>
        {
            _glare = null;
            Requeue();
        }));
        _glare.Start(GlareDelay.Choose(dialog.OwnsCallId, _random));
    }

    /// <summary>The current change once more, before all others, as soon as the way is free.</summary>
    private void Requeue()
    {
        if (_current is not { } again || _stopped) return;
        _current = null;
        var others = _waiting.ToArray();
        _waiting.Clear();
        _waiting.Enqueue(again);
        foreach (var other in others) _waiting.Enqueue(other);
        Continue();
    }

    private void Finish(Change change, SessionChangeResult result)
    {
        _current = null;
        if (result is not SessionChangeResult.Agreed) timer.TryAgain();
        change.Done?.TrySetResult(result);
        Continue();
    }

    /// <param name="Hold">Null leaves the session as it is: a refresh.</param>
    /// <param name="Done">Whom to tell; null for our own housekeeping.</param>
    private sealed record Change(bool? Hold, TaskCompletionSource<SessionChangeResult>? Done)
    {
        public bool ByUpdate { get; init; }

        public int Tries { get; set; }

        public bool Raised { get; set; }
    }
}
