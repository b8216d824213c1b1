namespace CallbackBot.Telephony.Sip.InCall;

/// <summary>What becomes of a re-INVITE or UPDATE of the far side.</summary>
internal enum OfferVerdict
{
    /// <summary>It may be answered now.</summary>
    Take,

    /// <summary>An offer of ours has no answer yet: 491.</summary>
    Pending,

    /// <summary>An earlier INVITE of theirs is not finished: 500 with Retry-After.</summary>
    TooSoon,
}

/// <summary>One offer at a time: RFC 3261 section 14.2, RFC 3311 section 5.2.</summary>
/// <param name="OurInvite">A re-INVITE of ours has no final response yet.</param>
/// <param name="TheirInvite">Our 200 to an INVITE of theirs has no ACK yet.</param>
/// <param name="OurOfferInIt">That 200 carried our offer, so its answer comes with the ACK.</param>
internal readonly record struct OfferGate(bool OurInvite, bool TheirInvite, bool OurOfferInIt)
{
    /// <summary>True when an INVITE of ours may leave (section 14.1): none is in progress in either direction.</summary>
    public bool IsFree => !OurInvite && !TheirInvite;

    public OfferVerdict Invite() =>
        OurInvite || (TheirInvite && OurOfferInIt) ? OfferVerdict.Pending
        : TheirInvite ? OfferVerdict.TooSoon
        : OfferVerdict.Take;

    /// <summary>An UPDATE without an offer disturbs no exchange, and one with an offer only an exchange that is open.</summary>
    public OfferVerdict Update(bool withOffer) =>
        withOffer && (OurInvite || (TheirInvite && OurOfferInIt)) ? OfferVerdict.Pending : OfferVerdict.Take;
}
