namespace CallbackBot.Dialogs.Definition;

/// <summary>Names of prompts: the same in scripts, in transcripts and for rendered audio.</summary>
public static class PromptKeys
{
    /// <summary>A question asked for the second time.</summary>
    public static string Again(string step) => $"{step}.again";

    /// <summary>The keys of a question, read aloud.</summary>
    public static string Keypad(string step) => $"{step}.keypad";

    /// <summary>"You mean …?"</summary>
    public static string Confirm(string step, string label) => $"{step}.confirm.{label}";

    /// <summary>The same with its keys read aloud.</summary>
    public static string ConfirmKeypad(string step, string label) => $"{step}.confirm.{label}.keypad";

    /// <summary>Two answers that contradict each other, read back.</summary>
    public static string Check(string step, string label, string other) => $"{step}.check.{label}.{other}";

    /// <summary>The same with its keys read aloud.</summary>
    public static string CheckKeypad(string step, string label, string other) => $"{Check(step, label, other)}.keypad";

    /// <summary>The nth reaction to silence, 1-based.</summary>
    public static string Silence(string step, int number) => $"{step}.silence.{number}";

    /// <summary>The nth reaction to an unclear reply, 1-based.</summary>
    public static string Unclear(string step, int number) => $"{step}.unclear.{number}";

    /// <summary>Words said on an anytime intent.</summary>
    public static string Anytime(string intent) => $"anytime.{intent}";

    /// <summary>"When may we call?"</summary>
    public const string Time = "anytime.busy_call_later.time";

    /// <summary>What bridges the wait for an engine that is slow: "One moment, please."</summary>
    public const string Bridge = "anytime.bridge";

    /// <summary>Last words.</summary>
    public static string End(string end) => $"end.{end}";
}

/// <summary>Words that the designer wrote, with the key of the prompt they become.</summary>
/// <param name="Key">As in <see cref="PromptKeys"/>.</param>
/// <param name="Wording">The words.</param>
/// <param name="Step">The step or end they belong to; null for anytime intents.</param>
internal readonly record struct SpokenWords(string Key, Wording Wording, string? Step)
{
    /// <summary>Everything that may be spoken, each place once.</summary>
    public static IEnumerable<SpokenWords> Of(Dialog dialog)
    {
        foreach (var step in dialog.Steps.Values)
        {
            foreach (var words in OfStep(step)) yield return words;
        }

        foreach (var rule in dialog.Anytime.Values)
        {
            if (rule.Say is not null) yield return new(PromptKeys.Anytime(rule.Intent), rule.Say, null);
        }

        foreach (var end in dialog.Ends.Values)
        {
            if (end.Say is not null) yield return new(PromptKeys.End(end.Name), end.Say, PromptKeys.End(end.Name));
        }
    }

    /// <summary>Everything that one step may say.</summary>
    public static IEnumerable<SpokenWords> OfStep(Step step)
    {
        if (step is Say say) yield return new(step.Name, say.Text, step.Name);
        if (step is not Ask ask) yield break;
        yield return new(ask.Name, ask.Text, ask.Name);
        if (ask.AskAgain is not null) yield return new(PromptKeys.Again(ask.Name), ask.AskAgain, ask.Name);
        foreach (var answer in ask.Answers)
        {
            if (answer.ConfirmSay is not null) yield return new(PromptKeys.Confirm(ask.Name, answer.Label), answer.ConfirmSay, ask.Name);
            if (answer.Read is not null) yield return new(PromptKeys.Keypad(ask.Name), answer.Read, ask.Name);
        }

        for (var i = 0; i < ask.OnSilence.Count; i++)
        {
            if (ask.OnSilence[i].Say is { } words) yield return new(PromptKeys.Silence(ask.Name, i + 1), words, ask.Name);
        }

        for (var i = 0; i < ask.OnUnclear.Count; i++)
        {
            if (ask.OnUnclear[i].Say is { } words) yield return new(PromptKeys.Unclear(ask.Name, i + 1), words, ask.Name);
        }
    }
}
