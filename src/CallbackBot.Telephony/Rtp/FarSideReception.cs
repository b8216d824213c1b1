namespace CallbackBot.Telephony.Rtp;

/// <summary>What the far side said last about the packets that it gets from us (RFC 3550 section 6.4.1).</summary>
/// <param name="FractionLost">0 to 1, since its report before.</param>
/// <param name="Lost">Packets since the beginning.</param>
/// <param name="Jitter">How unevenly they arrive.</param>
public readonly record struct FarSideReception(double FractionLost, long Lost, TimeSpan Jitter);
