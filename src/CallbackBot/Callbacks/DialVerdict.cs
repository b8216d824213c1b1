namespace CallbackBot.Callbacks;

/// <summary>Which rule speaks against a dial.</summary>
public enum DialRule
{
    Suppressed,
    OrderCap,
    DayCap,
    TooSoon,
    OutsideHours,
    NoCalendar,
    UnreadableWindow,
}

/// <summary>One rule and what it says, fit for a log.</summary>
public sealed record DialObjection(DialRule Rule, string Text);

/// <summary>May this number be dialled now?</summary>
/// <param name="Allowed">True also where a test trunk was let off.</param>
/// <param name="Objections">Every rule that speaks against it.</param>
/// <param name="NotBefore">When to ask again; null when there is nothing to object, or never.</param>
public sealed record DialVerdict(bool Allowed, IReadOnlyList<DialObjection> Objections, DateTimeOffset? NotBefore)
{
    public bool Has(DialRule rule) => Objections.Any(o => o.Rule == rule);
}

/// <summary>What is known about a number when it is about to be dialled.</summary>
/// <param name="Dials">When it was dialled, dials that count only; at least those of the last two days.</param>
/// <param name="DialsForOrder">The most dials that any of the orders at hand has had.</param>
/// <param name="Suppressed">The person asked not to be called.</param>
public sealed record DialHistory(IReadOnlyList<DateTimeOffset> Dials, int DialsForOrder, bool Suppressed);
