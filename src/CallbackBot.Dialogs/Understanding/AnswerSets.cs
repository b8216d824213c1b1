namespace CallbackBot.Dialogs.Understanding;

/// <summary>The questions whose answers are built in: those that a script may ask, and those that the robot asks by itself.</summary>
public static class AnswerSets
{
    /// <summary>Answer set to labels, in the order in which they are read aloud.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Labels { get; } =
        new Dictionary<string, IReadOnlyList<string>>(Definition.Vocabulary.AnswerSets, StringComparer.Ordinal)
        {
            ["yes_no"] = ["yes", "no"],
            ["time"] = ["time"],
        };
}
