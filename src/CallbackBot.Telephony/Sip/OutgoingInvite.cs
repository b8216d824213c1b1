using System.Threading.Channels;
using CallbackBot.Telephony.Sip.Early;
using CallbackBot.Telephony.Sip.Messages;
using CallbackBot.Telephony.Sip.Transactions;

namespace CallbackBot.Telephony.Sip;

/// <summary>
/// One attempt to reach a callee (RFC 3261 section 13.2), from the INVITE to its result: ring time-out, authentication, giving up. What goes over the wire
/// is in <see cref="InviteInFlight"/>; repeated, forked and late responses are dealt with by <see cref="InviteAfterlife"/>. All state belongs to these two
/// loops, one after the other.
/// </summary>
internal sealed class OutgoingInvite
{
    private readonly Channel<InviteEvent> _events = Channel.CreateUnbounded<InviteEvent>(new UnboundedChannelOptions { SingleReader = true });
    private readonly UserAgentContext _context;
    private readonly InviteRequest _wanted;
    private readonly InviteMessages _messages;
    private readonly InviteJournal _journal;
    private readonly DigestAuthentication? _digest;
    private readonly SipTimer _ringing;
    private EarlyMediaReceiver _media = null!;
    private InviteInFlight _sent = null!;
    private InviteAfterlife _afterlife = null!;
    private SipCall? _call;
    private bool _overdue;
    private InviteResult.NotAnswered? _givenUp;

    public OutgoingInvite(UserAgentContext context, InviteRequest wanted)
    {
        (_context, _wanted, _messages, _journal) = (context, wanted, new InviteMessages(wanted, context.Local, context.Options.SessionInterval), new InviteJournal(context.Time));
        _digest = wanted.Credentials is { } known ? new DigestAuthentication(known, context.Tokens) : null;
        _ringing = new SipTimer(context.Time, new Lock(), () => Post(new AttemptEvent.RingTimeoutPassed()));
    }

    public string CallId => _messages.CallId;

    /// <summary>What the application calls this attempt.</summary>
    public string? Label => _wanted.Label;

    private InviteProgress Progress => _journal.Progress(CallId, _media.Heard) with { EarlyMediaVerdict = _media.Verdict };

    /// <summary>The whole story of one INVITE.</summary>
    /// <exception cref="SipTransportException">No RTP port is free.</exception>
    public async Task<InviteResult> RunAsync(CancellationToken cancellationToken)
    {
        var nothing = new InviteProgress { CallId = CallId };
        if (cancellationToken.IsCancellationRequested) return new InviteResult.NotAnswered(true, nothing);
        var resolved = _wanted.NextHop ?? await _context.ResolveAsync(_wanted.To);

        // A name server may take seconds, in which the caller may have given up.
        if (cancellationToken.IsCancellationRequested) return new InviteResult.NotAnswered(true, nothing);
        if (resolved is not { } destination) return new InviteResult.Unreachable("the host name does not resolve", nothing);
        var listener = new EarlyMediaListener(_wanted.Audio);
        var rtp = _context.NewRtp(listener);
        _media = new EarlyMediaReceiver(rtp, _context.NewOfferAnswer(rtp, _wanted.Srtp, destination.Address.Address), listener);
        _sent = new InviteInFlight(_context, _messages, _digest, destination, _media, Post);
        _afterlife = new InviteAfterlife(_context.Time, _sent, Post);
        _context.Calls.Add(this);

        InviteResult? result = null;
        try
        {
            _ringing.Start(_wanted.RingTimeout);
            _sent.Send(_messages.First(destination, _media.Offer));
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
        if (_sent.IsAnsweredBy(response)) Post(new InviteEvent.Responded(response));
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
                await _sent.EndUnwantedAsync(response, EndReasons.GivenUp);
                return _givenUp with { Progress = Progress };
            case InviteEvent.Responded({ IsSuccess: true } response):
                return await AnsweredAsync(response);
            case InviteEvent.Responded(var response) when _givenUp is not null:
                return _givenUp with { Progress = Progress, Final = InviteResult.Rejected.Of(response, Progress) };
            case InviteEvent.Responded(var response) when _digest is not null && _digest.Take(response):
                _sent.Send(_messages.Again(_digest));
                return null;
            case InviteEvent.Responded({ Code: 422 } response) when _messages.RaiseSessionInterval(response):
                _sent.Send(_messages.Again(_digest));
                return null;
            case InviteEvent.Responded(var response):
                return InviteResult.Rejected.Of(response, Progress);
            case InviteEvent.Unread:
                _journal.NoteUnread();
                return null;
            case InviteEvent.TimedOut or InviteEvent.TransportFailed or AttemptEvent.CancelUnanswered:
                _afterlife.Expect(happened, _journal.HighestProvisional > 0);
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
                _sent.Early.TakeAnswer(dialog, success);
                return null;
            case AttemptEvent.Requested(var request, var transaction) when _sent.Early.Take(request, transaction):
                return null;
            default:
                _sent.Take(happened, _call);
                return null;
        }
    }

