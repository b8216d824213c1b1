namespace CallbackBot.Dialogs.Definition;

/// <summary>Reads the entries of one map by key and reports what does not belong there.</summary>
internal sealed class MapReader
{
    private readonly Dictionary<string, YamlEntry> _entries;
    private readonly FindingList _findings;
    private readonly YamlMap _map;

    private MapReader(YamlMap map, Place at, FindingList findings)
    {
        _map = map;
        _findings = findings;
        At = at;
        _entries = map.Entries.ToDictionary(e => e.Key.Text, StringComparer.Ordinal);
    }

    /// <summary>Where the owner of the map is named: the place for "X lacks Y".</summary>
    public Place At { get; }

    public IReadOnlyList<YamlEntry> Entries => _map.Entries;

    /// <summary>The node as a map; null, with a finding, when it is something else.</summary>
    public static MapReader? Of(YamlNode? node, Place at, string what, FindingList findings)
    {
        switch (node)
        {
            case YamlMap map:
                return new MapReader(map, at, findings);
            case YamlText { IsEmpty: true }:
                findings.Add(at, "value-empty", what);
                return null;
            default:
                findings.Add(node?.At ?? at, "shape-map", what);
                return null;
        }
    }

    /// <summary>Reports keys other than these, with the nearest of them.</summary>
    public MapReader Only(params ReadOnlySpan<string> known)
    {
        var names = known.ToArray();
        foreach (var entry in _map.Entries)
        {
            if (names.Contains(entry.Key.Text, StringComparer.Ordinal)) continue;
            if (_map.Braces && entry.Value is YamlText { IsEmpty: true }) _findings.Add(entry.Key.At, "yaml-comma-in-braces", entry.Key.Text);
            else if (Nearest.To(entry.Key.Text, names) is { } near) _findings.Add(entry.Key.At, "key-unknown-near", entry.Key.Text, near);
            else _findings.Add(entry.Key.At, "key-unknown", entry.Key.Text, string.Join(", ", names));
        }

        return this;
    }

    public bool Has(string key) => _entries.ContainsKey(key);

    public Place KeyAt(string key) => _entries.TryGetValue(key, out var entry) ? entry.Key.At : At;

    public YamlNode? Node(string key) => _entries.TryGetValue(key, out var entry) ? entry.Value : null;

    public MapReader? Map(string key) => Has(key) ? Of(Node(key), KeyAt(key), key, _findings) : null;

    /// <summary>A text; null when absent or, with a finding, when empty or no text.</summary>
    public YamlText? Text(string key)
    {
        if (!_entries.TryGetValue(key, out var entry)) return null;
        if (entry.Value is YamlText text)
        {
            if (text.Text.Trim().Length > 0) return text;
            _findings.Add(entry.Key.At, "value-empty", key);
            return null;
        }

        if (BracesInText(entry.Value)) _findings.Add(entry.Value.At, "yaml-braces-in-text");
        else _findings.Add(entry.Value.At, "shape-text", key);
        return null;
    }

    /// <summary>As <see cref="Text"/>; absence is a finding too.</summary>
    public YamlText? Required(string key)
    {
        if (!Has(key)) _findings.Add(At, "key-missing", key);
        return Text(key);
    }

    /// <summary>Words to be said.</summary>
    public Wording? Wording(string key)
    {
        if (Text(key) is not { } text) return null;
        if (text.FollowedByComment) _findings.Add(text.At, "yaml-comment-in-text", key);
        return new Wording(text.Text.Trim(), text.At);
    }

    /// <summary>One text or a list of texts; empty when absent.</summary>
    public IReadOnlyList<YamlText> Texts(string key)
    {
        switch (Node(key))
        {
            case null:
                return [];
            case YamlText { IsEmpty: true }:
                _findings.Add(KeyAt(key), "value-empty", key);
                return [];
            case YamlText text:
                return [text];
            case YamlList list:
                foreach (var item in list.Items.Where(i => i is not YamlText)) _findings.Add(item.At, "shape-text", key);
                return [.. list.Items.OfType<YamlText>()];
            case var other:
                _findings.Add(other.At, "shape-list", key);
                return [];
        }
    }

    // `say: {{order.short_title}} …` is to YAML a map whose key is a map.
    private static bool BracesInText(YamlNode node) => node is YamlMap { Braces: true, Entries: [] };
}
