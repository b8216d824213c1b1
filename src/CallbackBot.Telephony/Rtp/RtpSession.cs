using System.Net;

namespace CallbackBot.Telephony.Rtp;

/// <summary>The audio of one call: one socket, paced by a <see cref="PacingClock"/>. Safe for use from several threads.</summary>
public sealed class RtpSession : IDisposable
{
    /// <summary>Binds a port of <paramref name="ports"/>; nothing is received or sent before <see cref="Configure"/> and a start.</summary>
    /// <exception cref="Sip.SipTransportException">No port is free.</exception>
    public RtpSession(PacingClock clock, RtpPortRange ports, ICallAudio audio, TimeProvider time, Random random) =>
        throw new NotSupportedException();

    /// <summary>The bound address, for the SDP.</summary>
    public IPEndPoint LocalEndPoint => throw new NotSupportedException();

    /// <summary>Receives and supplies the audio; may be exchanged (a callee's early media and its answer differ).</summary>
    public ICallAudio Audio
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Timestamp of the last valid packet, never before <see cref="Start"/>: the base of an RTP inactivity limit.</summary>
    public long LastPacketAt => throw new NotSupportedException();

    /// <summary>The counts so far.</summary>
    public RtpStatistics Statistics => throw new NotSupportedException();

    /// <summary>Sets what was agreed; may be called again (re-INVITE, a 200 whose SDP differs from the 183's).</summary>
    public void Configure(RtpParameters parameters) => throw new NotSupportedException();

    /// <summary>Receives only: <see cref="ICallAudio.EarlyMedia"/> every 20 ms from the first packet on (RFC 3960).</summary>
    public void StartEarly() => throw new NotSupportedException();

    /// <summary>A callee's 183: <see cref="ICallAudio.Exchange"/> runs and is sent before the answer.</summary>
    public void StartEarlySending() => throw new NotSupportedException();

    /// <summary>The call is answered: <see cref="ICallAudio.Exchange"/> every 20 ms from the next slot on, until <see cref="Stop"/>.</summary>
    public void Start() => throw new NotSupportedException();

    /// <summary>Presses keys (RFC 4733), one after the other; audio pauses meanwhile. Does not wait.</summary>
    /// <exception cref="ArgumentException">A key is not one of 0-9, *, #, A-D.</exception>
    /// <exception cref="InvalidOperationException">The far side takes no telephone-event.</exception>
    public void SendDigits(string keys) => throw new NotSupportedException();

    /// <summary>Ends the audio. After this returns, the <see cref="ICallAudio"/> is not called again.</summary>
    public void Stop() => throw new NotSupportedException();

    /// <summary>Stops and closes the socket.</summary>
    public void Dispose() => throw new NotSupportedException();
}
