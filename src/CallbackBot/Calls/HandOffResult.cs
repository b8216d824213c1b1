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

    /// <summary><c>transferred</c>, <c>bridged</c> or <c>not_reached</c>: as it is stored and printed.</summary>
    [JsonIgnore]
    public string Name => JsonNamingPolicy.SnakeCaseLower.ConvertName(GetType().Name);

    /// <summary>The far side connected the citizen to the agents in our stead (REFER); our call was over with that.</summary>
    public sealed record Transferred : HandOffResult;

    /// <summary>We called the agents and joined the two calls.</summary>
    /// <param name="Duration">How long citizen and agent were connected.</param>
    public sealed record Bridged(TimeSpan Duration) : HandOffResult;

    /// <summary>As far as we know nobody spoke with the citizen: a person has to call back, as without a hand-off.</summary>
    /// <param name="Code">The agents' final SIP code; 0 when there was none: nobody answered, or nobody said what became of a transfer.</param>
    public sealed record NotReached(int Code) : HandOffResult;
}
