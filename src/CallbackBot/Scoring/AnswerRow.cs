namespace CallbackBot.Scoring;

/// <summary>One callback in its final state, as scored and as exported: from these rows alone the league table can be recomputed.</summary>
/// <param name="OrderNo">The order.</param>
/// <param name="Kind">Class of the unit that answers for it.</param>
/// <param name="Unit">Its name.</param>
/// <param name="Disposition">Of the call that closed it.</param>
/// <param name="Counted">Valid: in the denominator.</param>
/// <param name="Response">The label that counts; null when not asked or not answered.</param>
/// <param name="Resolution">Likewise.</param>
/// <param name="Satisfaction">Likewise.</param>
/// <param name="Source"><c>robot</c>, <c>keypad</c>, <c>human_review</c>, or several joined with <c>+</c>; null without answers.</param>
/// <param name="Confidence">The least confident of the answers.</param>
/// <param name="AnsweredAt">The last answer; without answers the end of the last attempt.</param>
/// <param name="HumanCheck">A person still has to listen to it; not exported.</param>
public sealed record AnswerRow(
    string OrderNo, string Kind, string Unit, string Disposition, bool Counted, string? Response, string? Resolution, string? Satisfaction,
    string? Source, double? Confidence, DateTimeOffset AnsweredAt, bool HumanCheck)
{
    public string? Label(string question) => question switch
    {
        "response" => Response,
        "resolution" => Resolution,
        _ => Satisfaction,
    };
}

/// <summary>A unit that may have rows.</summary>
public sealed record ScoredUnit(string Kind, string Name);
