namespace CallbackBot.Dialogs.Definition;

/// <summary>Reads <c>on_silence</c> and <c>on_unclear</c>.</summary>
internal static class ReactionReader
{
    /// <summary>The reactions in order; empty when the key is absent. Their number and shape as a whole are the linter's business.</summary>
    public static IReadOnlyList<Reaction> Read(MapReader owner, string key, FindingList findings)
    {
        switch (owner.Node(key))
        {
            case null:
                return [];
            case YamlList list:
                return [.. list.Items.Select(i => One(i, key, findings)).OfType<Reaction>()];
            case YamlText { Text: ['-', ..] } text:
                findings.Add(text.At, "yaml-dash-blank");
                return [];
            case var other:
                findings.Add(other is YamlText { IsEmpty: true } ? owner.KeyAt(key) : other.At, "shape-list", key);
                return [];
        }
    }

    private static Reaction? One(YamlNode node, string key, FindingList findings)
    {
        switch (node)
        {
            case YamlText { Text: "again" }:
                return new Reaction(node.At, Repair.Again, null, null);
            case YamlText { Text: "keypad" }:
                return new Reaction(node.At, Repair.Keypad, null, null);
            case YamlMap:
                var map = MapReader.Of(node, node.At, key, findings)!.Only("say", "go");
                var say = map.Wording("say");
                var go = DialogReader.Target(map.Text("go"));
                if (say is null && go is null && !map.Has("say") && !map.Has("go")) findings.Add(node.At, "reaction-bad");
                return new Reaction(node.At, go is null or { IsAgain: true } ? Repair.Again : Repair.Go, say, go is { IsAgain: true } ? null : go);
            default:
                if (node is YamlText text && YamlTraps.InText(text) is { } trap) findings.Add(trap.At, trap.Code);
                else findings.Add(node.At, "reaction-bad");
                return null;
        }
    }
}