    private void OnProvisional(SipResponse response)
    {
        var first = _journal.Note(response);
        if (_givenUp is not null) _sent.Cancel();
        else if (first) _ringing.Start(_wanted.RingTimeout);
        else if (_overdue) GiveUp(byCaller: false);
        if (_givenUp is null && response.Code > 100) _sent.Early.Take(_sent.Transaction.Invite, response);
    }

    private async Task<InviteResult> AnsweredAsync(SipResponse response)
    {
        _digest?.Accepted(response);
        var invite = _sent.Transaction.Invite;
        var dialog = _sent.Early.Confirm(invite, response);
        if (_sent.Early.MediaOf(response) is not { } parameters)
        {
            await _sent.Answers.AcknowledgeAsync(invite, dialog);
            _sent.Answers.HangUp(dialog, EndReasons.NoUsableAudio);
            return new InviteResult.Rejected(response.Code, "answered without usable audio", null, Progress);
        }

        var progress = Progress;
        _media.Answered(parameters);
        _call = new SipCall(_context, dialog, _media.Rtp, _media.Sdp, _digest);
        _context.Calls.Add(_call);
        _call.StartAsCaller(response);
        _call.Ended.Register(() => Post(new AttemptEvent.CallOver()));
        await _sent.Answers.AcknowledgeAsync(invite, dialog);
        return new InviteResult.Answered(_call, progress);
    }

    private InviteResult Unanswered(InviteEvent why) => why switch
    {
        _ when _givenUp is not null => _givenUp with { Progress = Progress },
        InviteEvent.TransportFailed(var fault) => new InviteResult.Unreachable(fault, Progress),
        _ => new InviteResult.Unreachable(Progress.Unread ? "no response that can be read" : "no response", Progress) { TimedOut = true },
    };

    /// <summary>
    /// Our ring time-out, or the caller's wish. CANCEL goes out at once if a 1xx came, else with the first one (section 9.1). The result waits
    /// for the INVITE's own final response, except when nobody has answered at all: then only the afterlife is left to deal with what comes.
    /// </summary>
    private InviteResult? GiveUp(bool byCaller)
    {
        _givenUp = new InviteResult.NotAnswered(byCaller, Progress);
        if (_sent.Transaction.State == InviteClientState.Proceeding)
        {
            _sent.Cancel();
            return null;
        }

        if (_sent.Transaction.State != InviteClientState.Calling) return null;
        _sent.Transaction.GiveUp();
        return _givenUp;
    }

    /// <summary>After the result: what may still come is dealt with, then the attempt is forgotten.</summary>
    private async Task LingerAsync()
    {
        try
        {
            await _afterlife.RunAsync(_events.Reader, _call, _givenUp is not null, answered: () => _journal.HighestProvisional > 0);
        }
        catch (Exception bug)
        {
            // Nobody waits for this: the attempt would never be forgotten.
            _context.Tell(bug);
        }

        _context.Calls.Remove(this);
        _events.Writer.TryComplete();
        while (_events.Reader.TryRead(out var rest)) _sent.Take(rest, _call);
    }

    private bool Post(InviteEvent happened) => _events.Writer.TryWrite(happened);
}
