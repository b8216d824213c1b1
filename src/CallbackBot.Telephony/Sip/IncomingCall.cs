using CallbackBot.Telephony.Rtp;

namespace CallbackBot.Telephony.Sip;

/// <summary>An INVITE that arrived: the callee's half (RFC 3261 sections 13.3 and 17.2.1). 100 Trying is sent already.</summary>
public sealed class IncomingCall
{
    /// <summary>The Request-URI: who is called.</summary>
    public SipUri To => throw new NotSupportedException();

    /// <summary>The caller's URI.</summary>
    public SipUri From => throw new NotSupportedException();

    /// <summary>Fires when the caller cancels, or the call can no longer be answered.</summary>
    public CancellationToken Cancelled => throw new NotSupportedException();

    /// <summary>Sends 180.</summary>
    public Task RingAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>Sends 183 with an SDP answer and plays <paramref name="audio"/> to the caller until a final response.</summary>
    public Task EarlyMediaAsync(ICallAudio audio, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>Sends 200 (retransmitted until the ACK, RFC 3261 section 13.3.1.4) and returns once the ACK came.</summary>
    public Task<SipCall> AnswerAsync(ICallAudio audio, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>Sends a final non-2xx response.</summary>
    /// <param name="code">300 to 699.</param>
    /// <param name="phrase">The reason phrase.</param>
    /// <param name="q850Cause">Added as <c>Reason: Q.850;cause=</c> when given.</param>
    /// <param name="cancellationToken">Ends the wait for the ACK.</param>
    public Task RejectAsync(int code, string phrase, int? q850Cause, CancellationToken cancellationToken) => throw new NotSupportedException();
}
