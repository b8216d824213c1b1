using System.Globalization;
using CallbackBot.Dialogs.Running;
using CallbackBot.Dialogs.Understanding;

namespace CallbackBot.Dialogs.Definition;

/// <summary>Reads <c>steps</c>, the script's defaults filled in.</summary>
internal sealed class StepReader(FindingList findings)
{
    private static readonly string[] Reserved = ["end", "again", "keypad"];
    private static readonly TimeSpan FreeTextPause = TimeSpan.FromMilliseconds(1200);

    public required Interruption Interruption { get; init; }

    public required Listen Listen { get; init; }

    /// <summary>True when the script sets <c>end_pause</c> for all its questions, free text included.</summary>
    public required bool EndPauseIsSet { get; init; }

    public required IReadOnlyList<Reaction> OnSilence { get; init; }

    public required IReadOnlyList<Reaction> OnUnclear { get; init; }

    /// <summary>Checks the name of a step or an end; false where a mistake in front of it, <c>silent：{ outcome: silent }</c>, makes what it holds unreadable.</summary>
    public static bool CheckName(YamlText name, FindingList findings)
    {
        if (YamlTraps.InText(name) is { } trap)
        {
            findings.Add(trap.At, trap.Code);
            findings.Misplaced.Add(name.Text.Split(':', '：')[0].TrimEnd());
            return false;
        }

        if (!Values.IsName(name.Text)) findings.Add(name.At, "name-bad", name.Text);
        else if (Reserved.Contains(name.Text, StringComparer.Ordinal)) findings.Add(name.At, "name-reserved", name.Text);
        return true;
    }

    public Dictionary<string, Step> Read(MapReader steps)
    {
        var read = new Dictionary<string, Step>(StringComparer.Ordinal);
        if (steps.HasUnindented("say", "ask", "interrupt", "expect", "go")) return read;
        foreach (var entry in steps.Entries)
        {
            // `ends:` that slipped in under `steps:`.
            if (DialogReader.Keys.Contains(entry.Key.Text, StringComparer.Ordinal) && entry.Value is not YamlMap { Entries: [{ Key.Text: "say" or "ask" }, ..] })
            {
                findings.Add(entry.Key.At, "yaml-indent-top", entry.Key.Text);
                break;
            }

            if (!CheckName(entry.Key, findings)) continue;
            if (MapReader.Of(entry.Value, entry.Key.At, entry.Key.Text, findings) is not { } map) continue;
            if (map.Has("say") && map.Has("ask")) findings.Add(entry.Key.At, "step-kind", entry.Key.Text);
            else if (!map.Has("say") && !map.Has("ask") && !IsMisspelt(map)) findings.Add(entry.Key.At, "step-empty", entry.Key.Text);
            else if (map.Has("say") != map.Has("ask") && (map.Has("say") ? (Step?)ReadSay(entry.Key, map) : ReadAsk(entry.Key, map)) is { } step) read[entry.Key.Text] = step;
        }

        return read;
    }

    // A key that YAML spoilt or that is nearly `say` or `ask` is the mistake, and told where it stands.
    private static bool IsMisspelt(MapReader map)
    {
        map.Only("say", "ask", "ask_again", "expect", "answers", "save_as", "go", "interrupt", "listen", "on_silence", "on_unclear", "visits", "audio");
        return map.HasUnknown;
    }

    private Say? ReadSay(YamlText name, MapReader map)
    {
        map.Only("say", "interrupt", "go", "audio");
        var interruption = Values.Interrupt(map.Text("interrupt"), Interruption, findings);
        var text = map.Wording("say");
        var go = Go(map, name.Text);
        return text is null || go is null ? null : new Say(name.Text, name.At, interruption, text, go.Value);
    }

    private Ask? ReadAsk(YamlText name, MapReader map)
    {
        map.Only("ask", "ask_again", "expect", "answers", "save_as", "go", "interrupt", "listen", "on_silence", "on_unclear", "visits", "audio");
        var interruption = Values.Interrupt(map.Text("interrupt"), Interruption, findings);
        var text = map.Wording("ask");
        var (set, labels, setAt) = ReadExpect(map, name);
        var answers = set == Vocabulary.FreeText ? [] : ReadAnswers(map, set, labels, name);
        var listen = set == Vocabulary.FreeText && !EndPauseIsSet ? Listen with { EndPause = FreeTextPause } : Listen;

        var saveAs = map.Text("save_as");
        if (saveAs is not null && !Values.IsName(saveAs.Text)) findings.Add(saveAs.At, "name-bad", saveAs.Text);
        Target? go = null;
        if (set == Vocabulary.FreeText)
        {
            if (map.Has("answers")) findings.Add(map.KeyAt("answers"), "free-text-answers", name.Text);
            if (!map.Has("save_as")) findings.Add(name.At, "free-text-save-as", name.Text);
            go = Go(map, name.Text);
        }
        else if (map.Has("go"))
        {
            findings.Add(map.KeyAt("go"), "ask-go", name.Text);
        }

        var again = map.Wording("ask_again");
        var onSilence = map.Has("on_silence") ? ReactionReader.Read(map, "on_silence", findings) : OnSilence;
        var onUnclear = map.Has("on_unclear") ? ReactionReader.Read(map, "on_unclear", findings) : OnUnclear;
        var visits = ReadVisits(map.Text("visits"));
        listen = DialogReader.ReadListen(map, listen, findings);
        if (text is null || set.Length == 0) return null;
        return new Ask(name.Text, name.At, interruption, text)
        {
            AskAgain = again,
            Set = set,
            SetAt = setAt,
            Answers = answers,
            SaveAs = saveAs?.Text,
            Go = go,
            Listen = listen,
            OnSilence = onSilence,
            OnUnclear = onUnclear,
            Visits = visits,
        };
    }

