namespace CallbackBot.Dialogs.Definition.Linting;

/// <summary>Every question deals with silence and with unclear replies, and neither can hold a citizen for ever.</summary>
internal static class ReactionRules
{
    public static void Check(Dialog dialog, FindingList findings)
    {
        foreach (var ask in dialog.Steps.Values.OfType<Ask>())
        {
            Check(ask, ask.OnSilence, "on_silence", findings);
            Check(ask, ask.OnUnclear, "on_unclear", findings);
        }
    }

    private static void Check(Ask ask, IReadOnlyList<Reaction> reactions, string key, FindingList findings)
    {
        if (reactions.Count == 0)
        {
            findings.Add(ask.At, "reactions-missing", ask.Name, key);
            return;
        }

        if (reactions.Count > 3) findings.Add(reactions[3].At, "reactions-many", key, reactions.Count);
        if (reactions[0] is { Repair: Repair.Go, Say: null }) findings.Add(reactions[0].At, "reactions-mute", key);
        if (reactions[^1].Repair != Repair.Go) findings.Add(reactions[^1].At, "reactions-no-way-out", key);
    }
}
