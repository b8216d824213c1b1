namespace CallbackBot.Callbacks;

/// <summary>A lease without the person: what must match in the database before anything is written. Fit for a file.</summary>
internal sealed record Held(long CallerId, string Owner, long Fence, IReadOnlyList<long> Callbacks)
{
    public static Held By(LeasedPerson person) => new(person.CallerId, person.Owner, person.Fence, [.. person.Callbacks.Select(c => c.CallbackId)]);
}

internal sealed record LeaseRow(DateTimeOffset LeaseUntil);

internal sealed record AttemptState(bool Ended, bool Interrupted);
