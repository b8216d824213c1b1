namespace CallbackBot.Simulator.Talking;

/// <summary>What a prompt wants from the citizen.</summary>
internal enum PromptKind
{
    /// <summary>Something is stated, or the conversation is repaired without a question.</summary>
    Statement,

    /// <summary>A question, first or asked again.</summary>
    Question,

    /// <summary>The keys of a question are read aloud.</summary>
    Keypad,

    /// <summary>"You said …, is that right?"</summary>
    Confirmation,

    /// <summary>"When may I call you?"</summary>
    AskTime,

    /// <summary>The last words.</summary>
    Ending,
}

/// <summary>Reads a prompt's key.</summary>
/// <param name="Kind">What is wanted.</param>
/// <param name="Step">The step, if it is a question or about one.</param>
/// <param name="Label">The label to confirm.</param>
internal readonly record struct PromptMeaning(PromptKind Kind, StepInfo? Step, string? Label)
{
    public static PromptMeaning Of(string key, CitizenBriefing briefing)
    {
        var parts = key.Split('.');
        if (parts[0] == "end") return new(PromptKind.Ending, null, null);
        if (parts[^1] is "ask_time" or "time") return new(PromptKind.AskTime, null, null);
        if (briefing.Steps.FirstOrDefault(s => s.Step == parts[0]) is not { } step) return new(PromptKind.Statement, null, null);
        return parts switch
        {
            [_, "keypad"] => new(PromptKind.Keypad, step, null),
            [_, "confirm", var label, ..] => new(PromptKind.Confirmation, step, label),
            _ => new(PromptKind.Question, step, null),
        };
    }
}
