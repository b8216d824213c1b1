namespace CallbackBot.Dialogs.Definition;

/// <summary>Reads the entries of one map by key and reports what does not belong there.</summary>
internal sealed class MapReader
{
    // Six minutes of speech.
    private const int MaxText = 2000;

    private readonly Dictionary<string, YamlEntry> _entries;
    private readonly FindingList _findings;
    private readonly ScalarReader _texts;
    private readonly YamlMap _map;
    private readonly HashSet<string> _excused = new(StringComparer.Ordinal);

    private MapReader(YamlMap map, Place at, FindingList findings)
    {
        _map = map;
        _findings = findings;
        _texts = new ScalarReader(findings);
        At = at;
        _entries = map.Entries.ToDictionary(e => e.Key.Text, StringComparer.Ordinal);
    }

    /// <summary>Where the owner of the map is named: the place for "X lacks Y".</summary>
    public Place At { get; }

    public IReadOnlyList<YamlEntry> Entries => _map.Entries;

    /// <summary>As <see cref="YamlMap.End"/>.</summary>
    public Place End => _map.End;

    /// <summary>True when an entry was spoilt by YAML: what seems to be missing may be the spoilt one.</summary>
    public bool IsSpoilt { get; private set; }

    /// <summary>True when it has a key that means nothing here: what seems to be missing may be that one.</summary>
    public bool HasUnknown { get; private set; }

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
            case YamlText text when YamlTraps.InText(text) is { } trap:
                findings.Add(trap.At, trap.Code);
                return null;
            case YamlText text:
                findings.Add(text.At, "shape-map-text", what);
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
        YamlEntry? before = null;
        var inner = false;
        foreach (var entry in _map.Entries)
        {
            if (_excused.Contains(entry.Key.Text)) continue;
            var isKnown = names.Contains(entry.Key.Text, StringComparer.Ordinal);
            if (isKnown) inner = false;
            else if (!inner && !_map.Braces && before is { Value: YamlText { IsEmpty: true } } && names.Contains(before.Key.Text, StringComparer.Ordinal))
            {
                // What stands level with an empty key was meant to stand under it.
                inner = true;
                _excused.Add(before.Key.Text);
                _findings.Add(entry.Key.At, "yaml-indent-under", entry.Key.Text, before.Key.Text);
            }

            if (!isKnown && !inner) Unknown(entry, before, names);
            before = entry;
        }

