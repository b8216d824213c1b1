using System.Threading.Channels;
using CallbackBot.Telephony.Rtp;
using CallbackBot.Telephony.Sdp;
using CallbackBot.Telephony.Sip.Messages;
using CallbackBot.Telephony.Sip.Transactions;

namespace CallbackBot.Telephony.Sip;

/// <summary>
/// One attempt to reach a callee (RFC 3261 section 13.2): from the INVITE to its result in <see cref="RunAsync"/>, and then its afterlife in
/// <see cref="LingerAsync"/>, where repeated and forked 2xx are still acknowledged. All state belongs to these two, one after the other.
/// </summary>
internal sealed class OutgoingInvite(UserAgentContext context, InviteRequest wanted)
{
    /// <summary>More answers to one INVITE than this are no forking but an attack.</summary>
    private const int MaxForks = 32;

    /// <summary>
    /// How long a peer that gave no response may still come to life behind our back: as long as a proxy keeps an INVITE (timer C, RFC 3261 section 16.6).
    /// </summary>
    private static readonly TimeSpan LateResponses = TimeSpan.FromMinutes(3);

    private readonly Channel<InviteEvent> _events = Channel.CreateUnbounded<InviteEvent>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Lock _timerGate = new();
    private readonly InviteMessages _messages = new(wanted, context.Local);
    private readonly DigestAuthentication? _digest = wanted.Credentials is { } known ? new DigestAuthentication(known, context.Tokens) : null;
    private readonly Dictionary<string, SipRequest> _acks = [];
    private readonly InviteJournal _journal = new(context.Time);
    private SipHop _destination = null!;
    private EarlyMediaReceiver _media = null!;
    private InviteClientTransaction _transaction = null!;
    private SipTimer _ringing = null!;
    private SipTimer _cancelLimit = null!;
    private SipTimer _late = null!;
    private SipCall? _call;
    private int _openTransactions;
    private bool _overdue;
    private InviteResult.NotAnswered? _givenUp;
    private bool _cancelSent;
    private bool _mayAnswerLate;

    public string CallId => _messages.CallId;

    private InviteProgress Progress => _journal.Progress(CallId, _media.Heard) with { EarlyMediaVerdict = _media.Verdict };

    /// <summary>The whole story of one INVITE.</summary>
    /// <exception cref="SipTransportException">No RTP port is free.</exception>
    public async Task<InviteResult> RunAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return new InviteResult.NotAnswered(true, new InviteProgress { CallId = CallId });
        if ((wanted.NextHop ?? await context.ResolveAsync(wanted.To)) is not { } destination)
            return new InviteResult.Unreachable("the host name does not resolve", new InviteProgress { CallId = CallId });
        _destination = destination;
        var listener = new EarlyMediaListener(wanted.Audio);
        var rtp = context.NewRtp(listener);
        _media = new EarlyMediaReceiver(rtp, context.NewOfferAnswer(rtp, wanted.Srtp), listener);
        _ringing = new SipTimer(context.Time, _timerGate, () => Post(new RingTimeoutPassed()));
        _cancelLimit = new SipTimer(context.Time, _timerGate, () => Post(new CancelUnanswered()));
        _late = new SipTimer(context.Time, _timerGate, () => Post(new NoLateResponse()));
        context.Calls.Add(this);

