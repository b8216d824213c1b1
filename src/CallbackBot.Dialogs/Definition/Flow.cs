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

    /// <summary>All names (steps, and ends as <c>end.x</c>) that can be reached from these steps along <paramref name="next"/>.</summary>
    public static HashSet<string> Reach(Dialog dialog, IEnumerable<string> from, Func<Step, IEnumerable<Target>> next)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(from);
        while (open.TryPop(out var name))
        {
            if (!reached.Add(name) || !dialog.Steps.TryGetValue(name, out var step)) continue;
            foreach (var target in next(step)) open.Push(target.Name);
        }

        return reached;
    }

    /// <summary>
    /// Where a step that has been entered as often as it may leads instead: the last reaction of its <c>on_unclear</c>.
    /// </summary>
    public static Reaction WayOut(Ask ask) => ask.OnUnclear[^1];
}
