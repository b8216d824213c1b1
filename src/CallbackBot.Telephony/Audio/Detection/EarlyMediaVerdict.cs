namespace CallbackBot.Telephony.Audio.Detection;

/// <summary>One thing that was heard. Times count from the first slot of media.</summary>
/// <param name="Sound">What it was.</param>
/// <param name="FirstSeen">When it began.</param>
/// <param name="LastSeen">When it was last heard.</param>
/// <param name="Confidence">0 to 1: every further period of a tone halves the doubt.</param>
/// <param name="Cadence">A tone's last durations as measured, ms on and off in turn ("340 360 340"); empty for what is no tone.</param>
public sealed record SoundHeard(LineSound Sound, TimeSpan FirstSeen, TimeSpan LastSeen, double Confidence, string Cadence);

/// <summary>What the media before an answer were (RFC 3960), raw findings kept.</summary>
/// <param name="Sounds">Everything heard, in the order in which it began; each sound once.</param>
public sealed record EarlyMediaVerdict(IReadOnlyList<SoundHeard> Sounds)
{
    /// <summary>The most telling sound: a ringback that turned into a busy tone is a busy tone.</summary>
    public LineSound Sound => MostTelling?.Sound ?? LineSound.Silence;

    /// <summary>How sure <see cref="Sound"/> is, 0 to 1.</summary>
    public double Confidence => MostTelling?.Confidence ?? 1;

    private SoundHeard? MostTelling => Sounds.MaxBy(heard => heard.Sound);
}
