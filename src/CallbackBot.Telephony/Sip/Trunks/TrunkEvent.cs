namespace CallbackBot.Telephony.Sip.Trunks;

/// <summary>What changed about a trunk.</summary>
public enum TrunkChange
{
    /// <summary>It answers OPTIONS again.</summary>
    Up,

    /// <summary>It does not answer OPTIONS any more, or only with 503.</summary>
    Down,

    /// <summary>The registrar took our registration; refreshes are not reported.</summary>
    Registered,

    /// <summary>A registration was refused or not answered; it is tried again.</summary>
    RegistrationFailed,

    /// <summary>It asked to be left alone for a while: 503 with Retry-After.</summary>
    Resting,
}

/// <summary>Something to log about a trunk.</summary>
/// <param name="Trunk">Its name.</param>
/// <param name="Change">What changed.</param>
/// <param name="Why">What was seen, e.g. <c>403 Forbidden</c> or <c>no answer</c>; holds no number of anybody.</param>
public sealed record TrunkEvent(string Trunk, TrunkChange Change, string Why);
