using System.Net;
using CallbackBot.Telephony.Audio;
using CallbackBot.Telephony.Rtp.Srtp;

namespace CallbackBot.Telephony.Rtp;

/// <summary>What offer and answer agreed on for one call's audio (RFC 3264).</summary>
/// <param name="Remote">Where the far side's SDP wants its media; used until media arrives from elsewhere (RFC 4961).</param>
/// <param name="PayloadType">The payload type of the audio that we send, as the far side numbers it.</param>
/// <param name="Law">The law that <paramref name="PayloadType"/> stands for.</param>
/// <param name="TelephoneEventType">The payload type of the telephone-event (RFC 4733) that we send, or null when the far side takes none.</param>
/// <param name="Send">False while the far side does not want our audio (sendonly or inactive on its side).</param>
/// <param name="Receive">False while we are not to expect audio (recvonly or inactive on its side): what comes is dropped.</param>
public sealed record RtpParameters(IPEndPoint Remote, byte PayloadType, G711Law Law, byte? TelephoneEventType, bool Send, bool Receive)
{
    /// <summary>
    /// A second payload type by which telephone-event may come: the number of our offer, where the answer has another (RFC 3264 section 6.1).
    /// </summary>
    public byte? OurTelephoneEventType { get; init; }

    /// <summary>Where the far side wants its RTCP; null for the port above <see cref="Remote"/> (RFC 3550 section 11).</summary>
    public IPEndPoint? RemoteRtcp { get; init; }

    /// <summary>RTCP goes over the port of RTP, as both sides agreed (RFC 5761).</summary>
    public bool RtcpMux { get; init; }

    /// <summary>Where the far side's SIP comes from, if known: a host from which media is believed sooner than from a foreign one.</summary>
    public IPAddress? Signalling { get; init; }

    /// <summary>The keys of both directions; null for a call in the clear.</summary>
    internal SrtpKeys? Srtp { get; init; }
}
