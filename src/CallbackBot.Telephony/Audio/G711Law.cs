namespace CallbackBot.Telephony.Audio;

/// <summary>The two companding laws of ITU-T G.711.</summary>
public enum G711Law
{
    /// <summary>PCMA, RTP payload type 8 (RFC 3551). What everything above RTP works with.</summary>
    ALaw,

    /// <summary>PCMU, RTP payload type 0 (RFC 3551).</summary>
    MuLaw,
}
