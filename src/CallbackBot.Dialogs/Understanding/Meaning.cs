namespace CallbackBot.Dialogs.Understanding;

/// <summary>What a reply means for the question it was given to.</summary>
public sealed record Meaning
{
    /// <summary>The best label: an answer (<c>resolved</c>), a control intent (<c>repeat</c>, <c>human_agent</c>…), or null for "no idea".</summary>
    public string? Label { get; init; }

    /// <summary>Chance that <see cref="Label"/> is right, 0..1.</summary>
    public double Confidence { get; init; }

    /// <summary>The answer that stands beside a binding request ("yes satisfied, but don't ring again"), or <see cref="Label"/> when it is an
    /// answer; null when the reply holds none.</summary>
    public string? Answer { get; init; }

    /// <summary>The words of the reply that decided.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>The reason the citizen gave ("because…"), if any.</summary>
    public string? Reason { get; init; }

    /// <summary>Control intents that came beside the answer.</summary>
    public IReadOnlyList<string> Intents { get; init; } = [];

    /// <summary>For refuse_opt_out: <c>order</c> (this one) or <c>all_calls</c>; otherwise null.</summary>
    public string? Scope { get; init; }

    /// <summary><c>calm</c>, <c>upset</c> or <c>angry</c>.</summary>
    public string Emotion { get; init; } = "calm";

    /// <summary><c>gas</c>, <c>fire</c>, <c>threat</c>, <c>self_harm</c>, or null.</summary>
    public string? Emergency { get; init; }

    /// <summary>For busy_call_later: the time asked for as said ("六点"), or null.</summary>
    public string? Time { get; init; }

    /// <summary>Nothing was understood.</summary>
    public static Meaning None { get; } = new();
}

/// <summary>The question that a reply answers.</summary>
/// <param name="Set">Answer set: <c>person</c>, <c>response</c>, <c>resolution</c>, <c>satisfaction</c>, <c>free_text</c>, <c>yes_no</c>
/// (a confirmation), <c>time</c> (when to call back) or <c>own</c>.</param>
/// <param name="Language">BCP 47.</param>
/// <param name="Labels">The labels that may come out, in the script's order.</param>
/// <param name="Words">Per label, the phrases that the designer added.</param>
public sealed record QuestionAsked(
    string Set, string Language, IReadOnlyList<string> Labels, IReadOnlyDictionary<string, IReadOnlyList<string>> Words);