        return this;
    }

    /// <summary>
    /// For a map with names of the designer's own: true, with a finding, when the content of an entry stands level with its name.
    /// </summary>
    public bool HasUnindented(params ReadOnlySpan<string> innerKeys)
    {
        for (var i = 0; i + 1 < _map.Entries.Count; i++)
        {
            var (name, inner) = (_map.Entries[i], _map.Entries[i + 1]);
            if (name.Value is not YamlText { IsEmpty: true } || inner.Value is YamlMap || !innerKeys.Contains(inner.Key.Text)) continue;
            _findings.Add(inner.Key.At, "yaml-indent-under", inner.Key.Text, name.Key.Text);
            return true;
        }

        return false;
    }

    /// <summary>Reports a key that has no business here, in words of its own.</summary>
    public void Refuse(string key, string code)
    {
        _excused.Add(key);
        _findings.Add(KeyAt(key), code, key);
    }

    public bool Has(string key) => _entries.ContainsKey(key);

    public Place KeyAt(string key) => _entries.TryGetValue(key, out var entry) ? entry.Key.At : At;

    public YamlNode? Node(string key) => _entries.TryGetValue(key, out var entry) ? entry.Value : null;

    public MapReader? Map(string key) => Has(key) && !_excused.Contains(key) ? Of(Node(key), KeyAt(key), key, _findings) : null;

    /// <summary>A text; null when absent or, with a finding, when empty or no text.</summary>
    public YamlText? Text(string key) =>
        _entries.TryGetValue(key, out var entry) && !_excused.Contains(key) ? _texts.One(entry) : null;

    /// <summary>As <see cref="Text"/>; absence is a finding too.</summary>
    public YamlText? Required(string key)
    {
        if (!Has(key) && !HasUnknown) _findings.Add(At, "key-missing", key);
        return Text(key);
    }

    /// <summary>Words to be said.</summary>
    public Wording? Wording(string key)
    {
        if (Node(key) is YamlText { Comment: { } comment })
        {
            _findings.Add(comment, "yaml-comment-in-text");
            if (Node(key) is YamlText { IsEmpty: true }) return null;
        }

        if (Text(key) is { Text.Length: > MaxText } endless)
        {
            _findings.Add(endless.At, "text-long", endless.Text.Length, MaxText);
            return null;
        }

        return Text(key) is { } text ? new Wording(text.Text.Trim(), text.At) { Written = text.Written } : null;
    }

    /// <summary>One text or a list of texts; empty when absent.</summary>
    public IReadOnlyList<YamlText> Texts(string key)
    {
        if (_excused.Contains(key)) return [];
        switch (Node(key))
        {
            case null:
                return [];
            case YamlText { IsEmpty: true }:
                _findings.Add(KeyAt(key), "value-empty", key);
                return [];
            case YamlText text when text.Plain && text.Text.Contains(", ", StringComparison.Ordinal) && text.Text[0] is not ('［' or '【'):
                _findings.Add(text.At, "shape-list", key);
                return ScalarReader.Parted(text, ',');
            case YamlText text:
                return _texts.Several([text]);
            case YamlList list:
                foreach (var item in list.Items.Where(i => i is not YamlText)) _findings.Add(item.At, ScalarReader.IsField(item) ? "yaml-braces-in-text" : "shape-text", key);
                return _texts.Several([.. list.Items.OfType<YamlText>()]);
            case var other:
                _findings.Add(other.At, "shape-list", key);
                return [];
        }
    }

    private void Unknown(YamlEntry entry, YamlEntry? before, string[] names)
    {
        HasUnknown = true;
        var key = entry.Key;
        if (YamlTraps.InText(key) is { } trap) Spoilt(trap.At, trap.Code);
        else if (_map.Braces && entry.Value is YamlText { IsEmpty: true }) CutAtComma(key, before);
        else if (IsStray(entry, Nearest.To(key.Text, names)))
        {
            _findings.Misplaced.Add(key.Text);
            Spoilt(key.At, "yaml-indent-name", key.Text);
        }
        else if (IsSpoilt) return;
        else if (Nearest.To(key.Text, names) is { } near) _findings.Add(key.At, "key-unknown-near", key.Text, near);
        else if (Vocabulary.HomeOf(key.Text) is { } home) _findings.Add(key.At, "key-misplaced", key.Text, home);
        else _findings.Add(key.At, "key-unknown", key.Text, string.Join(", ", names));
    }

    // A step or an end that slipped in here: it holds what they hold, or nothing, its content standing level with it.
    private bool IsStray(YamlEntry entry, string? near) => entry.Value is YamlMap { Entries: var inner }
        ? inner.Any(e => e.Key.Text is "say" or "ask" or "outcome")
        : near is null && !_map.Braces && entry.Value is YamlText { IsEmpty: true } && Vocabulary.HomeOf(entry.Key.Text) is null && Values.IsName(entry.Key.Text);

    private void CutAtComma(YamlText key, YamlEntry? before)
    {
        if (_map.Entries.Any(e => ScalarReader.IsField(e.Value))) IsSpoilt = true;
        else if (before is { Value: YamlText { Text: ['［' or '【', ..] } }) IsSpoilt = true;
        else if (before is { Key.Text: "words" or "keys" or "flag", Value: YamlText list }) Spoilt(list.At, "shape-list", before.Key.Text);
        else if (key.Text.AsSpan().IndexOfAny('”', '’') >= 0) Spoilt(key.At, "yaml-curly-quotes");
        else Spoilt(key.At, "yaml-comma-in-braces", key.Text);
    }

    // A text that is cut at two commas is one mistake.
    private void Spoilt(Place at, string code, params object[] args)
    {
        if (!IsSpoilt) _findings.Add(at, code, args);
        IsSpoilt = true;
    }
}
