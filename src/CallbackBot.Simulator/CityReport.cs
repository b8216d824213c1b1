using CallbackBot.Telephony.Sip;

namespace CallbackBot.Simulator;

/// <summary>What the citizens experienced so far.</summary>
public sealed record CityReport(IReadOnlyList<CitizenReport> Citizens)
{
    /// <summary>Utterances of the robot that matched no prompt it had announced.</summary>
    public int UnrecognizedPrompts => Citizens.Sum(c => c.PromptsUnrecognized);
}

/// <summary>What one citizen experienced.</summary>
public sealed record CitizenReport
{
    public required string Phone { get; init; }

    public required Persona Persona { get; init; }

    /// <summary>INVITEs received.</summary>
    public required int CallsReceived { get; init; }

    public required int CallsAnswered { get; init; }

    public required int PromptsRecognized { get; init; }

    public required int PromptsUnrecognized { get; init; }

    /// <summary>What was said and pressed, in order: <c>response.contacted</c>, <c>keys 1</c>, <c>hang up</c>.</summary>
    public required IReadOnlyList<string> Replies { get; init; }

    /// <summary>Who ended the last answered call; null when none was answered or it is still up.</summary>
    public required CallEndedBy? EndedBy { get; init; }
}
