using System.Net;

namespace CallbackBot.Telephony.Sip;

/// <summary>Places and takes calls over one transport address. One per trunk; any number of calls.</summary>
public sealed class SipUserAgent : IAsyncDisposable
{
    /// <summary>Creates the agent; nothing is bound before <see cref="StartAsync"/>.</summary>
    public SipUserAgent(SipUserAgentOptions options, TimeProvider time, Random random) => throw new NotSupportedException();

    /// <summary>The bound SIP address; valid after <see cref="StartAsync"/>.</summary>
    public IPEndPoint LocalEndPoint => throw new NotSupportedException();

    /// <summary>Binds the transport and starts the pacing clock.</summary>
    /// <exception cref="SipTransportException">The address cannot be bound (port in use).</exception>
    public Task StartAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>
    /// Calls somebody. Returns when there is a result; retransmissions, authentication, CANCEL and its races are inside.
    /// Cancelling the token sends CANCEL and returns <see cref="InviteResult.NotAnswered"/> (a 200 that crosses it is ACKed and ended with BYE).
    /// </summary>
    public Task<InviteResult> InviteAsync(InviteRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>Ends all calls (CANCEL, BYE), waits for them, closes the transport.</summary>
    public ValueTask DisposeAsync() => throw new NotSupportedException();
}

/// <summary>Where a <see cref="SipUserAgent"/> listens and how it behaves.</summary>
public sealed record SipUserAgentOptions
{
    /// <summary>Local SIP address; port 0 takes a free one.</summary>
    public required IPEndPoint Local { get; init; }

    /// <summary>The address put in Contact and SDP when it is not <see cref="Local"/>.</summary>
    public IPAddress? Advertised { get; init; }

    /// <summary>First RTP port (even) and last.</summary>
    public (int First, int Last) RtpPorts { get; init; } = (20000, 29999);

    /// <summary>Timers; the RFC's defaults.</summary>
    public SipTimers Timers { get; init; } = SipTimers.Default;

    /// <summary>Handles incoming calls, each in its own task; INVITEs are refused with 403 when null.</summary>
    public Func<IncomingCall, CancellationToken, Task>? OnIncomingCall { get; init; }

    /// <summary>No RTP for this long after the answer ends the call; zero switches it off.</summary>
    public TimeSpan RtpInactivity { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Value of User-Agent and Server.</summary>
    public string UserAgent { get; init; } = "CallbackBot";

    /// <summary>Sees every message sent and received; null costs nothing.</summary>
    public SipTrace? Trace { get; init; }
}

/// <summary>Sees one SIP message as it went over the wire.</summary>
public delegate void SipTrace(bool sent, EndPoint peer, ReadOnlySpan<byte> message);
