using CallbackBot.Telephony.Rtp;
using CallbackBot.Telephony.Sdp;
using CallbackBot.Telephony.Sip.Early;
using CallbackBot.Telephony.Sip.InCall;
using CallbackBot.Telephony.Sip.Messages;
using CallbackBot.Telephony.Sip.Transactions;

namespace CallbackBot.Telephony.Sip;

/// <summary>An INVITE that arrived: the callee's half (RFC 3261 sections 13.3 and 17.2.1). 100 Trying is sent already.</summary>
public sealed class IncomingCall
{
    private readonly Lock _gate = new();
    private readonly UserAgentContext _context;
    private readonly InviteServerTransaction _transaction;
    private readonly SipDialogState _dialog;
    private readonly ReliableResponses? _reliable;
    private readonly CancellationTokenSource _cancelled = new();
    private readonly CalleeMedia _media;
    private bool _settled;

    internal IncomingCall(UserAgentContext context, SipRequest invite, InviteServerTransaction transaction)
    {
        (_context, Invite, _transaction) = (context, invite, transaction);
        LocalTag = context.Tokens.New();
        _media = new CalleeMedia(context, invite);
        To = SipUri.TryParse(invite.Uri, out var to) ? to : Unknown;
        From = invite.From.SipUri ?? Unknown;
        _dialog = SipDialogState.OfCallee(invite, LocalTag, Contact);
        if (invite.Supports(OptionTags.Reliable)) _reliable = new ReliableResponses(context, r => _transaction.Respond(r), OnUnacknowledged);
    }

    /// <summary>The Request-URI: who is called.</summary>
    public SipUri To { get; }

    /// <summary>The caller's URI; <c>sip:anonymous@anonymous.invalid</c> (RFC 3323) when it is no SIP URI.</summary>
    public SipUri From { get; }

    /// <summary>Fires when the caller cancels, or the call can no longer be answered.</summary>
    public CancellationToken Cancelled => _cancelled.Token;

    internal SipRequest Invite { get; }

    internal string LocalTag { get; }

    internal bool OfferIsUsable => _media.OfferIsUsable;

    private string Contact => _context.Local.Contact(_transaction.Source.Protocol, To.Scheme == "sips");

    private static SipUri Unknown { get; } = new("sip", "anonymous", "anonymous.invalid", null);

