namespace CallbackBot.Dialogs.Definition.Linting;

/// <summary>Every <c>go</c> leads somewhere, and what must be dealt with at any moment is.</summary>
internal static class TargetRules
{
    public static void Check(Dialog dialog, FindingList findings)
    {
        foreach (var intent in Vocabulary.RequiredIntents.Where(i => !dialog.Anytime.ContainsKey(i))) findings.Add(dialog.At, "intent-required", intent);
        var all = dialog.Declared;
        var steps = all.Where(n => new Target(n, default).EndName is null).ToHashSet(StringComparer.Ordinal);
        foreach (var target in (Target?[])[dialog.Start, dialog.NextOrder])
        {
            if (target is { } step && !steps.Contains(step.Name)) Unknown(step, steps);
        }

        foreach (var target in dialog.Steps.Values.SelectMany(s => Flow.Forward(s).Concat(Flow.Repairs(s))).Concat(Flow.Anytime(dialog)))
        {
            if (!all.Contains(target.Name)) Unknown(target, all);
        }

        void Unknown(Target target, IEnumerable<string> known)
        {
            // "thanks" for "end.thanks" is the commonest slip and too far for an edit distance.
            var near = all.Contains(PromptKeys.End(target.Name)) ? PromptKeys.End(target.Name) : Nearest.To(target.Name, known);
            findings.Add(target.At, "go-unknown", target.Name, near ?? string.Join(", ", known.Take(8)));
        }
    }
}
