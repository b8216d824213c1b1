using System.Net;
using CallbackBot.Telephony.Rtp.Srtp;

namespace CallbackBot.Telephony.Sip;

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
    /// Told when an <see cref="Rtp.ICallAudio"/> threw, which is a bug: its call gets no more audio, the other calls go on. Null lets the exception end
    /// the process.
    /// </summary>
    public Action<Exception>? OnMediaFault { get; init; }

    /// <summary>Sees every message sent and received; null costs nothing.</summary>
    public SipTrace? Trace { get; init; }
}

/// <summary>Sees one SIP message as it went over the wire.</summary>
public delegate void SipTrace(bool sent, SipHop peer, ReadOnlySpan<byte> message);