        InviteResult? result = null;
        try
        {
            _ringing.Start(wanted.RingTimeout);
            Send(_messages.First(_destination, _media.Offer));
            await using var givenUp = cancellationToken.Register(() => Post(new CallerGaveUp()));
            while (result is null) result = await NextAsync(await _events.Reader.ReadAsync(CancellationToken.None));
            return result;
        }
        finally
        {
            _ringing.Stop();
            if (result is not InviteResult.Answered) rtp.Dispose();
            _mayAnswerLate = result is InviteResult.Unreachable or InviteResult.NotAnswered && _journal.HighestProvisional == 0;
            if (_mayAnswerLate) _late.Start(LateResponses);
            _ = LingerAsync();
        }
    }

    /// <summary>A response that no transaction took.</summary>
    public void Take(SipResponse response) => Post(new InviteEvent.Responded(response));

    /// <summary>A request inside one of the calls that this INVITE made; false when it is all over.</summary>
    public bool Take(SipRequest request, IServerTransaction transaction) => Post(new Requested(request, transaction));

    /// <summary>One event before the result; the result, once there is one.</summary>
    private async Task<InviteResult?> NextAsync(InviteEvent happened)
    {
        switch (happened)
        {
            case InviteEvent.Responded({ IsProvisional: true } response):
                OnProvisional(response);
                return null;
            case InviteEvent.Responded({ IsSuccess: true } response) when _givenUp is not null:
                // The 200 crossed our CANCEL (section 9.1, RFC 5407 section 3.1.2): nobody may listen to silence.
                await EndUnwantedAsync(response);
                return _givenUp with { Progress = Progress };
            case InviteEvent.Responded({ IsSuccess: true } response):
                return await AnsweredAsync(response);
            case InviteEvent.Responded when _givenUp is not null:
                return _givenUp with { Progress = Progress };
            case InviteEvent.Responded(var response) when _digest is not null && _digest.Take(response):
                Send(_messages.Again(_digest));
                return null;
            case InviteEvent.Responded(var response):
                return Rejected(response);
            case InviteEvent.TimedOut when _givenUp is null:
                return new InviteResult.Unreachable("no response", Progress) { TimedOut = true };
            case InviteEvent.TransportFailed(var why) when _givenUp is null:
                return new InviteResult.Unreachable(why, Progress);
            case InviteEvent.TimedOut or InviteEvent.TransportFailed or CancelUnanswered:
                return _givenUp! with { Progress = Progress };
            case RingTimeoutPassed when _journal.HighestProvisional == 0:
                // Not even a 100: whether anybody is there is for timer B to say.
                _overdue = true;
                return null;
            case RingTimeoutPassed when _givenUp is null:
                return GiveUp(byCaller: false);
            case CallerGaveUp when _givenUp is null:
                return GiveUp(byCaller: true);
            default:
                TakeLate(happened);
                return null;
        }
    }

    private void OnProvisional(SipResponse response)
    {
        var first = _journal.Note(response);
        if (_givenUp is not null) Cancel();
        else if (first && response.Code > 100) _ringing.Start(wanted.RingTimeout);
        else if (_overdue) GiveUp(byCaller: false);
        if (response.Code > 100) _media.Take(response);
    }

    private async Task<InviteResult> AnsweredAsync(SipResponse response)
    {
        var dialog = SipDialogState.OfCaller(_transaction.Invite, response);
        if (!_media.Accept(response))
        {
            await AcknowledgeAsync(dialog);
            HangUp(dialog);
            return new InviteResult.Rejected(response.Code, "answered without usable audio", null, Progress);
        }

        var progress = Progress;
        _call = new SipCall(context, dialog, _media.Rtp, _media.Sdp, _digest);
        context.Calls.Add(_call);
        _call.Start();
        _call.Ended.Register(() => Post(new CallOver()));
        await AcknowledgeAsync(dialog);
        return new InviteResult.Answered(_call, progress);
    }

    private InviteResult.Rejected Rejected(SipResponse response) => new(response.Code, response.Phrase, Q850Reason.Read(response), Progress)
    {
        Reasons = SipReason.ReadAll(response),
        RetryAfter = RetryAfter.Read(response),
        Warnings = [.. response.Headers.All("Warning").SelectMany(w => HeaderText.Split(w, ','))],
        RefusedRealm = DigestChallenge.RealmOf(response),
    };

    /// <summary>
    /// Our ring time-out, or the caller's wish. CANCEL goes out at once if a 1xx came, else with the first one (section 9.1). The result waits
    /// for the INVITE's own final response, except when nobody has answered at all: then only the afterlife is left to deal with what comes.
    /// </summary>
    private InviteResult? GiveUp(bool byCaller)
    {
        _givenUp = new InviteResult.NotAnswered(byCaller, Progress);
        if (_transaction.State == InviteClientState.Proceeding)
        {
            Cancel();
            return null;
        }

        if (_transaction.State != InviteClientState.Calling) return null;
        _transaction.StopRepeating();
        return _givenUp;
    }

    private void Cancel()
    {
        if (_cancelSent) return;
        _cancelSent = true;
        context.Calls.Track(context.Transactions.SendAsync(InviteMessages.Cancel(_transaction.Invite), _destination));
        _cancelLimit.Start(context.Timers.Timeout);
    }

    /// <summary>After the result: until the transactions have ended, and the call with them.</summary>
    private async Task LingerAsync()
    {
        while (_openTransactions > 0 || _mayAnswerLate || _call is { End: null })
        {
            var happened = await _events.Reader.ReadAsync(CancellationToken.None);
            if (happened is InviteEvent.Responded({ IsSuccess: true } response)) await EndUnwantedAsync(response);
            else if (happened is InviteEvent.Responded({ IsProvisional: true }) && (_givenUp is not null || _mayAnswerLate)) Cancel();
            else if (happened is InviteEvent.Responded(var refusal) && _openTransactions == 0) context.Transactions.SendAck(_transaction.AckFor(refusal), _destination);
            else TakeLate(happened);
        }

        _cancelLimit.Stop();
        context.Calls.Remove(this);
        _events.Writer.TryComplete();
        while (_events.Reader.TryRead(out var rest)) TakeLate(rest);
    }

    private void TakeLate(InviteEvent happened)
    {
        if (happened is InviteEvent.Terminated) _openTransactions--;
        if (happened is NoLateResponse) _mayAnswerLate = false;
        if (happened is not Requested(var request, var transaction)) return;
        if (_call is null || SipDialogState.KeyOf(request) != _call.DialogKey || !_call.Take(request, transaction))
            transaction.Respond(request.Respond(481, "Call/Transaction Does Not Exist"));
    }

    /// <summary>A 2xx that makes no call: a repeated one gets its ACK again, a further forked one ACK and BYE (section 13.2.2.4).</summary>
    private async Task EndUnwantedAsync(SipResponse response)
    {
        var dialog = SipDialogState.OfCaller(_transaction.Invite, response);
        var repeated = _acks.ContainsKey(dialog.RemoteTag);
        if (!repeated && _acks.Count >= MaxForks) return;
        await AcknowledgeAsync(dialog);
        if (!repeated) HangUp(dialog);
    }

    private void HangUp(SipDialogState dialog)
    {
        var bye = dialog.NewRequest("BYE", context.Local);
        _digest?.Authorize(bye);
        context.Calls.Track(context.SendAsync(dialog, bye));
    }

    private Task AcknowledgeAsync(SipDialogState dialog)
    {
        if (!_acks.TryGetValue(dialog.RemoteTag, out var ack)) _acks[dialog.RemoteTag] = ack = _messages.Ack(dialog, _transaction.Invite);
        return context.SendAckAsync(dialog, ack);
    }

    private void Send(SipRequest invite)
    {
        _openTransactions++;
        _transaction = context.Transactions.SendInvite(invite, _destination, e => Post(e));
    }

    private bool Post(InviteEvent happened) => _events.Writer.TryWrite(happened);

    private sealed record RingTimeoutPassed : InviteEvent;

    private sealed record CallerGaveUp : InviteEvent;

    private sealed record CancelUnanswered : InviteEvent;

    private sealed record NoLateResponse : InviteEvent;

    private sealed record CallOver : InviteEvent;

    private sealed record Requested(SipRequest Request, IServerTransaction Transaction) : InviteEvent;
}
