namespace CallbackBot.Callbacks;

/// <summary>Whether the INVITE may leave now.</summary>
public abstract record BeginResult
{
    /// <summary>The attempt is on record: dial. <paramref name="Objections"/> is what a test trunk was let off.</summary>
    public sealed record Started(long AttemptId, IReadOnlyList<DialObjection> Objections) : BeginResult;

    /// <summary>Do not dial. The callbacks were put off or closed, and the lease is given back.</summary>
    public sealed record Blocked(DialVerdict Verdict) : BeginResult;

    /// <summary>Do not dial: another worker has this person, or has just dealt with them.</summary>
    public sealed record LeaseLost : BeginResult;
}

/// <summary>What became of an outcome that was handed over for storing.</summary>
public enum CompleteResult
{
    Stored,

    /// <summary>It had been stored before; nothing was written.</summary>
    AlreadyStored,

    /// <summary>Another worker has taken the person over; nothing was written.</summary>
    LeaseLost,

    /// <summary>PostgreSQL is away; the outcome is in the journal, on disk, and will be replayed.</summary>
    Journaled,
}
