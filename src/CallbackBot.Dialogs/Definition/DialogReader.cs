using CallbackBot.Dialogs.Running;

namespace CallbackBot.Dialogs.Definition;

/// <summary>Nodes to <see cref="Dialog"/>: the parts of a script other than its steps.</summary>
internal sealed class DialogReader(FindingList findings)
{
    public static readonly string[] Keys =
        ["script", "title", "language", "fields", "questions", "defaults", "start", "steps", "ends", "next_order", "readings", "audio"];

    // A conversation of a few minutes has a few dozen.
    private const int MaxSteps = 300;
    private const int MaxReadings = 1000;

    private static readonly string[] SurveyQuestions = ["response", "resolution", "satisfaction"];

    /// <summary>What could be read; null when a part is missing without which nothing else makes sense.</summary>
    public Dialog? Read(MapReader root, string name, string language, IReadOnlyDictionary<string, string> readings)
    {
        root.Only([.. Keys, "extends"]);
        var fields = Names(root.Texts("fields"));
        var questions = root.Has("questions") ? Names(root.Texts("questions")) : [.. SurveyQuestions.Select(q => new Named(q, root.At))];

        var defaults = root.Map("defaults")?.Only("listen", "interrupt", "on_silence", "on_unclear", "anytime");
        var interruption = Values.Interrupt(defaults?.Text("interrupt"), new Interruption(TimeSpan.FromSeconds(1)), findings);
        var steps = new StepReader(findings)
        {
            Interruption = interruption,
            Listen = defaults is null ? Listen.Usual : ReadListen(defaults, Listen.Usual, findings),
            EndPauseIsSet = defaults?.Map("listen")?.Has("end_pause") ?? false,
            OnSilence = defaults is null ? [] : ReactionReader.Read(defaults, "on_silence", findings),
            OnUnclear = defaults is null ? [] : ReactionReader.Read(defaults, "on_unclear", findings),
        };

        var start = Target(root.Required("start"));
        var stepMap = root.Map("steps");
        var endMap = root.Map("ends");
        var slipped = stepMap?.Entries.Any(e => e.Key.Text == "ends") ?? false;
        if (!root.Has("steps") && !root.HasUnknown) findings.Add(root.Has("ends") ? root.KeyAt("ends") : root.End, "key-missing", "steps");
        if (!root.Has("ends") && !root.HasUnknown && !slipped) findings.Add(stepMap?.End ?? root.End, "key-missing", "ends");
        if (slipped) _ = steps.Read(stepMap!);
        if (start is null || stepMap is null || endMap is null) return null;
        if (stepMap.Entries.Count + endMap.Entries.Count > MaxSteps)
        {
            findings.Add(root.KeyAt("steps"), "steps-many", stepMap.Entries.Count + endMap.Entries.Count, MaxSteps);
            return null;
        }


        return new Dialog
        {
            At = root.At,
            Name = name,
            Title = root.Text("title")?.Text ?? name,
            Language = language,
            Fields = fields,
            Questions = questions,
            Start = start.Value,
            NextOrder = Target(root.Text("next_order")),
            Steps = steps.Read(stepMap),
            Ends = ReadEnds(endMap),
            Anytime = ReadAnytime(defaults),
            AnytimeAt = defaults?.KeyAt("anytime") ?? root.At,
            Declared = stepMap.Entries.Select(e => e.Key.Text).Concat(endMap.Entries.Select(e => PromptKeys.End(e.Key.Text))).Concat(findings.Misplaced)
                .Concat(findings.Misplaced.Select(PromptKeys.End)).ToHashSet(StringComparer.Ordinal),
            Readings = Merge(readings, root),
            Recordings = RecordingReader.Read(root, findings),
        };
    }

    public static Target? Target(YamlText? text) => text is null ? null : new Target(text.Text, text.At);

    public static Listen ReadListen(MapReader owner, Listen fallback, FindingList findings)
    {
        if (owner.Map("listen")?.Only("silence", "end_pause", "longest_answer") is not { } map) return fallback;
        return new Listen(
            Values.Duration(map.Text("silence"), fallback.Silence, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(20), "2s - 20s", findings),
            Values.Duration(map.Text("end_pause"), fallback.EndPause, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(3), "200ms - 3s", findings),
            Values.Duration(map.Text("longest_answer"), fallback.LongestAnswer, TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(2), "2s - 2m", findings));
    }

