using CallbackBot.Telephony.Rtp;
using CallbackBot.Telephony.Sdp;
using CallbackBot.Telephony.Sip.InCall;
using CallbackBot.Telephony.Sip.Messages;
using CallbackBot.Telephony.Sip.Transactions;

namespace CallbackBot.Telephony.Sip;

/// <summary>An answered call, ours or the far side's. Disposing it hangs up. All members may be used from any thread.</summary>
/// <remarks>
/// Its state belongs to one loop, which runs one posted step after the other; everybody else only posts steps. What each kind of request
/// means is decided under <c>InCall/</c>.
/// </remarks>
public sealed class SipCall : IAsyncDisposable
{
    private readonly CallLoop _loop;
    private readonly UserAgentContext _context;
    private readonly SipDialogState _dialog;
    private readonly CallMedia _media;
    private readonly FarSide _farSide = new();
    private readonly SessionTimer _timer;
    private readonly InCallRequests _requests;
    private readonly SessionChanges _changes;
    private readonly ReceivedOffers _offers;
    private readonly KeySender _keys;
    private readonly Transfers _transfers;
    private readonly ReceivedRequests _received;
    private readonly CancellationTokenSource _ended = new();
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _acknowledged = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _answerUnacknowledged;
    private SipReason? _hangUpAfterAck;
    private bool _closed;
    private bool _failed;
    private long _answeredAt;

    internal SipCall(UserAgentContext context, SipDialogState dialog, RtpSession rtp, OfferAnswer sdp, DigestAuthentication? digest)
    {
        (_context, _dialog, _loop) = (context, dialog, new CallLoop(Failed));
        _media = new CallMedia(context, rtp, sdp, stopped: () => Post(() => Lost(EndReasons.NoMedia)));
        rtp.AudioFailed += () => Post(() => Lost(EndReasons.OwnFault));
        _timer = new SessionTimer(context.Time, context.Options.SessionInterval, refresh: () => Post(_changes!.Refresh), expired: () => Post(() => Lost(EndReasons.SessionExpired)));
        _requests = new InCallRequests(context, dialog, digest, Post, idle: () =>
        {
            if (_closed) Finish();
        });
        _changes = new SessionChanges(context, dialog, _requests, _media, _timer, _farSide, Gate, Post, Lost);
        _offers = new ReceivedOffers(context, dialog, _media, _timer, _farSide, Gate, noAck: () => Post(() => Lost(EndReasons.NoAck)));
        _keys = new KeySender(context, _requests, _media, _farSide, Post, Lost);
        _transfers = new Transfers(context, dialog, _requests, _farSide, Post, () => HangUp(EndReasons.Normal), Lost);
        _received = new ReceivedRequests(dialog, _media, _offers, _transfers, isOver: () => End is not null, ended: HungUp);
    }

    /// <summary>The Call-ID.</summary>
    public string CallId => _dialog.CallId;

    /// <summary>Fires once the call is over, whoever ended it. <see cref="End"/> is set by then.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>How the call ended; null while it is up.</summary>
    public CallEnd? End { get; private set; }

    /// <summary>
    /// Timestamp (of the agent's TimeProvider) of the 200; of the ACK for an INVITE that came without an offer, since audio begins there.
    /// </summary>
    public long AnsweredAt => _media.Started ? _media.StartedAt : _answeredAt;

    /// <summary>What RTP counted so far; stays after the end.</summary>
    public RtpStatistics Statistics => _media.Rtp.Statistics;

    internal string DialogKey => _dialog.Key;

    /// <summary>Completes with the ACK to our 200, or with the end of the call.</summary>
    internal Task Acknowledged => _acknowledged.Task;

    /// <summary>
    /// Sends BYE and waits until the far side confirmed it or the transaction timed out. Returns at once if the call is over. The audio has
    /// stopped by then; cancelling the token ends only the waiting.
    /// </summary>
    public Task HangUpAsync(CancellationToken cancellationToken = default) => HangUpAsync(EndReasons.Normal, cancellationToken);

