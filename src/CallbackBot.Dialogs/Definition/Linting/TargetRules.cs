namespace CallbackBot.Dialogs.Definition.Linting;

/// <summary>Every <c>go</c> leads somewhere, and what must be dealt with at any moment is.</summary>
internal static class TargetRules
{
    /// <param name="dialog">The script.</param>
    /// <param name="whole">All of it could be read.</param>
    /// <param name="twice">A name stands twice in it.</param>
    /// <param name="findings">Takes what is found.</param>
    /// <returns>What names that do not exist were meant to be; null when that cannot be told of all of them.</returns>
    public static IReadOnlyDictionary<string, string>? Check(Dialog dialog, bool whole, bool twice, FindingList findings)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var clear = true;
        foreach (var intent in Vocabulary.RequiredIntents.Where(i => (whole || dialog.Anytime.Count > 0) && !dialog.Anytime.ContainsKey(i))) findings.Add(dialog.AnytimeAt, "intent-required", intent);
        var all = dialog.Declared;
        var steps = all.Where(n => new Target(n, default).EndName is null).ToHashSet(StringComparer.Ordinal);
        foreach (var target in (Target?[])[dialog.Start, dialog.NextOrder])
        {
            if (target is { } step && !steps.Contains(step.Name)) Unknown(step, steps);
        }

        var targets = dialog.Steps.Values.SelectMany(s => Flow.Forward(s).Concat(Flow.Repairs(s))).Concat(Flow.Anytime(dialog)).ToList();
        var unled = all.Except(targets.Select(t => t.Name).Append(dialog.Start.Name), StringComparer.Ordinal).ToList();
        foreach (var same in targets.Where(t => !all.Contains(t.Name)).GroupBy(t => t.Name, StringComparer.Ordinal))
        {
            if (same.Count() > 1 && Nearest.To(same.Key, unled) is { } misnamed && PlaceOf(misnamed) is { } at)
            {
                names[same.Key] = misnamed;
                findings.Add(at, "name-unused", Bare(misnamed), same.Count(), Bare(same.Key));
                continue;
            }

            // The name of a step that is named like another is missing, and told there.
            if (twice) clear = false;
            else foreach (var target in same) Unknown(target, all);
        }

        return clear ? names : null;

        Place? PlaceOf(string name) => dialog.Steps.TryGetValue(name, out var step) ? step.At
            : new Target(name, default).EndName is { } end && dialog.Ends.TryGetValue(end, out var found) ? found.At : null;

        static string Bare(string name) => new Target(name, default).EndName ?? name;

        void Unknown(Target target, IEnumerable<string> known)
        {
            // "thanks" or "ends.thanks" for "end.thanks" are the commonest slips and too far for an edit distance.
            var meant = Meant(target.Name);
            var near = all.Contains(PromptKeys.End(meant)) ? PromptKeys.End(meant)
                : meant.StartsWith("end.", StringComparison.Ordinal) && known.Contains(meant[4..]) ? meant[4..] : Nearest.To(meant, known);
            if (near is null) clear = false;
            else names[target.Name] = near;
            // ask-reason, written where the step begins: that name is the mistake, and told there.
            if (near is not null && new Target(near, default).EndName is null && !Values.IsName(near)) return;
            var some = known.Where(n => target.Name != "end" || n.StartsWith("end.", StringComparison.Ordinal)).Take(8);
            findings.Add(target.At, near is null && !Values.IsName(meant) ? "go-bad" : "go-unknown", target.Name, near ?? string.Join(", ", some));
        }
    }

    private static string Meant(string name)
    {
        var meant = name.Trim().ToLowerInvariant().Replace(' ', '_').Replace('-', '_');
        foreach (var prefix in (string[])["ends.", "end:", "ends:", "end_", "end/", "steps.", "step."])
        {
            if (meant.StartsWith(prefix, StringComparison.Ordinal)) return (prefix[0] == 'e' ? "end." : "") + meant[prefix.Length..].TrimStart('_');
        }

        return meant;
    }
}