    /// <summary>The script's own readings over the folder's.</summary>
    public Dictionary<string, string> Merge(IReadOnlyDictionary<string, string> readings, MapReader root)
    {
        var merged = new Dictionary<string, string>(readings, StringComparer.Ordinal);
        if (root.Map("readings") is not { } own) return merged;
        if (own.Entries.Count > MaxReadings)
        {
            findings.Add(root.KeyAt("readings"), "readings-many", own.Entries.Count, MaxReadings);
            return merged;
        }

        foreach (var entry in own.Entries)
        {
            if (own.Text(entry.Key.Text) is { } text) merged[entry.Key.Text] = text.Text;
        }

        return merged;
    }

    private static IReadOnlyList<Named> Names(IReadOnlyList<YamlText> texts) => [.. texts.Select(t => new Named(t.Text, t.At))];

    private Dictionary<string, End> ReadEnds(MapReader ends)
    {
        var read = new Dictionary<string, End>(StringComparer.Ordinal);
        if (ends.HasUnindented("say", "outcome", "flag")) return read;
        foreach (var entry in ends.Entries)
        {
            var name = entry.Key.Text;
            if (!StepReader.CheckName(entry.Key, findings)) continue;
            if (MapReader.Of(entry.Value, entry.Key.At, name, findings)?.Only("say", "outcome", "flag", "audio") is not { } map) continue;
            var outcome = map.Required("outcome");
            var flags = map.Texts("flag");
            if (outcome is not null && !Vocabulary.Outcomes.Contains(outcome.Text, StringComparer.Ordinal))
            {
                if (Vocabulary.NetworkOutcomes.Contains(outcome.Text, StringComparer.Ordinal)) findings.Add(outcome.At, "outcome-network", outcome.Text);
                else Unknown(outcome, "outcome-unknown", Vocabulary.Outcomes);
            }

            foreach (var flag in flags.Where(f => !Vocabulary.Flags.Contains(f.Text, StringComparer.Ordinal))) Unknown(flag, "flag-unknown", Vocabulary.Flags);
            read[name] = new End(name, entry.Key.At, map.Wording("say"), outcome?.Text ?? "", [.. flags.Select(f => f.Text)]);
        }

        return read;
    }

    private Dictionary<string, AnytimeRule> ReadAnytime(MapReader? defaults)
    {
        var rules = new Dictionary<string, AnytimeRule>(StringComparer.Ordinal);
        var anytime = defaults?.Map("anytime");
        if (anytime?.HasUnindented("say", "go", "ask_time") == true) return rules;
        foreach (var entry in anytime?.Entries ?? [])
        {
            var intent = entry.Key.Text;
            if (!Vocabulary.Intents.Contains(intent, StringComparer.Ordinal))
            {
                Unknown(entry.Key, "intent-unknown", Vocabulary.Intents);
                continue;
            }

            if (MapReader.Of(entry.Value, entry.Key.At, intent, findings) is not { } map) continue;
            if (intent == "busy_call_later") map.Only("say", "go", "ask_time");
            else if (intent == "refuse_opt_out") map.Only("say", "go", "all_calls");
            else map.Only("say", "go");
            if (Target(map.Required("go")) is not { } go) continue;
            rules[intent] = new AnytimeRule(intent, entry.Key.At, map.Wording("say"), go)
            {
                AllCalls = Target(map.Text("all_calls")),
                AskTime = YesNo(map.Text("ask_time")),
            };
        }

        return rules;
    }

    private bool YesNo(YamlText? text)
    {
        if (text is { Text: not ("true" or "false") }) findings.Add(text.At, "yes-no-bad", text.Text);
        return text?.Text == "true";
    }

    private void Unknown(YamlText text, string code, IReadOnlyList<string> known) =>
        findings.Add(text.At, code, text.Text, Nearest.To(text.Text, known) ?? string.Join(", ", known));
}
