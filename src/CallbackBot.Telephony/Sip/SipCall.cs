using System.Threading.Channels;
using CallbackBot.Telephony.Rtp;
using CallbackBot.Telephony.Sdp;
using CallbackBot.Telephony.Sip.Messages;
using CallbackBot.Telephony.Sip.Transactions;

namespace CallbackBot.Telephony.Sip;

/// <summary>An answered call, ours or the far side's. Disposing it hangs up.</summary>
/// <remarks>Its state belongs to one loop, which takes one <see cref="Step"/> after the other; everybody else only posts steps.</remarks>
public sealed class SipCall : IAsyncDisposable
{
    private readonly Channel<Step> _steps = Channel.CreateUnbounded<Step>(new UnboundedChannelOptions { SingleReader = true });
    private readonly UserAgentContext _context;
    private readonly SipDialogState _dialog;
    private readonly RtpSession _rtp;
    private readonly OfferAnswer _sdp;
    private readonly DigestAuthentication? _digest;
    private readonly CancellationTokenSource _ended = new();
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _acknowledged = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private MediaWatch? _watch;
    private ResponseRetransmitter? _unacknowledged;
    private bool _answerExpected;
    private bool _hangUpAfterAck;

    internal SipCall(UserAgentContext context, SipDialogState dialog, RtpSession rtp, OfferAnswer sdp, DigestAuthentication? digest) =>
        (_context, _dialog, _rtp, _sdp, _digest) = (context, dialog, rtp, sdp, digest);

    /// <summary>The Call-ID.</summary>
    public string CallId => _dialog.CallId;

    /// <summary>Fires once the call is over, whoever ended it. <see cref="End"/> is set by then.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>How the call ended; null while it is up.</summary>
    public CallEnd? End { get; private set; }

    /// <summary>
    /// Timestamp (of the agent's TimeProvider) of the 200; of the ACK for an INVITE that came without an offer, since audio begins there.
    /// </summary>
    public long AnsweredAt { get; private set; }

    /// <summary>What RTP counted so far; stays after the end.</summary>
    public RtpStatistics Statistics => _rtp.Statistics;

    internal string DialogKey => _dialog.Key;

    /// <summary>Completes with the ACK to our 200, or with the end of the call.</summary>
    internal Task Acknowledged => _acknowledged.Task;

