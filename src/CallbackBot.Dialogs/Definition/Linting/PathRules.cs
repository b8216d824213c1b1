namespace CallbackBot.Dialogs.Definition.Linting;

/// <summary>Every step is reached, every path ends, nothing talks for ever.</summary>
internal static class PathRules
{
    public static void Check(Dialog dialog, FindingList findings)
    {
        var stuck = dialog.Steps.Values.OfType<Ask>().Any(a => a.OnSilence is [] or [.., { Go: null }] || a.OnUnclear is [] or [.., { Go: null }]);
        var starts = dialog.NextOrder is { } next ? new[] { dialog.Start.Name, next.Name } : [dialog.Start.Name];
        var reached = Flow.Reach(dialog, starts, s => Flow.Forward(s).Concat(Flow.Repairs(s)).Concat(Flow.Anytime(dialog)));
        foreach (var step in dialog.Steps.Values.Where(s => !reached.Contains(s.Name))) findings.Add(step.At, "step-unreachable", step.Name);
        foreach (var end in dialog.Ends.Values.Where(e => !stuck && !reached.Contains(PromptKeys.End(e.Name)))) findings.Add(end.At, "end-unreachable", end.Name);

        CheckCircles(dialog, findings);
        foreach (var step in dialog.Steps.Values.Where(s => reached.Contains(s.Name)))
        {
            if (!Flow.Reach(dialog, [step.Name], Flow.Forward).Any(n => IsEnd(dialog, n))) findings.Add(step.At, "no-outcome", step.Name);
        }

        // Steps that share a default on_unclear share its mistake.
        foreach (var ask in dialog.Steps.Values.OfType<Ask>().Where(a => a.OnUnclear.Count > 0).DistinctBy(a => a.OnUnclear[^1].At)) CheckWayOut(dialog, ask, findings);
    }

    private static bool IsEnd(Dialog dialog, string name) => new Target(name, default).EndName is { } end && dialog.Ends.ContainsKey(end);

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
