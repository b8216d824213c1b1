namespace CallbackBot.Dialogs.Definition;

/// <summary>Where the steps of a dialog lead.</summary>
internal static class Flow
{
    /// <summary>Where a step leads when it goes well.</summary>
    public static IEnumerable<Target> Forward(Step step) => step switch
    {
        Say say => [say.Go],
        Ask { Go: { } go } => [go],
        Ask ask => ask.Answers.Select(a => a.Go),
        _ => [],
    };

    /// <summary>Where silence and unclear replies lead.</summary>
    public static IEnumerable<Target> Repairs(Step step) =>
        step is Ask ask ? ask.OnSilence.Concat(ask.OnUnclear).Select(r => r.Go).OfType<Target>() : [];

    /// <summary>Where the anytime intents lead, <c>again</c> left out.</summary>
    public static IEnumerable<Target> Anytime(Dialog dialog) =>
        dialog.Anytime.Values.SelectMany(r => (Target?[])[r.Go, r.AllCalls]).OfType<Target>().Where(t => !t.IsAgain);

    /// <summary>All names that a citizen can get to, whatever is said.</summary>
    /// <param name="dialog">The dialog.</param>
    /// <param name="meant">What names that do not exist were meant to be.</param>
    public static HashSet<string> ReachedByCitizens(Dialog dialog, IReadOnlyDictionary<string, string>? meant = null)
    {
        var starts = dialog.NextOrder is { } next ? new[] { dialog.Start.Name, next.Name } : [dialog.Start.Name];
        return Reach(dialog, starts, s => Forward(s).Concat(Repairs(s)).Concat(Anytime(dialog)), meant);
    }

    /// <summary>All names (steps, and ends as <c>end.x</c>) that can be reached from these steps along <paramref name="next"/>.</summary>
    public static HashSet<string> Reach(Dialog dialog, IEnumerable<string> from, Func<Step, IEnumerable<Target>> next, IReadOnlyDictionary<string, string>? meant = null)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(from);
        while (open.TryPop(out var name))
        {
            if (meant?.TryGetValue(name, out var other) == true) name = other;
            if (!reached.Add(name) || !dialog.Steps.TryGetValue(name, out var step)) continue;
            foreach (var target in next(step)) open.Push(target.Name);
        }

        return reached;
    }

    /// <summary>Steps that can be reached when all goes well, the fewest steps from the start first.</summary>
    public static IEnumerable<Step> InOrder(Dialog dialog)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>([dialog.Start.Name]);
        while (open.TryDequeue(out var name))
        {
            if (!seen.Add(name) || !dialog.Steps.TryGetValue(name, out var step)) continue;
            yield return step;
            foreach (var target in Forward(step)) open.Enqueue(target.Name);
        }
    }

    /// <summary>
    /// Where a step that has been entered as often as it may leads instead: the last reaction of its <c>on_unclear</c>.
    /// </summary>
    public static Reaction WayOut(Ask ask) => ask.OnUnclear[^1];
}
