namespace CallbackBot.Telephony.Sip.Trunks;

/// <summary>What became of one attempt over the trunks of a group.</summary>
/// <param name="Result">The last leg's result.</param>
/// <param name="Legs">One per trunk that was tried, in order; at least one.</param>
public sealed record TrunkResult(InviteResult Result, IReadOnlyList<TrunkLeg> Legs)
{
    /// <summary>The trunk that carries the call, or that was tried last.</summary>
    public TrunkOptions Trunk => Legs[^1].Trunk;
}

/// <summary>One INVITE of an attempt.</summary>
/// <param name="Trunk">Where it went.</param>
/// <param name="Result">What it came to.</param>
/// <param name="StartedAt">When it left.</param>
/// <param name="EndedAt">When its result was there; for an answered call the answer.</param>
public sealed record TrunkLeg(TrunkOptions Trunk, InviteResult Result, DateTimeOffset StartedAt, DateTimeOffset EndedAt);
