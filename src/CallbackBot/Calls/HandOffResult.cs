using System.Text.Json;
using System.Text.Json.Serialization;

namespace CallbackBot.Calls;

/// <summary>What became of a citizen who was to be connected to a person. All are expected; none is an exception.</summary>
public abstract record HandOffResult
{
    private HandOffResult()
    {
    }

    /// <summary>Who was asked for, by name; never a number.</summary>
    public string To { get; init; } = "";

    /// <summary><c>transferred</c>, <c>bridged</c>, <c>not_reached</c> or <c>unknown</c>: as it is stored and printed.</summary>
    [JsonIgnore]
    public string Name => JsonNamingPolicy.SnakeCaseLower.ConvertName(GetType().Name);

    /// <summary>The far side connected the citizen to the agents in our stead (REFER); our call was over with that.</summary>
    public sealed record Transferred : HandOffResult;

    /// <summary>We called the agents and joined the two calls.</summary>
    /// <param name="Duration">How long citizen and agent were connected.</param>
    public sealed record Bridged(TimeSpan Duration) : HandOffResult;

    /// <summary>Nobody spoke with the citizen: a person has to call back, as without a hand-off.</summary>
    /// <param name="Code">The agents' final SIP code; 0 when there was none.</param>
    public sealed record NotReached(int Code) : HandOffResult;

    /// <summary>The far side was asked to transfer, and nobody said what became of that: the call was over first, or no report came. A person has to call back.</summary>
    public sealed record Unknown : HandOffResult;
}