    private (string Set, IReadOnlyList<string> Labels, Place At) ReadExpect(MapReader map, YamlText name)
    {
        switch (map.Node("expect"))
        {
            case null or YamlText { IsEmpty: true }:
                if (!map.HasUnknown) findings.Add(name.At, "expect-missing", name.Text);
                return ("", [], name.At);
            case YamlText:
                if (map.Text("expect") is not { } set) return ("", [], name.At);
                if (Vocabulary.AnswerSets.TryGetValue(set.Text, out var labels)) return (set.Text, labels, set.At);
                findings.Add(set.At, "set-unknown", set.Text, Nearest.To(set.Text, Vocabulary.AnswerSets.Keys) ?? string.Join(", ", Vocabulary.AnswerSets.Keys));
                return ("", [], set.At);
            case YamlList list:
                var own = map.Texts("expect");
                foreach (var label in own.Where(l => !Values.IsName(l.Text) || Vocabulary.Intents.Contains(l.Text, StringComparer.Ordinal)))
                {
                    findings.Add(label.At, "label-bad", label.Text);
                }

                if (own.Count < 2) findings.Add(list.At, "labels-few", name.Text);
                return (Vocabulary.Own, [.. own.Select(l => l.Text).Distinct(StringComparer.Ordinal)], list.At);
            case var other:
                findings.Add(other.At, "shape-text", "expect");
                return ("", [], other.At);
        }
    }

    private List<AnswerRule> ReadAnswers(MapReader step, string set, IReadOnlyList<string> labels, YamlText name)
    {
        var rules = new List<AnswerRule>();
        var meant = new HashSet<string?>(StringComparer.Ordinal);
        var strange = 0;
        var answers = step.Map("answers");
        if (answers?.HasUnindented("go", "keys", "words", "confirm") == true) return rules;
        foreach (var entry in answers?.Entries ?? [])
        {
            var label = entry.Key.Text;
            if (set.Length > 0 && !labels.Contains(label, StringComparer.Ordinal))
            {
                var near = Nearest.To(label, labels) ?? Meant(label, set, labels);
                meant.Add(near);
                if (near is null) strange++;
                findings.Add(entry.Key.At, "label-unknown", label, near ?? string.Join(", ", labels));
                continue;
            }

            if (MapReader.Of(entry.Value, entry.Key.At, label, findings) is not { } map) continue;
            map.Only("go", "keys", "words", "confirm", "confirm_say", "read");
            if (Answer(entry.Key, map, set) is { } rule) rules.Add(rule);
        }

        if (answers is null && (step.Has("answers") || step.HasUnknown)) return rules;
        if (answers is null && labels.Count > 0)
        {
            findings.Add(name.At, "key-missing", "answers");
            return rules;
        }

        // Who wrote another word for an answer has not left it out.
        foreach (var label in labels.Where(l => !meant.Contains(l) && (answers is null || !answers.Has(l))).Skip(strange))
        {
            findings.Add(step.KeyAt("answers"), "label-missing", name.Text, label);
        }

        return rules;
    }

    // 已解决 or "fixed" for resolved: whoever writes the meaning in other words is understood as a citizen would be.
    private static string? Meant(string label, string set, IReadOnlyList<string> labels)
    {
        if (set is "" or Vocabulary.Own || label.Length > 64) return null;
        var question = new QuestionAsked(set, label.All(char.IsAscii) ? "en" : "zh-CN", labels, new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal));
        var meaning = ReplyUnderstanding.Understand(label.Replace('_', ' '), question);
        return meaning.Confidence >= 0.5 && labels.Contains(meaning.Label, StringComparer.Ordinal) ? meaning.Label : null;
    }

    private AnswerRule? Answer(YamlText label, MapReader map, string set)
    {
        var (always, below) = Values.Confirm(map.Text("confirm"), findings);
        var confirmSay = map.Wording("confirm_say");
        if (below > 0 && set == Vocabulary.Own && confirmSay is null) findings.Add(map.KeyAt("confirm"), "confirm-say-missing", label.Text);
        var go = Go(map, label.Text);
        var rule = new AnswerRule(label.Text, label.At, go ?? default)
        {
            Keys = Values.Keys(map.Texts("keys"), findings),
            KeysAt = map.Node("keys")?.At ?? label.At,
            Words = [.. map.Texts("words").Select(w => new Wording(w.Text, w.At) { Written = w.Written })],
            ConfirmAlways = always,
            ConfirmBelow = below,
            ConfirmSay = confirmSay,
            Read = map.Wording("read"),
        };
        return go is null ? null : rule;
    }

    // `again` belongs to reactions: an answer that leads back to its own question would be asked for ever.
    private Target? Go(MapReader map, string owner)
    {
        if (!map.Has("go") && !map.HasUnknown) findings.Add(map.At, "go-missing", owner);
        var go = DialogReader.Target(map.Text("go"));
        if (go is { IsAgain: true }) findings.Add(go.Value.At, "go-again");
        return go is { IsAgain: true } ? null : go;
    }

    private int ReadVisits(YamlText? text)
    {
        if (text is null) return 3;
        if (int.TryParse(text.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var visits) && visits is >= 1 and <= 10) return visits;
        findings.Add(text.At, "visits-bad", text.Text);
        return 3;
    }
}
