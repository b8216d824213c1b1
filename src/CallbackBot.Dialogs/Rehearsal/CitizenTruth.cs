using CallbackBot.Dialogs.Definition;

namespace CallbackBot.Dialogs.Rehearsal;

/// <summary>What a simulated citizen would answer if understood perfectly: question to label.</summary>
internal static class CitizenTruth
{
    private static readonly (string Label, int Weight)[] Response = [("contacted", 78), ("not_contacted", 17), ("unsure", 5)];
    private static readonly (string Label, int Weight)[] Resolution = [("resolved", 58), ("partly", 13), ("unresolved", 25), ("unsure", 4)];
    private static readonly (string Label, int Weight)[] WhenResolved = [("very_satisfied", 35), ("satisfied", 45), ("neutral", 20)];
    private static readonly (string Label, int Weight)[] WhenPartly = [("satisfied", 25), ("neutral", 45), ("dissatisfied", 30)];
    private static readonly (string Label, int Weight)[] WhenNot = [("neutral", 10), ("dissatisfied", 50), ("very_dissatisfied", 40)];

    private static readonly (string Label, int Weight)[] AngryResolution = [("resolved", 10), ("partly", 20), ("unresolved", 70)];
    private static readonly (string Label, int Weight)[] AngrySatisfaction = [("dissatisfied", 40), ("very_dissatisfied", 60)];

    private static readonly (string Resolution, string Satisfaction)[] Contradictory =
    [
        ("unresolved", "very_satisfied"), ("unresolved", "satisfied"), ("resolved", "dissatisfied"), ("resolved", "very_dissatisfied"),
    ];

    /// <summary>Draws a truth for every question of the script; a citizen who is not the right person has none but that.</summary>
    public static Dictionary<string, string> Draw(Dialog dialog, CitizenKind kind, Random random)
    {
        var truth = new Dictionary<string, string>(StringComparer.Ordinal);
        if (kind is CitizenKind.WrongPerson or CitizenKind.Child)
        {
            truth["person"] = "not_right_person";
            return truth;
        }

        truth["person"] = "right_person";
        truth["response"] = Draw(Response, random);
        var resolution = Draw(kind == CitizenKind.Angry ? AngryResolution : Resolution, random);
        var satisfaction = Draw(kind == CitizenKind.Angry ? AngrySatisfaction : Satisfaction(resolution), random);
        if (kind == CitizenKind.Contradictory) (resolution, satisfaction) = Contradictory[random.Next(Contradictory.Length)];
        truth["resolution"] = resolution;
        truth["satisfaction"] = satisfaction;
        foreach (var ask in dialog.Steps.Values.OfType<Ask>().Where(a => a.Set == Vocabulary.Own))
        {
            truth[ask.Question] = ask.Answers[random.Next(ask.Answers.Count)].Label;
        }

        return truth;
    }

    private static (string Label, int Weight)[] Satisfaction(string resolution) => resolution switch
    {
        "resolved" => WhenResolved,
        "unresolved" => WhenNot,
        _ => WhenPartly,
    };

    private static string Draw((string Label, int Weight)[] labels, Random random)
    {
        var at = random.Next(labels.Sum(l => l.Weight));
        foreach (var (label, weight) in labels)
        {
            if ((at -= weight) < 0) return label;
        }

        return labels[^1].Label;
    }
}
