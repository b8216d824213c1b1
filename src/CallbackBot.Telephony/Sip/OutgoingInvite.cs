using System.Threading.Channels;
using CallbackBot.Telephony.Sip.Early;
using CallbackBot.Telephony.Sip.Messages;
using CallbackBot.Telephony.Sip.Transactions;

namespace CallbackBot.Telephony.Sip;

/// <summary>
/// One attempt to reach a callee (RFC 3261 section 13.2): from the INVITE to its result in <see cref="RunAsync"/>, and then its afterlife in
/// <see cref="LingerAsync"/>, where repeated, forked and late responses are still dealt with. All state belongs to these two, one after the other.
/// </summary>
internal sealed class OutgoingInvite
{
    /// <summary>No proxy holds an INVITE without a final response for longer (timer C, section 16.6 step 11), so nothing comes later than this.</summary>
    private static readonly TimeSpan LatestResponse = TimeSpan.FromMinutes(3);

    private readonly Channel<InviteEvent> _events = Channel.CreateUnbounded<InviteEvent>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Lock _timerGate = new();
    private readonly UserAgentContext _context;
    private readonly InviteRequest _wanted;
    private readonly InviteMessages _messages;
    private readonly InviteAnswers _answers;
    private readonly InviteJournal _journal;
    private readonly DigestAuthentication? _digest;
    private readonly SipTimer _ringing, _cancelLimit, _lateLimit;
    private SipHop _destination = null!;
    private EarlyMediaReceiver _media = null!;
    private EarlyDialogs _early = null!;
    private InviteClientTransaction _transaction = null!;
    private SipRequest? _invite;
    private SipCall? _call;
    private int _openTransactions;
    private bool _overdue, _cancelSent, _mayComeLate;
    private InviteResult.NotAnswered? _givenUp;

    public OutgoingInvite(UserAgentContext context, InviteRequest wanted)
    {
        (_context, _wanted, _messages, _journal) = (context, wanted, new InviteMessages(wanted, context.Local, context.Options.SessionInterval), new InviteJournal(context.Time));
        _digest = wanted.Credentials is { } known ? new DigestAuthentication(known, context.Tokens) : null;
        _answers = new InviteAnswers(context, _messages, SendInside);
        _ringing = new SipTimer(context.Time, _timerGate, () => Post(new AttemptEvent.RingTimeoutPassed()));
        _cancelLimit = new SipTimer(context.Time, _timerGate, () => Post(new AttemptEvent.CancelUnanswered()));
        _lateLimit = new SipTimer(context.Time, _timerGate, () => Post(new AttemptEvent.TooLate()));
    }

    public string CallId => _messages.CallId;

    /// <summary>What the application calls this attempt.</summary>
    public string? Label => _wanted.Label;

    private InviteProgress Progress => _journal.Progress(CallId, _media.Heard) with { EarlyMediaVerdict = _media.Verdict };

    /// <summary>The whole story of one INVITE.</summary>
    /// <exception cref="SipTransportException">No RTP port is free.</exception>
    public async Task<InviteResult> RunAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return new InviteResult.NotAnswered(true, new InviteProgress { CallId = CallId });
        if ((_wanted.NextHop ?? await _context.ResolveAsync(_wanted.To)) is not { } destination)
            return new InviteResult.Unreachable("the host name does not resolve", new InviteProgress { CallId = CallId });
        _destination = destination;
        var listener = new EarlyMediaListener(_wanted.Audio);
        var rtp = _context.NewRtp(listener);
        _media = new EarlyMediaReceiver(rtp, _context.NewOfferAnswer(rtp, _wanted.Srtp, _destination.Address.Address), listener);
        _early = new EarlyDialogs(_media, _context.Local, _destination, SendInside);
        _context.Calls.Add(this);