    /// <summary>
    /// Sends 180; reliably where the caller can (RFC 3262), then after the PRACK to what was sent before. A caller that requires it, but made no
    /// offer, hears no ringing: a reliable response would have to carry ours (RFC 3261 section 13.2.1).
    /// </summary>
    /// <exception cref="OperationCanceledException">The caller cancelled while this waited for a PRACK.</exception>
    public Task RingAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var response = Response(180, "Ringing");
        if (_reliable is not null && Invite.HasSdp) return SendReliablyAsync(_reliable, response, cancellationToken);
        if (!Invite.Requires(OptionTags.Reliable)) _transaction.Respond(response);
        return Task.CompletedTask;
    }

    /// <summary>Sends 183 with an SDP answer, reliably where the caller can, and plays <paramref name="audio"/> to the caller until a final response.</summary>
    /// <exception cref="InvalidOperationException">The INVITE carried no offer, so there is nothing to answer before the 200.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled while this waited for a PRACK.</exception>
    /// <exception cref="SipTransportException">No RTP port is free.</exception>
    public Task EarlyMediaAsync(ICallAudio audio, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!_media.IsOffered) throw new InvalidOperationException("early media needs an offer in the INVITE");
        lock (_gate)
        {
            if (_settled) return Task.CompletedTask;
            var response = Response(183, "Session Progress");
            response.SetSdp(_media.Describe(audio));
            _media.Rtp!.StartEarlySending();
            if (_reliable is not null) return SendReliablyAsync(_reliable, response, cancellationToken);
            _transaction.Respond(response);
        }

        return Task.CompletedTask;
    }

    /// <summary>
    /// Sends 200 (retransmitted until the ACK, RFC 3261 section 13.3.1.4) and returns once the ACK came. When it never comes the call that
    /// is returned has ended already.
    /// </summary>
    /// <exception cref="OperationCanceledException">The caller cancelled before, or <paramref name="cancellationToken"/> fired.</exception>
    /// <exception cref="SipTransportException">No RTP port is free.</exception>
    public async Task<SipCall> AnswerAsync(ICallAudio audio, CancellationToken cancellationToken)
    {
        // RFC 3262 section 3: no 2xx while a reliable response with a description waits for its PRACK.
        if (_reliable is not null) await UntilAsync(_reliable.DescriptionAcknowledged, cancellationToken);
        SipCall call;
        lock (_gate)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_settled) throw new OperationCanceledException("the call was cancelled, or has its final response already", Cancelled);
            var response = Response(200, "OK");
            response.SetSdp(_media.Describe(audio));
            RequestDispatch.AddCapabilities(response);
            _settled = true;
            _reliable?.Stop();

            // Registered before the 200 leaves: the ACK, or even a BYE, may follow at once.
            call = new SipCall(_context, _dialog, _media.Rtp!, _media.Sdp!, null);
            _context.Calls.Add(call);
            call.StartAsCallee(Invite, response, answer => _transaction.Respond(answer));
        }

        try
        {
            await call.Acknowledged.WaitAsync(cancellationToken);
            return call;
        }
        catch (OperationCanceledException)
        {
            // Nobody gets this call, so it must not stay up; its BYE follows the ACK.
            _context.Calls.Track(call.HangUpAsync(CancellationToken.None));
            throw;
        }
    }

    /// <summary>Sends a final non-2xx response. Does nothing when the call has a final response already.</summary>
    /// <param name="code">300 to 699.</param>
    /// <param name="phrase">The reason phrase.</param>
    /// <param name="q850Cause">Added as <c>Reason: Q.850;cause=</c> when given.</param>
    /// <param name="cancellationToken">Ends the wait for the ACK.</param>
    public async Task RejectAsync(int code, string phrase, int? q850Cause, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(code, 300);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(code, 699);
        var response = Response(code, phrase);
        if (q850Cause is { } cause) response.Headers.Add("Reason", new SipReason("Q.850", cause, phrase).ToString());
        if (!Settle(response)) return;
        await _transaction.Settled.WaitAsync(cancellationToken);
    }

    /// <summary>Runs the application's handler; whatever it forgets, the caller gets a final response.</summary>
    internal async Task HandleAsync(Func<IncomingCall, CancellationToken, Task> handler)
    {
        // Not on the thread that receives.
        await Task.Yield();
        try
        {
            await handler(this, _context.Closing);
            Settle(Response(480, "Temporarily Unavailable"));
        }
        catch (OperationCanceledException)
        {
            Settle(Response(480, "Temporarily Unavailable"));
        }
        catch (Exception)
        {
            // The application's fault must not leave a caller ringing; it sees its own exception in its own handler.
            Settle(Response(500, "Server Internal Error"));
        }
        finally
        {
            _context.Calls.Remove(this);
        }
    }

    /// <summary>CANCEL (section 9.2), or BYE before the answer: 487.</summary>
    internal void CancelledByCaller()
    {
        if (Settle(Response(487, "Request Terminated"))) _context.Calls.Track(_cancelled.CancelAsync());
    }

    /// <summary>A request inside the call that is not answered yet, or a PRACK that the 200 overtook; false when it is out of place: 481.</summary>
    internal bool Take(SipRequest request, IServerTransaction transaction)
    {
        lock (_gate)
        {
            if (_settled && request.Method != "PRACK") return false;
            if (request.Method is not ("PRACK" or "UPDATE" or "OPTIONS")) return false;
            if (request.Method == "PRACK" && _reliable?.Take(request) != true) return false;
            var late = !_settled && !_dialog.TakeNumber(request);
            var refusal = late ? request.Respond(500, "Server Internal Error") : request.Method == "UPDATE" ? InCallRefusal.Of(request) : null;
            transaction.Respond(refusal ?? Renegotiate(request));
            return true;
        }
    }

    /// <summary>Sends the one final non-2xx response; false when there was a final response before.</summary>
    private bool Settle(SipResponse response)
    {
        lock (_gate)
        {
            if (_settled) return false;
            _settled = true;
            _reliable?.Stop();
            _media.Rtp?.Dispose();
            return _transaction.Respond(response);
        }
    }

    /// <summary>200, with the answer to the offer that a PRACK (RFC 3262 section 5) or an UPDATE (RFC 3311 section 5.2) may carry.</summary>
    private SipResponse Renegotiate(SipRequest request)
    {
        var response = request.HasSdp ? _media.Answer(request, _settled) : request.Respond(200, "OK");
        if (!response.IsSuccess) return response;
        if (request.Method == "UPDATE") _dialog.RefreshTarget(request);
        if (request.Method != "PRACK") response.Headers.Add("Contact", Contact);
        if (request.Method == "OPTIONS") RequestDispatch.AddCapabilities(response);
        return response;
    }

    /// <summary>RFC 3262 section 3: a caller that acknowledges nothing for 64 T1 is refused.</summary>
    private void OnUnacknowledged() => _context.Calls.Track(GiveUpAsync());

    private async Task GiveUpAsync()
    {
        // Not in the timer that noticed it: that one holds its own lock.
        await Task.Yield();
        if (Settle(Response(500, "Server Internal Error"))) await _cancelled.CancelAsync();
    }

    private Task SendReliablyAsync(ReliableResponses reliable, SipResponse response, CancellationToken cancellationToken) =>
        UntilAsync(() => reliable.SendAsync(response, _cancelled.Token), cancellationToken);

    /// <summary>Waits, unless the caller cancels first.</summary>
    private async Task UntilAsync(Func<Task> waiting, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Cancelled);
        await waiting().WaitAsync(either.Token);
    }

    private SipResponse Response(int code, string phrase)
    {
        var response = Invite.Respond(code, phrase, LocalTag);
        response.Headers.Add("Record-Route", Invite.Headers.All("Record-Route"));
        if (code < 300) response.Headers.Add("Contact", Contact);
        response.Headers.Add("Server", _context.Local.UserAgent);
        return response;
    }
}
