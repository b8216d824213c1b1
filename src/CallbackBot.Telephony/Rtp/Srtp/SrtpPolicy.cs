namespace CallbackBot.Telephony.Rtp.Srtp;

/// <summary>
/// Whether a call's media is encrypted: SRTP (RFC 3711) with its keys in the SDP (RFC 4568). Who can read the SDP can read the keys, so the
/// signalling should go over TLS (RFC 4568 section 8).
/// </summary>
public enum SrtpPolicy
{
    /// <summary>Never: keys in an offer are passed over, and a stream that can only be had encrypted is refused.</summary>
    None,

    /// <summary>
    /// When the far side can. Our offer has two alternatives on one port: RTP/AVP with a key beside it, which peers without SRTP take as
    /// plain, and RTP/SAVP for peers that insist on it. An offer of either profile is answered in kind, encrypted where it brings a key.
    /// </summary>
    Optional,

    /// <summary>Always: our offer is RTP/SAVP, and what would be plain is refused.</summary>
    Required,
}
