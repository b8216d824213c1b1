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
    private readonly HashSet<Place> _miscounted = [];
    private readonly List<(string Section, string Key, string Original)> _missing = [];

    public Translation(MapReader root, FindingList findings)
    {
        _root = root;
        _findings = findings;
        _say = root.Map("say");
    }

    /// <summary>The original with this file's words; what lacks words is reported and keeps the original's.</summary>
    public Dialog Apply(Dialog original, MapReader originalRoot)
    {
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
        ReportMissing([.. _used, .. answers], words, read);
        return original with { Steps = steps, Ends = ends, Anytime = anytime };
    }

    private Ask TranslateAsk(Ask ask, MapReader? words, MapReader? read) => ask with
    {
        Text = Said(ask.Name, ask.Text),
        AskAgain = Optional($"{ask.Name}.again", ask.AskAgain),
        OnSilence = Reactions(ask.OnSilence, $"{ask.Name}.silence"),
        OnUnclear = Reactions(ask.OnUnclear, $"{ask.Name}.unclear"),
        Answers = [.. ask.Answers.Select(a => TranslateAnswer(ask, a, words, read))],
    };

    private AnswerRule TranslateAnswer(Ask ask, AnswerRule answer, MapReader? words, MapReader? read)
    {
        var key = $"{ask.Name}.{answer.Label}";

        // The designer's own answers have no built-in words to fall back on.
        var own = ask.Set == Vocabulary.Own;
        if (own && answer.Words.Count > 0 && words?.Has(key) != true) _missing.Add(("words", key, string.Join(", ", answer.Words.Select(w => w.Text))));
        if (own && answer.Read is { } name && read?.Has(key) != true) _missing.Add(("read", key, name.Text));
        return answer with
        {
            Words = [.. (words?.Texts(key) ?? []).Select(w => new Wording(w.Text, w.At))],
            Read = read?.Wording(key),
            ConfirmSay = Optional($"{ask.Name}.confirm.{answer.Label}", answer.ConfirmSay),
        };
    }

    private IReadOnlyList<Reaction> Reactions(IReadOnlyList<Reaction> reactions, string key) =>
    [
        .. reactions.Select((r, i) => r.Say is null || _miscounted.Contains(r.At) ? r
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

        if (_say?.Has(key) != true) _missing.Add(("say", key, original.Text));
        return original;
    }

    // A key that was meant to be this one is told as the slip that it is.
    private void ReportMissing(HashSet<string> known, params ReadOnlySpan<MapReader?> others)
    {
        var slips = new HashSet<string>(StringComparer.Ordinal);
        foreach (var map in (ReadOnlySpan<MapReader?>)[_say, .. others])
        {
            foreach (var entry in map?.Entries ?? [])
            {
                if (!known.Contains(entry.Key.Text) && Nearest.To(entry.Key.Text, known) is { } meant) slips.Add(meant);
            }
        }

        foreach (var (section, key, original) in _missing.Where(m => !slips.Contains(m.Key)))
        {
            _findings.Add(_root.KeyAt(section), "translation-missing", key, original, section);
        }
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
                _miscounted.UnionWith(originals.Select(r => r.At));
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
