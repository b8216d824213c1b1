namespace CallbackBot.Dialogs.Running;

/// <summary>
/// Two answers that seldom go together: not solved yet satisfied, solved yet dissatisfied. Either may be meant, and either may have been misheard or
/// be a key of the wrong end of the scale; so the robot reads both back once, and a person listens to what stays so.
/// </summary>
public static class Contradiction
{
    /// <summary>The flag of an order whose answers contradict each other at the end.</summary>
    public const string Flag = "contradiction";

    private static readonly (string Resolution, string Satisfaction)[] Pairs =
    [
        ("unresolved", "very_satisfied"), ("unresolved", "satisfied"), ("resolved", "dissatisfied"), ("resolved", "very_dissatisfied"),
    ];

    /// <summary>True when these answers contradict each other.</summary>
    /// <param name="answers">Question name to answer, of one order.</param>
    public static bool In(IReadOnlyDictionary<string, Answer> answers) =>
        answers.TryGetValue("resolution", out var resolution) && answers.TryGetValue("satisfaction", out var satisfaction)
        && Pairs.Contains((resolution.Label, satisfaction.Label));

    /// <summary>The answers of the other question that contradict this one.</summary>
    internal static IEnumerable<string> To(string question, string label) => question switch
    {
        "resolution" => Pairs.Where(p => p.Resolution == label).Select(p => p.Satisfaction),
        "satisfaction" => Pairs.Where(p => p.Satisfaction == label).Select(p => p.Resolution),
        _ => [],
    };

    /// <summary>The question whose answers may contradict this one's.</summary>
    internal static string Other(string question) => question == "resolution" ? "satisfaction" : "resolution";
}