    /// <inheritdoc cref="HangUpAsync(CancellationToken)"/>
    /// <param name="reason">What the BYE says about why (RFC 3326).</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task HangUpAsync(SipReason reason, CancellationToken cancellationToken = default)
    {
        Post(() => HangUp(reason));
        return _over.Task.WaitAsync(cancellationToken);
    }

    /// <summary>
    /// Puts the far side on hold by a re-INVITE (RFC 3264 section 8.4): it is not heard any more, and hears what
    /// <see cref="ICallAudio.Exchange"/> says. Collisions with its own wishes are waited out and tried again (RFC 3261 section 14.1).
    /// </summary>
    public Task<SessionChangeResult> HoldAsync(CancellationToken cancellationToken = default) =>
        WhileUpAsync<SessionChangeResult>(done => _changes.Hold(true, done), over: new SessionChangeResult.CallOver(), cancellationToken);

    /// <summary>Ends a hold; as <see cref="HoldAsync"/>.</summary>
    public Task<SessionChangeResult> ResumeAsync(CancellationToken cancellationToken = default) =>
        WhileUpAsync<SessionChangeResult>(done => _changes.Hold(false, done), over: new SessionChangeResult.CallOver(), cancellationToken);

    /// <summary>
    /// Asks the far side to call somebody else in our stead (REFER, RFC 3515), and returns when it reported how that went. After success the
    /// call is hung up; else it goes on. Cancelling the token ends only the waiting. One transfer at a time.
    /// </summary>
    /// <param name="target">Whom it is to call.</param>
    /// <param name="patience">How long it may take from the far side's consent to the result.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="InvalidOperationException">A transfer is under way.</exception>
    public Task<TransferResult> TransferAsync(SipUri target, TimeSpan patience, CancellationToken cancellationToken = default) =>
        TransferAsync(target.ToString(), patience, cancellationToken);

    /// <summary>
    /// Attended transfer: the far side takes our place in another call of ours (Replaces, RFC 3891), whose own far side then ends it with us.
    /// </summary>
    /// <inheritdoc cref="TransferAsync(SipUri, TimeSpan, CancellationToken)"/>
    public Task<TransferResult> TransferAsync(SipCall other, TimeSpan patience, CancellationToken cancellationToken = default) =>
        TransferAsync(Transfer.Replacing(other._dialog), patience, cancellationToken);

    /// <summary>
    /// Presses keys, one after the other: by RFC 4733 while audio pauses, by INFO where the far side takes only that, else as tones. Does not
    /// wait.
    /// </summary>
    /// <exception cref="ArgumentException">A key is not one of 0-9, *, #, A-D.</exception>
    public void SendDigits(string keys) => _keys.Send(keys);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await HangUpAsync(CancellationToken.None);

    /// <summary>The callee answered us: the call is up, and audio runs.</summary>
    internal void StartAsCaller(SipResponse answer)
    {
        _timer.Agreed(answer);
        Start(answer, described: true);
    }

    /// <summary>We answer: completes the 200 and repeats it until its ACK. Audio runs as soon as both sides have described it.</summary>
    internal void StartAsCallee(SipRequest invite, SipResponse answer, Action<SipResponse> send)
    {
        _timer.Answer(invite, answer);
        _answerUnacknowledged = true;
        Start(invite, described: invite.HasSdp);
        _offers.SendUntilAcknowledged(invite, () => send(answer), answerExpected: !invite.HasSdp);
    }

    /// <summary>A request inside the call; false when the call is gone.</summary>
    internal bool Take(SipRequest request, IServerTransaction transaction) => _loop.Post(() => _received.Take(request, transaction));

    internal void Take(SipRequest ack) => Post(() => TakeAck(ack));

    /// <summary>A request of the early dialog (PRACK) was challenged when the call was answered already: it goes out again as one of the call's.</summary>
    internal void Repeat(SipRequest challenged) => Post(() =>
    {
        if (End is null) _requests.Send(challenged.Method, again => SipDialogState.FillFrom(challenged, again), _ => { });
    });

    /// <summary>A repeated 2xx to a re-INVITE of ours, whose transaction is gone.</summary>
    internal void TakeStray(SipResponse response) => Post(() => _requests.TakeStray(response));

