using System.Net;
using CallbackBot.Telephony.Sip.Tracing;
using CallbackBot.Telephony.Rtp.Srtp;

namespace CallbackBot.Telephony.Sip;

/// <summary>Where a <see cref="SipUserAgent"/> listens and how it behaves.</summary>
public sealed record SipUserAgentOptions
{
    /// <summary>Local SIP address, for UDP and TCP; port 0 takes a free one.</summary>
    public required IPEndPoint Local { get; init; }

    /// <summary>Listens for TCP on the same port too, as RFC 3261 section 18.2.1 asks. Connections of our own work either way.</summary>
    public bool ListenTcp { get; init; } = true;

    /// <summary>TLS: where to listen, which certificate to show, whom to trust.</summary>
    public SipTlsOptions Tls { get; init; } = new();

    /// <summary>
    /// Sends requests of more than 1300 bytes over UDP all the same, in fragments, where RFC 3261 section 18.1.1 wants TCP tried first: for a
    /// carrier that takes connections and does not answer over them.
    /// </summary>
    public bool LargeRequestsOverUdp { get; init; }

    /// <summary>The address put in Contact and SDP when it is not <see cref="Local"/>.</summary>
    public IPAddress? Advertised { get; init; }

    /// <summary>First RTP port (even) and last.</summary>
    public (int First, int Last) RtpPorts { get; init; } = (20000, 29999);

    /// <summary>Timers; the RFC's defaults.</summary>
    public SipTimers Timers { get; init; } = SipTimers.Default;

    /// <summary>
    /// Handles incoming calls, each in its own task; INVITEs are refused with 403 when null. A handler that returns without a final
    /// response leaves the caller a 480, one that throws a 500.
    /// </summary>
    public Func<IncomingCall, CancellationToken, Task>? OnIncomingCall { get; init; }

    /// <summary>No RTP for this long after the answer ends the call; zero switches it off.</summary>
    public TimeSpan RtpInactivity { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether the media of incoming calls is encrypted. <see cref="InviteRequest.Srtp"/> is for the calls that go out.</summary>
    public SrtpPolicy Srtp { get; init; }

    /// <summary>
    /// How long a session of ours lives without a refresh (RFC 4028), at least 90 s; zero asks for none. What the far side asks for is granted all
    /// the same.
    /// </summary>
    public TimeSpan SessionInterval { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Value of User-Agent and Server.</summary>
    public string UserAgent { get; init; } = "CallbackBot";

    /// <summary>
    /// Told when an <see cref="Rtp.ICallAudio"/> threw, which is a bug: its call is hung up, the other calls go on. Null lets the exception end
    /// the process.
    /// </summary>
    public Action<Exception>? OnMediaFault { get; init; }

    /// <summary>
    /// Told when a received message could not be handled, which is a bug: that message has no effect; a call whose own state it concerned is hung up, and all
    /// others go on. The exception may quote the message, and so a person's number. Must not throw.
    /// </summary>
    public Action<Exception>? OnSignallingFault { get; init; }

    /// <summary>Told of a response that had to be dropped unread: a carrier's fault that somebody should see. On a thread of the agent.</summary>
    public Action<UnreadResponse>? OnUnreadResponse { get; init; }

    /// <summary>
    /// Takes the trace of each call, to be read by people, once nothing more can belong to it (over UDP up to 32 s after its end), or when the agent closes.
    /// Null, the default, costs nothing. Called on a thread of the agent: it must return soon.
    /// </summary>
    public Action<CallTrace>? OnCallTrace { get; init; }

    /// <summary>Sees every message sent and received; null costs nothing.</summary>
    public SipTrace? Trace { get; init; }
}

/// <summary>Sees one SIP message as it went over the wire.</summary>
public delegate void SipTrace(bool sent, SipHop peer, ReadOnlySpan<byte> message);
