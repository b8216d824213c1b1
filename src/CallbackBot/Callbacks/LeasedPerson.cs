using CallbackBot.Dialogs.Prompts;

namespace CallbackBot.Callbacks;

/// <summary>A person to call now, with all that a call needs. Held by one worker until the lease runs out or is given back.</summary>
public sealed record LeasedPerson
{
    public required long CallerId { get; init; }

    /// <summary>The worker that holds the lease.</summary>
    public required string Owner { get; init; }

    /// <summary>Grows with every lease of this person; a worker with an older number can no longer write.</summary>
    public required long Fence { get; init; }

    public required DateTimeOffset LeaseUntil { get; init; }

    /// <summary>E.164, decrypted; lives in memory only.</summary>
    public required string Phone { get; init; }

    /// <summary><c>zh-CN</c> or <c>en</c>.</summary>
    public required string Language { get; init; }

    /// <summary>The person's due callbacks, longest due first; one to three.</summary>
    public required IReadOnlyList<LeasedCallback> Callbacks { get; init; }

    /// <summary>Without the phone: this ends up in logs.</summary>
    public override string ToString() => $"caller {CallerId}, fence {Fence}, {Callbacks.Count} callbacks";
}

/// <summary>A person who will be called, and about what. Nobody holds them.</summary>
public sealed record WaitingPerson(long CallerId, string Phone, string Language, IReadOnlyList<LeasedCallback> Callbacks)
{
    /// <summary>Without the phone: this ends up in logs.</summary>
    public override string ToString() => $"caller {CallerId}, {Callbacks.Count} callbacks";
}

/// <summary>One order to talk about.</summary>
public sealed record LeasedCallback(long CallbackId, string OrderNo, Facts Facts)
{
    /// <summary>Without the facts, which can hold a surname.</summary>
    public override string ToString() => $"callback {CallbackId} of order {OrderNo}";
}

/// <summary>How the hotline is named aloud.</summary>
public sealed record HotlineNames(string Chinese, string English)
{
    public static HotlineNames Beijing { get; } = new("北京12345市民热线", "the Beijing 12345 hotline");
}