        InviteResult? result = null;
        try
        {
            _ringing.Start(_wanted.RingTimeout);
            Send(_messages.First(_destination, _media.Offer));
            await using var givenUp = cancellationToken.Register(() => Post(new AttemptEvent.CallerGaveUp()));
            while (result is null) result = await NextAsync(await _events.Reader.ReadAsync(CancellationToken.None));
            _context.Calls.Conclude(this, result, rtp.Statistics);
            return result;
        }
        finally
        {
            _ringing.Stop();
            if (result is not InviteResult.Answered) rtp.Dispose();
            _ = LingerAsync();
        }
    }

    /// <summary>A response that no transaction took: a 2xx repeated after its transaction ended, or one to an INVITE that was given up.</summary>
    public void Take(SipResponse response)
    {
        if (response.CSeq.Number == _invite?.CSeq.Number && response.TopVia.Branch == _invite.TopVia.Branch) Post(new InviteEvent.Responded(response));
    }

    /// <summary>A request inside one of the calls that this INVITE made; false when it is all over.</summary>
    public bool Take(SipRequest request, IServerTransaction transaction) => Post(new AttemptEvent.Requested(request, transaction));

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
            case InviteEvent.Responded({ Code: 422 } response) when _messages.RaiseSessionInterval(response):
                Send(_messages.Again(_digest));
                return null;
            case InviteEvent.Responded(var response):
                return InviteResult.Rejected.Of(response, Progress);
            case InviteEvent.TimedOut or InviteEvent.TransportFailed or AttemptEvent.CancelUnanswered:
                ExpectLate(happened);
                return Unanswered(happened);
            case AttemptEvent.RingTimeoutPassed when _journal.HighestProvisional == 0:
                // Not even a 100: whether anybody is there is for timer B to say.
                _overdue = true;
                return null;
            case AttemptEvent.RingTimeoutPassed when _givenUp is null:
                return GiveUp(byCaller: false);
            case AttemptEvent.CallerGaveUp when _givenUp is null:
                return GiveUp(byCaller: true);
            case AttemptEvent.AnsweredInside(var dialog, _, { IsSuccess: true } success):
                _early.TakeAnswer(dialog, success);
                return null;
            case AttemptEvent.Requested(var request, var transaction) when _early.Take(request, transaction):
                return null;
            default:
                TakeLate(happened);
                return null;
        }
    }

    private void OnProvisional(SipResponse response)
    {
        var first = _journal.Note(response);
        if (_givenUp is not null) Cancel();
        else if (first) _ringing.Start(_wanted.RingTimeout);
        else if (_overdue) GiveUp(byCaller: false);
        if (_givenUp is null && response.Code > 100) _early.Take(_transaction.Invite, response);
    }

    private async Task<InviteResult> AnsweredAsync(SipResponse response)
    {
        _digest?.Accepted(response);
        var dialog = _early.Confirm(_transaction.Invite, response);
        if (_early.MediaOf(response) is not { } parameters)
        {
            await _answers.AcknowledgeAsync(_transaction.Invite, dialog);
            _answers.HangUp(dialog);
            return new InviteResult.Rejected(response.Code, "answered without usable audio", null, Progress);
        }

        var progress = Progress;
        _media.Answered(parameters);
        _call = new SipCall(_context, dialog, _media.Rtp, _media.Sdp, _digest);
        _context.Calls.Add(_call);
        _call.StartAsCaller(response);
        _call.Ended.Register(() => Post(new AttemptEvent.CallOver()));
        await _answers.AcknowledgeAsync(_transaction.Invite, dialog);
        return new InviteResult.Answered(_call, progress);
    }

    private InviteResult Unanswered(InviteEvent why) => why switch
    {
        _ when _givenUp is not null => _givenUp with { Progress = Progress },
        InviteEvent.TransportFailed(var fault) => new InviteResult.Unreachable(fault, Progress),
        _ => new InviteResult.Unreachable("no response", Progress) { TimedOut = true },
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
        _context.Calls.Track(_context.Transactions.SendAsync(InviteMessages.Cancel(_transaction.Invite), _destination));
        _cancelLimit.Start(_context.Timers.Timeout);
    }

    /// <summary>
    /// The INVITE's transaction is over without a final response, but the callee may not know: what comes now finds no transaction. Where a 1xx
    /// was seen before the transport failed somebody may be ringing, and is cancelled over a new connection.
    /// </summary>
    private void ExpectLate(InviteEvent why)
    {
        _mayComeLate = true;
        _lateLimit.Start(LatestResponse);
        if (why is AttemptEvent.CancelUnanswered) _transaction.Destroy();
        else if (_journal.HighestProvisional > 0) Cancel();
    }

    /// <summary>After the result: until the transactions have ended, the call with them, and no response can come late.</summary>
    private async Task LingerAsync()
    {
        while (_openTransactions > 0 || _mayComeLate || _call is { End: null })
        {
            switch (await _events.Reader.ReadAsync(CancellationToken.None))
            {
                case InviteEvent.Responded({ IsSuccess: true } response):
                    await EndUnwantedAsync(response);
                    break;
                case InviteEvent.Responded({ IsProvisional: true }) when _givenUp is not null || _mayComeLate:
                    Cancel();
                    break;
                case InviteEvent.Responded({ IsProvisional: false } response) when _mayComeLate:
                    _context.Transactions.SendAck(_transaction.AckFor(response), _destination);
                    break;
                case var gone and (InviteEvent.TimedOut or InviteEvent.TransportFailed or AttemptEvent.CancelUnanswered) when _givenUp is not null:
                    ExpectLate(gone);
                    break;
                case AttemptEvent.TooLate:
                    _mayComeLate = false;
                    break;
                case var other:
                    TakeLate(other);
                    break;
            }
        }

        _cancelLimit.Stop();
        _lateLimit.Stop();
        _context.Calls.Remove(this);
        _events.Writer.TryComplete();
        while (_events.Reader.TryRead(out var rest)) TakeLate(rest);
    }

    private void TakeLate(InviteEvent happened)
    {
        switch (happened)
        {
            case InviteEvent.Terminated:
                _openTransactions--;
                break;
            case AttemptEvent.AnsweredInside(var dialog, var request, { } challenge) when _digest is not null && _digest.Take(challenge):
                SendInside(dialog, dialog.Repeat(request, _context.Local));
                break;
            case AttemptEvent.Requested(var request, var transaction):
                if (_call is null || SipDialogState.KeyOf(request) != _call.DialogKey || !_call.Take(request, transaction))
                    transaction.Respond(request.Respond(481, "Call/Transaction Does Not Exist"));
                break;
        }
    }

    /// <summary>A 2xx that makes no call: a repeated one gets its ACK again, a further forked one ACK and BYE (section 13.2.2.4).</summary>
    private Task EndUnwantedAsync(SipResponse response) =>
        _answers.EndAsync(_transaction.Invite, response, () => _early.Confirm(_transaction.Invite, response));

    private void Send(SipRequest invite)
    {
        _openTransactions++;
        _invite = invite;

        // The ACK to a challenge may fail after the next INVITE is on its way, which is no failure of that one.
        _transaction = _context.Transactions.SendInvite(invite, _destination, e =>
        {
            if (e is not InviteEvent.TransportFailed || _invite == invite) Post(e);
        });
    }

    /// <summary>PRACK, and BYE to those who are not wanted.</summary>
    private void SendInside(SipDialogState dialog, SipRequest request)
    {
        _digest?.Authorize(request);
        _context.Calls.Track(SendAsync());

        async Task SendAsync() => Post(new AttemptEvent.AnsweredInside(dialog, request, await _context.SendAsync(dialog, request)));
    }

    private bool Post(InviteEvent happened) => _events.Writer.TryWrite(happened);
}