    /// <summary>The transport is closed: nothing more can be confirmed.</summary>
    internal void Abandon() => Post(() =>
    {
        if (End is null) EndCall(CallEndedBy.Network, null, bye: null);
        else Close();
        Finish();
    });

    private void Start(SipMessage theirs, bool described)
    {
        _farSide.Note(theirs);
        _answeredAt = _context.Time.GetTimestamp();
        if (described) _media.Start();
        if (_media.Rtp.AudioHasFailed) Post(() => Lost(EndReasons.OwnFault));
        _context.Calls.Track(_loop.RunAsync());
    }

    private OfferGate Gate() => new(_changes.InviteOpen, _offers.IsUnacknowledged, _offers.AnswerExpected);

    private void Post(Action step) => _loop.Post(step);

    private Task<TransferResult> TransferAsync(string target, TimeSpan patience, CancellationToken cancellationToken) =>
        WhileUpAsync<TransferResult>(done => _transfers.Start(target, patience, done), over: new TransferResult.Unknown(null), cancellationToken);

    private Task<T> WhileUpAsync<T>(Action<TaskCompletionSource<T>> step, T over, CancellationToken cancellationToken) => _loop.AskAsync(
        done =>
        {
            if (End is null) step(done);
            else done.SetResult(over);
        },
        gone: over, cancellationToken);

    private void TakeAck(SipRequest ack)
    {
        if (End is not null || !_offers.Ack(ack)) return;
        if (!_media.Started)
        {
            // Section 13.2.1: the answer to our offer comes with the ACK. Without it nobody will ever hear anything.
            if (_media.IsDescribed) _media.Start();
            else Lost(EndReasons.NoUsableAudio);
        }

        _answerUnacknowledged = false;
        _acknowledged.TrySetResult();
        if (_hangUpAfterAck is { } reason) HangUp(reason);
        else _changes.Continue();
    }

    /// <summary>The far side's BYE; ours may be on its way too.</summary>
    private void HungUp(SipRequest bye)
    {
        if (End is null) EndCall(CallEndedBy.FarSide, Q850Reason.Read(bye), bye: null);
        else Close();
    }

    /// <summary>The far side vanished (no media, no ACK, no refresh, or it no longer knows the call), or our own audio failed.</summary>
    private void Lost(SipReason reason)
    {
        if (End is null) EndCall(CallEndedBy.Network, null, reason);
    }

    /// <summary>A bug in the handling of one step: nobody knows any more what the call's state is worth.</summary>
    private void Failed(Exception bug)
    {
        _context.Tell(bug);
        if (_failed) return;
        _failed = true;
        Post(() => Lost(EndReasons.OwnFault));
    }

    private void HangUp(SipReason reason)
    {
        if (End is not null) return;

        // Section 15: the callee must not send BYE before the ACK to its answer came or is given up. A re-INVITE inside the call holds up nobody's BYE.
        if (_answerUnacknowledged) _hangUpAfterAck ??= reason;
        else EndCall(CallEndedBy.Us, null, reason);
    }

    private void EndCall(CallEndedBy by, int? cause, SipReason? bye)
    {
        _media.Stop();
        End = new CallEnd(by, cause, _context.Time.GetElapsedTime(AnsweredAt));
        _timer.Stop();
        _offers.Stop();
        _changes.Stop();
        _keys.Stop();
        _transfers.Stop();

        // Whatever the answer is (200, 481, 408 or none), the call is gone (section 15.1.1); only a challenge is worth a second try.
        if (bye is not null) _requests.Send("BYE", request => request.Headers.Add("Reason", bye.ToString()), _ => Close());
        _acknowledged.TrySetResult();

        // Its callbacks run elsewhere: what the application does at the end of a call is not waited for here.
        _context.Calls.Track(_ended.CancelAsync());
        if (bye is null) Close();
    }

    /// <summary>Nothing is left to confirm, except that a re-INVITE of ours may still get its 200, which wants an ACK.</summary>
    private void Close()
    {
        _closed = true;
        _media.Rtp.Dispose();
        if (!_requests.HasOpenInvite) Finish();
        _over.TrySetResult();
    }

    private void Finish()
    {
        _context.Calls.Remove(this);
        _loop.Complete();
    }
}
