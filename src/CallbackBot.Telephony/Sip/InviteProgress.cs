using CallbackBot.Telephony.Audio.Detection;

namespace CallbackBot.Telephony.Sip;

/// <summary>What was seen between an INVITE and its result.</summary>
public sealed record InviteProgress
{
    /// <summary>The Call-ID of the attempt.</summary>
    public required string CallId { get; init; }

    /// <summary>
    /// The highest provisional code received, 0 for none. 199, which says that a fork ended (RFC 6228), does not hide what came before.
    /// </summary>
    public int HighestProvisional { get; init; }

    /// <summary>True once a malformed response came. What it said is unknown, so that somebody may have been phoned.</summary>
    public bool Unread { get; init; }

    /// <summary>Whether anybody can have been phoned: a 101-199 came, or a response that cannot be read.</summary>
    public bool MayHaveRung => HighestProvisional > 100 || Unread;

    /// <summary>The Reason headers of the last provisional response that had any: some exchanges say there why a call is about to fail.</summary>
    public IReadOnlyList<SipReason> Reasons { get; init; } = [];

    /// <summary>True once a provisional response described early media (SDP in an 18x), whether or not any came.</summary>
    public bool EarlyMediaDescribed { get; init; }

    /// <summary>True once media arrived before the answer.</summary>
    public bool EarlyMedia { get; init; }

    /// <summary>Tones and announcements in that media; null when none arrived.</summary>
    public EarlyMediaVerdict? EarlyMediaVerdict { get; init; }

    /// <summary>From the first INVITE to the first 180 or 183; null if neither came.</summary>
    public TimeSpan? RingingAfter { get; init; }

    /// <summary>From the first INVITE to the final result.</summary>
    public TimeSpan Elapsed { get; init; }
}
