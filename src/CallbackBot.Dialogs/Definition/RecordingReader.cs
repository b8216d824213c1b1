namespace CallbackBot.Dialogs.Definition;

/// <summary>Reads <c>audio</c>: of a step or an end, or at the top of a script or a translation by prompt.</summary>
internal static class RecordingReader
{
    /// <summary>All recordings of one file, by prompt.</summary>
    public static Dictionary<string, Recording> Read(MapReader root, FindingList findings)
    {
        var recordings = new Dictionary<string, Recording>(StringComparer.Ordinal);
        foreach (var (key, map) in Owners(root))
        {
            if (Parts(map, "audio") is { Count: > 0 } parts) recordings[key] = new Recording(key, map.KeyAt("audio"), parts);
        }

        if (root.Map("audio") is not { } byPrompt) return recordings;
        foreach (var entry in byPrompt.Entries)
        {
            if (Parts(byPrompt, entry.Key.Text) is not { Count: > 0 } parts) continue;
            if (!recordings.TryAdd(entry.Key.Text, new Recording(entry.Key.Text, entry.Key.At, parts))) findings.Add(entry.Key.At, "audio-twice", entry.Key.Text);
        }

        return recordings;
    }

    // What else is wrong with steps and ends is told by those who read them.
    private static IEnumerable<(string Key, MapReader Map)> Owners(MapReader root)
    {
        foreach (var (section, key) in ((string, Func<string, string>)[])[("steps", name => name), ("ends", PromptKeys.End)])
        {
            if (root.Node(section) is not YamlMap owners) continue;
            foreach (var entry in owners.Entries)
            {
                if (entry.Value is YamlMap && MapReader.Of(entry.Value, entry.Key.At, entry.Key.Text, new FindingList()) is { } map && map.Has("audio")) yield return (key(entry.Key.Text), map);
            }
        }
    }

    private static List<RecordingPart> Parts(MapReader map, string key) => [.. map.Texts(key).Select(t => new RecordingPart(t.Text.Trim(), t.At))];
}