    /// <summary>
    /// Sends BYE and waits until the far side confirmed it or the transaction timed out. Returns at once if the call is over. The audio has
    /// stopped by then; cancelling the token ends only the waiting.
    /// </summary>
    public Task HangUpAsync(CancellationToken cancellationToken = default)
    {
        _steps.Writer.TryWrite(new Step.HangUp());
        return _over.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Presses keys (RFC 4733), one after the other, while audio pauses. Does not wait.</summary>
    /// <exception cref="ArgumentException">A key is not one of 0-9, *, #, A-D.</exception>
    /// <exception cref="InvalidOperationException">The far side takes no telephone-event.</exception>
    public void SendDigits(string keys) => _rtp.SendDigits(keys);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await HangUpAsync(CancellationToken.None);

    /// <summary>From now on the call is answered; audio runs as soon as both sides have described it.</summary>
    internal void Start(bool described = true)
    {
        AnsweredAt = _context.Time.GetTimestamp();
        if (described) StartAudio();
        _context.Calls.Track(RunAsync());
    }

    /// <summary>Repeats a 200 to an INVITE until its ACK; the ACK carries the answer when the 200 carried our offer.</summary>
    internal void SendUntilAcknowledged(Action send, bool answerExpected)
    {
        _answerExpected = answerExpected;
        _unacknowledged = new ResponseRetransmitter(
            _context.Timers, _context.Time, send, () => _steps.Writer.TryWrite(new Step.NoAck()));
        _unacknowledged.Start();
    }

    /// <summary>A request inside the call; false when the call is gone.</summary>
    internal bool Take(SipRequest request, IServerTransaction transaction) => _steps.Writer.TryWrite(new Step.Request(request, transaction));

    internal void Take(SipRequest ack) => _steps.Writer.TryWrite(new Step.Ack(ack));

    /// <summary>The transport is closed: nothing more can be confirmed.</summary>
    internal void Abandon() => _steps.Writer.TryWrite(new Step.Abandoned());

    private async Task RunAsync()
    {
        await foreach (var step in _steps.Reader.ReadAllAsync(CancellationToken.None))
        {
            switch (step)
            {
                case Step.Request(var request, var transaction):
                    TakeRequest(request, transaction);
                    break;
                case Step.Ack(var ack):
                    TakeAck(ack);
                    break;
                case Step.HangUp when End is null:
                    // Section 15: the callee must not send BYE before the ACK came or is given up.
                    if (_unacknowledged is null) EndCall(CallEndedBy.Us, null, sendBye: true);
                    else _hangUpAfterAck = true;
                    break;
                case Step.NoAck or Step.MediaStopped when End is null:
                    EndCall(CallEndedBy.Network, null, sendBye: true);
                    break;
                case Step.Abandoned when End is null:
                    EndCall(CallEndedBy.Network, null, sendBye: false);
                    break;
                case Step.Abandoned:
                    Close();
                    break;
                case Step.ByeAnswered(var response):
                    if (response is not null && _digest is not null && _digest.Take(response)) SendBye();
                    else Close();
                    break;
            }
        }
    }

    private void TakeRequest(SipRequest request, IServerTransaction transaction)
    {
        if (!_dialog.TakeNumber(request))
        {
            transaction.Respond(request.Respond(500, "Server Internal Error"));
        }
        else if (request.Method == "BYE")
        {
            // Also when ours is on its way: two BYEs that cross are both answered with 200, and nothing is left to confirm.
            transaction.Respond(request.Respond(200, "OK"));
            if (End is null) EndCall(CallEndedBy.FarSide, Q850Reason.Read(request), sendBye: false);
            else Close();
        }
        else if (End is not null)
        {
            transaction.Respond(request.Respond(481, "Call/Transaction Does Not Exist"));
        }
        else if (request.Method == "INVITE")
        {
            TakeReInvite(request, transaction);
        }
        else
        {
            var known = request.Method == "OPTIONS";
            var response = known ? request.Respond(200, "OK") : request.Respond(405, "Method Not Allowed");
            RequestDispatch.AddCapabilities(response);
            transaction.Respond(response);
        }
    }

    /// <summary>Section 14.2: the far side moves its media, puts us on hold, or only asks whether we are there.</summary>
    private void TakeReInvite(SipRequest request, IServerTransaction transaction)
    {
        if (_unacknowledged is not null)
        {
            // Our last 200 is still without its ACK, so that exchange is not over.
            transaction.Respond(request.Respond(491, "Request Pending"));
            return;
        }

        byte[] body;
        if (request.HasSdp)
        {
            if (SdpParser.Parse(request.Body).Description is not { } offer || _sdp.Answer(offer) is not { } answer)
            {
                transaction.Respond(request.Respond(488, "Not Acceptable Here"));
                return;
            }

            Configure(answer.Rtp);
            body = answer.Sdp;
        }
        else
        {
            body = _sdp.Offer();
        }

        _dialog.RefreshTarget(request);
        var response = request.Respond(200, "OK");
        response.Headers.Add("Contact", _dialog.LocalContact);
        response.SetSdp(body);
        SendUntilAcknowledged(() => transaction.Respond(response), answerExpected: !request.HasSdp);
    }

    private void TakeAck(SipRequest ack)
    {
        if (_unacknowledged is null || End is not null) return;
        _unacknowledged.Stop();
        _unacknowledged = null;
        if (_answerExpected && ack.HasSdp && SdpParser.Parse(ack.Body).Description is { } answer && _sdp.Accept(answer) is { } parameters)
        {
            Configure(parameters);
            if (_watch is null) StartAudio();
        }

        _acknowledged.TrySetResult();
        if (_hangUpAfterAck) EndCall(CallEndedBy.Us, null, sendBye: true);
    }

    private void StartAudio()
    {
        AnsweredAt = _context.Time.GetTimestamp();
        _rtp.Start();
        _watch = new MediaWatch(_context.Time, _context.Options.RtpInactivity, _rtp, () => _steps.Writer.TryWrite(new Step.MediaStopped()));
    }

    private void Configure(RtpParameters parameters)
    {
        _rtp.Configure(parameters);
        _watch?.Expect(parameters.Receive);
    }

    private void EndCall(CallEndedBy by, int? cause, bool sendBye)
    {
        _rtp.Stop();
        End = new CallEnd(by, cause, _context.Time.GetElapsedTime(AnsweredAt));
        _watch?.Dispose();
        _unacknowledged?.Stop();
        if (sendBye) SendBye();
        _acknowledged.TrySetResult();

        // Its callbacks run elsewhere: what the application does at the end of a call is not waited for here.
        _context.Calls.Track(_ended.CancelAsync());
        if (!sendBye) Close();
    }

    private void SendBye()
    {
        var bye = _dialog.NewRequest("BYE", _context.Local);
        _digest?.Authorize(bye);
        _context.Calls.Track(SendByeAsync(bye));
    }

    /// <summary>Whatever the answer is (200, 481, 408 or none), the call is gone (section 15.1.1); only a challenge is worth a second try.</summary>
    private async Task SendByeAsync(SipRequest bye) =>
        _steps.Writer.TryWrite(new Step.ByeAnswered(await _context.SendAsync(_dialog, bye)));

    private void Close()
    {
        _context.Calls.Remove(this);
        _steps.Writer.TryComplete();
        _rtp.Dispose();
        _over.TrySetResult();
    }

    private abstract record Step
    {
        public sealed record Request(SipRequest Message, IServerTransaction Transaction) : Step;

        public sealed record Ack(SipRequest Message) : Step;

        public sealed record HangUp : Step;

        public sealed record NoAck : Step;

        public sealed record MediaStopped : Step;

        public sealed record Abandoned : Step;

        public sealed record ByeAnswered(SipResponse? Response) : Step;
    }
}
