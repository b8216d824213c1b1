namespace CallbackBot.Dialogs.Definition.Linting;

/// <summary>Every question deals with silence and with unclear replies, and neither can hold a citizen for ever.</summary>
internal static class ReactionRules
{
    /// <param name="unread">Some reactions could not be read: none are missing then.</param>
    public static void Check(Dialog dialog, bool unread, FindingList findings)
    {
        Check(dialog, a => a.OnSilence, "on_silence", unread, findings);
        Check(dialog, a => a.OnUnclear, "on_unclear", unread, findings);
    }

    private static void Check(Dialog dialog, Func<Ask, IReadOnlyList<Reaction>> reactionsOf, string key, bool unread, FindingList findings)
    {
        var asks = dialog.Steps.Values.OfType<Ask>().ToList();
        foreach (var ask in asks.Where(a => reactionsOf(a).Count > 0)) Check(reactionsOf(ask), key, findings);

        // What the defaults lack is one mistake, however many steps have to do without.
        var without = asks.Where(a => reactionsOf(a).Count == 0).ToList();
        if (without.Count > 0 && !unread) findings.Add(without[0].At, "reactions-missing", string.Join(", ", without.Select(a => a.Name)), key);
    }

    private static void Check(IReadOnlyList<Reaction> reactions, string key, FindingList findings)
    {
        if (reactions.Count > 3) findings.Add(reactions[3].At, "reactions-many", key, reactions.Count);
        if (reactions[0] is { Repair: Repair.Go, Say: null }) findings.Add(reactions[0].At, "reactions-mute", key);
        if (reactions.Take(reactions.Count - 1).FirstOrDefault(r => r.Repair == Repair.Go && r.Say is not null) is { } early) findings.Add(early.Go!.Value.At, "reactions-dead", key);
        if (reactions[^1].Repair != Repair.Go) findings.Add(reactions[^1].At, "reactions-no-way-out", key);
    }
}
