using CallbackBot.Dialogs.Definition;

namespace CallbackBot.Simulator.Talking;

/// <summary>What a prompt wants from the citizen.</summary>
internal enum PromptKind
{
    /// <summary>Something is stated, or the conversation is repaired without a question.</summary>
    Statement,

    /// <summary>A question, first or asked again.</summary>
    Question,

    /// <summary>"You said …, is that right?"</summary>
    Confirmation,

    /// <summary>"When may I call you?"</summary>
    AskTime,

    /// <summary>The last words.</summary>
    Ending,
}

/// <summary>What a prompt means to the citizen, read from its key.</summary>
/// <param name="Kind">What is wanted.</param>
/// <param name="Step">The question that it belongs to.</param>
/// <param name="Label">The label to confirm.</param>
/// <param name="KeysOffered">The prompt reads the keys aloud.</param>
internal readonly record struct PromptMeaning(PromptKind Kind, StepInfo? Step, string? Label, bool KeysOffered)
{
    public static PromptMeaning Of(string key, CitizenBriefing briefing)
    {
        var parts = key.Split('.');
        if (parts[0] == "end") return new(PromptKind.Ending, null, null, false);
        if (key == PromptKeys.Time) return new(PromptKind.AskTime, null, null, false);
        if (briefing.Steps.FirstOrDefault(s => s.Step == parts[0]) is not { } step) return new(PromptKind.Statement, null, null, false);
        return parts is [_, "confirm" or "check", var label, ..]
            ? new(PromptKind.Confirmation, step, label, parts[^1] == "keypad")
            : new(PromptKind.Question, step, null, parts[^1] == "keypad");
    }
}
