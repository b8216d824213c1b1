namespace CallbackBot.Dialogs.Definition;

/// <summary>A script that keeps another's flow and changes only the words.</summary>
internal sealed class Translation
{
    private readonly FindingList _findings;
    private readonly MapReader _root;
    private readonly MapReader? _say;
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private readonly Dictionary<Place, Wording> _defaults = [];
    private readonly Dictionary<Place, string> _untranslated = [];
    private readonly HashSet<string> _steps = new(StringComparer.Ordinal);

    public Translation(MapReader root, FindingList findings)
    {
        _root = root;
        _findings = findings;
        _say = root.Map("say");
    }

    /// <summary>The original with this file's words; what lacks words is reported and keeps the original's.</summary>
    public Dialog Apply(Dialog original, MapReader originalRoot)
    {
        _steps.UnionWith(original.Steps.Keys);
        ReadDefaults(original, originalRoot);
        var words = _root.Map("words");
        var read = _root.Map("read");
        var steps = original.Steps.ToDictionary(s => s.Key, s => s.Value switch
        {
            Say say => say with { Text = Said(say.Name, say.Text) },
            Ask ask => TranslateAsk(ask, words, read),
            var other => (Step)other,
        }, StringComparer.Ordinal);
        var ends = original.Ends.ToDictionary(e => e.Key, e => e.Value with { Say = Optional($"end.{e.Key}", e.Value.Say) }, StringComparer.Ordinal);
        var anytime = original.Anytime.ToDictionary(a => a.Key, a => a.Value with { Say = Optional($"anytime.{a.Key}", a.Value.Say) }, StringComparer.Ordinal);

        foreach (var entry in _say?.Entries ?? []) CheckUsed(entry.Key, _used);
        var answers = original.Steps.Values.OfType<Ask>().SelectMany(a => a.Answers.Select(r => $"{a.Name}.{r.Label}")).ToHashSet(StringComparer.Ordinal);
        foreach (var entry in (words?.Entries ?? []).Concat(read?.Entries ?? [])) CheckUsed(entry.Key, answers);
        return original with { Steps = steps, Ends = ends, Anytime = anytime };
    }

    private Ask TranslateAsk(Ask ask, MapReader? words, MapReader? read) => ask with
    {
        Text = Said(ask.Name, ask.Text),
        AskAgain = Optional($"{ask.Name}.again", ask.AskAgain),
        OnSilence = Reactions(ask.OnSilence, $"{ask.Name}.silence"),
        OnUnclear = Reactions(ask.OnUnclear, $"{ask.Name}.unclear"),
        Answers =
        [
            .. ask.Answers.Select(a => a with
            {
                Words = [.. (words?.Texts($"{ask.Name}.{a.Label}") ?? []).Select(w => new Wording(w.Text, w.At))],
                Read = read?.Wording($"{ask.Name}.{a.Label}"),
                ConfirmSay = Optional($"{ask.Name}.confirm.{a.Label}", a.ConfirmSay),
            }),
        ],
    };

    private IReadOnlyList<Reaction> Reactions(IReadOnlyList<Reaction> reactions, string key) =>
    [
        .. reactions.Select((r, i) => r.Say is null ? r
            : _defaults.TryGetValue(r.At, out var wording) ? r with { Say = wording }
            : _untranslated.TryGetValue(r.At, out var list) && _say?.Has($"{key}.{i + 1}") != true ? Inherited(r, list)
            : r with { Say = Said($"{key}.{i + 1}", r.Say) }),
    ];

    // What the defaults say is said at many steps, and lacks its words once.
    private Reaction Inherited(Reaction reaction, string list)
    {
        _findings.Add(_root.KeyAt("defaults"), "translation-defaults", list);
        return reaction;
    }

    private Wording? Optional(string key, Wording? original)
    {
        if (original is null) return null;
        return _defaults.TryGetValue(original.At, out var wording) ? wording : Said(key, original);
    }

    private Wording Said(string key, Wording original)
    {
        _used.Add(key);
        if (_say?.Wording(key) is { } wording)
        {
            if (Asks(original.Text) && !Asks(wording.Text)) _findings.Add(wording.At, "translation-statement", key, original.Text);
            return wording;
        }

        // A key that is nearly this one is told as the slip that it is.
        var slip = _say?.Entries.Any(e => Nearest.To(e.Key.Text, [key]) is not null && !e.Key.Text.Contains('.', StringComparison.Ordinal) && !_steps.Contains(e.Key.Text)) == true;
        if (_say?.Has(key) != true && !slip) _findings.Add(_root.KeyAt("say"), "translation-missing", key, original.Text);
        return original;
    }

    private static bool Asks(string text) => text.AsSpan().IndexOfAny('?', '？') >= 0;

    private void CheckUsed(YamlText key, IReadOnlyCollection<string> known)
    {
        if (known.Contains(key.Text, StringComparer.Ordinal)) return;
        _findings.Add(key.At, "translation-unknown", key.Text, Nearest.To(key.Text, known) ?? "step, step.again, end.name");
    }

    private void ReadDefaults(Dialog original, MapReader originalRoot)
    {
        var own = _root.Map("defaults")?.Only("on_silence", "on_unclear", "anytime");
        if (originalRoot.Map("defaults") is not { } theirs) return;
        foreach (var key in (string[])["on_silence", "on_unclear"])
        {
            if (own?.Has(key) != true)
            {
                foreach (var reaction in ReactionReader.Read(theirs, key, new FindingList()).Where(r => r.Say is not null)) _untranslated[reaction.At] = key;
                continue;
            }

            var originals = ReactionReader.Read(theirs, key, _findings).Where(r => r.Say is not null).ToList();
            var translated = ReactionReader.Read(own, key, _findings);
            if (originals.Count != translated.Count)
            {
                _findings.Add(own.KeyAt(key), "translation-count", key, originals.Count, translated.Count);
                continue;
            }

            foreach (var (from, to) in originals.Zip(translated))
            {
                if (from.Go?.Name != to.Go?.Name) _findings.Add(to.Go?.At ?? to.At, "translation-go", from.Go?.Name ?? "-");
                if (to.Say is null) _findings.Add(to.At, "key-missing", "say");
                else _defaults[from.At] = to.Say;
            }
        }

        foreach (var entry in own?.Map("anytime")?.Entries ?? [])
        {
            if (!original.Anytime.TryGetValue(entry.Key.Text, out var rule) || rule.Say is null)
            {
                CheckUsed(entry.Key, [.. original.Anytime.Values.Where(r => r.Say is not null).Select(r => r.Intent)]);
            }
            else if (MapReader.Of(entry.Value, entry.Key.At, entry.Key.Text, _findings) is { } map)
            {
                var go = map.Only("say", "go").Text("go");
                if (go is not null && go.Text != rule.Go.Name) _findings.Add(go.At, "translation-go", rule.Go.Name);
                if (map.Required("say") is not null && map.Wording("say") is { } wording) _defaults[rule.Say.At] = wording;
            }
        }
    }
}
