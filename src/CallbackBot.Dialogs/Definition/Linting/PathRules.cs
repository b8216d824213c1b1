namespace CallbackBot.Dialogs.Definition.Linting;

/// <summary>Every step is reached, every path ends, nothing talks for ever.</summary>
internal static class PathRules
{
    /// <param name="dialog">The dialog.</param>
    /// <param name="meant">What names that do not exist were meant to be; null: parts are missing, and who leads where cannot be told.</param>
    /// <param name="findings">Gets the findings.</param>
    public static void Check(Dialog dialog, IReadOnlyDictionary<string, string>? meant, FindingList findings)
    {
        // What lies behind a circle is not reached, but that is no second mistake.
        if (HasCircle(dialog, findings) || meant is null) return;
        var reached = Flow.ReachedByCitizens(dialog, meant);
        var endless = dialog.Steps.Values.Where(s => reached.Contains(s.Name) && !Flow.Reach(dialog, [s.Name], Flow.Forward, meant).Any(n => IsEnd(dialog, n))).ToList();
        if (endless.Count > 0)
        {
            findings.Add(endless[^1].At, "no-outcome", endless[^1].Name);
            return;
        }

        // An end may lack only the rule that is missing.
        var stuck = findings.HasAny(["intent-required"]) || dialog.Steps.Values.OfType<Ask>().Any(a => a.OnSilence is [] or [.., { Go: null }] || a.OnUnclear is [] or [.., { Go: null }]);
        foreach (var step in dialog.Steps.Values.Where(s => !reached.Contains(s.Name))) findings.Add(step.At, "step-unreachable", step.Name);
        foreach (var end in dialog.Ends.Values.Where(e => !stuck && !reached.Contains(PromptKeys.End(e.Name)))) findings.Add(end.At, "end-unreachable", end.Name);

        // Steps that share a default on_unclear share its mistake.
        foreach (var ask in dialog.Steps.Values.OfType<Ask>().Where(a => a.OnUnclear.Count > 0).DistinctBy(a => a.OnUnclear[^1].At)) CheckWayOut(dialog, ask, findings);
    }

    private static bool IsEnd(Dialog dialog, string name) => new Target(name, default).EndName is { } end && dialog.Ends.ContainsKey(end);

    private static bool HasCircle(Dialog dialog, FindingList findings)
    {
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var say in dialog.Steps.Values.OfType<Say>())
        {
            var circle = new HashSet<string>(StringComparer.Ordinal);
            Step? current = say;
            while (current is Say statement && circle.Add(statement.Name))
            {
                current = dialog.Steps.GetValueOrDefault(statement.Go.Name);
            }

            // Told once, at the circle's first step in the file; steps that only lead into it are innocent.
            if (current?.Name != say.Name || !told.Add(say.Name)) continue;
            told.UnionWith(circle);
            findings.Add(say.Go.At, "circle", say.Name);
        }

        return told.Count > 0;
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
