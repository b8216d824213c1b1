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
    /// When the far side can: our offer is plain RTP/AVP with a key beside it, the form that peers without SRTP simply pass over. An offer of
    /// either profile is answered in kind, encrypted where it brings a key.
    /// </summary>
    Optional,

    /// <summary>Always: our offer is RTP/SAVP, and what would be plain is refused.</summary>
    Required,
}
