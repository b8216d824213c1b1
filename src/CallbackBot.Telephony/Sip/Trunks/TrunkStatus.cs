namespace CallbackBot.Telephony.Sip.Trunks;

/// <summary>How one trunk is at this moment.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsUp">It answers OPTIONS, or is not asked.</param>
/// <param name="IsRegistered">Whether our registration stands; null where none is needed.</param>
/// <param name="RestsUntil">Until when it asked for no more calls; null when it did not.</param>
/// <param name="Lines">Calls that it may carry at the same time.</param>
/// <param name="Busy">Calls that it carries now, ringing ones and those that wait for their turn included.</param>
/// <param name="RoundTrip">Of the last OPTIONS that was answered; null when there is none.</param>
public sealed record TrunkStatus(string Name, bool IsUp, bool? IsRegistered, DateTimeOffset? RestsUntil, int Lines, int Busy, TimeSpan? RoundTrip)
{
    /// <summary>A call may be placed now, if a line is free.</summary>
    public bool IsUsable => IsUp && IsRegistered != false && RestsUntil is null;
}
