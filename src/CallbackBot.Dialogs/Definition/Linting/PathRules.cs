namespace CallbackBot.Dialogs.Definition.Linting;

/// <summary>Every step is reached, every <c>go</c> leads somewhere, every path ends, nothing talks for ever.</summary>
internal static class PathRules
{
    public static void Check(Dialog dialog, FindingList findings)
    {
        CheckTargets(dialog, findings);
        foreach (var intent in Vocabulary.RequiredIntents.Where(i => !dialog.Anytime.ContainsKey(i))) findings.Add(dialog.At, "intent-required", intent);

        var starts = dialog.NextOrder is { } next ? new[] { dialog.Start.Name, next.Name } : [dialog.Start.Name];
        var reached = Flow.Reach(dialog, starts, s => Flow.Forward(s).Concat(Flow.Repairs(s)).Concat(Flow.Anytime(dialog)));
        foreach (var step in dialog.Steps.Values.Where(s => !reached.Contains(s.Name))) findings.Add(step.At, "step-unreachable", step.Name);
        foreach (var end in dialog.Ends.Values.Where(e => !reached.Contains(PromptKeys.End(e.Name)))) findings.Add(end.At, "end-unreachable", end.Name);

        CheckCircles(dialog, findings);
        foreach (var step in dialog.Steps.Values.Where(s => reached.Contains(s.Name)))
        {
            var onward = Flow.Reach(dialog, [step.Name], Flow.Forward);
            if (onward.Any(n => !dialog.Steps.ContainsKey(n) && !IsEnd(dialog, n))) continue;
            if (!onward.Any(n => IsEnd(dialog, n))) findings.Add(step.At, "no-outcome", step.Name);
        }

        foreach (var ask in dialog.Steps.Values.OfType<Ask>()) CheckWayOut(dialog, ask, findings);
    }

    private static bool IsEnd(Dialog dialog, string name) => new Target(name, default).EndName is { } end && dialog.Ends.ContainsKey(end);

    private static void CheckTargets(Dialog dialog, FindingList findings)
    {
        var steps = dialog.Steps.Keys.ToList();
        var all = steps.Concat(dialog.Ends.Keys.Select(PromptKeys.End)).ToHashSet(StringComparer.Ordinal);
        foreach (var target in (Target?[])[dialog.Start, dialog.NextOrder])
        {
            if (target is { } step && !dialog.Steps.ContainsKey(step.Name)) Unknown(step, steps);
        }

        foreach (var target in dialog.Steps.Values.SelectMany(s => Flow.Forward(s).Concat(Flow.Repairs(s))).Concat(Flow.Anytime(dialog)))
        {
            if (!all.Contains(target.Name)) Unknown(target, all);
        }

        void Unknown(Target target, IEnumerable<string> known)
        {
            // "thanks" for "end.thanks" is the commonest slip and too far for an edit distance.
            var near = dialog.Ends.ContainsKey(target.Name) ? PromptKeys.End(target.Name) : Nearest.To(target.Name, known);
            findings.Add(target.At, "go-unknown", target.Name, near ?? string.Join(", ", known.Take(8)));
        }
    }

    private static void CheckCircles(Dialog dialog, FindingList findings)
    {
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var say in dialog.Steps.Values.OfType<Say>())
        {
            var circle = new List<string>();
            Step? current = say;
            while (current is Say statement && !circle.Contains(statement.Name, StringComparer.Ordinal))
            {
                circle.Add(statement.Name);
                current = dialog.Steps.GetValueOrDefault(statement.Go.Name);
            }

            // Told once, at the circle's first step in the file; steps that only lead into it are innocent.
            if (current?.Name != say.Name || !told.Add(say.Name)) continue;
            told.UnionWith(circle);
            findings.Add(say.Go.At, "circle", say.Name);
        }
    }

    // What happens after every step on the way has been asked as often as it may.
    private static void CheckWayOut(Dialog dialog, Ask ask, FindingList findings)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        Step? current = ask;
        while (current is not null)
        {
            if (!seen.Add(current.Name))
            {
                findings.Add(ask.OnUnclear[^1].At, "visits-no-way-out", ask.Name);
                return;
            }

            if (current is Ask { OnUnclear: [] or [.., { Go: null }] }) return;
            var go = current is Ask asked ? Flow.WayOut(asked).Go!.Value : ((Say)current).Go;
            current = dialog.Steps.GetValueOrDefault(go.Name);
        }
    }
}
