using CallbackBot.Dialogs.Definition;
using CallbackBot.Dialogs.Prompts;
using CallbackBot.Dialogs.Running;

namespace CallbackBot.Dialogs.Testing;

/// <summary>Reads <c>&lt;script&gt;.test.yaml</c>.</summary>
internal sealed class ScriptTestFile
{
    public const string Suffix = ".test.yaml";

    private static readonly string[] FactOwners = ["order", "unit", "caller", "company", "hotline", "appointment"];

    private readonly Dialog _dialog;
    private readonly FindingList _findings;
    private readonly HashSet<string> _prompts;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    private ScriptTestFile(Dialog dialog, FindingList findings)
    {
        _dialog = dialog;
        _findings = findings;
        _prompts = DialogPrompts.All(dialog, SampleFacts.In(dialog.Language)).Select(p => p.Key)
            .Concat(dialog.Steps.Keys).Concat(dialog.Ends.Keys.Select(PromptKeys.End)).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>The tests in file order, against a script without errors.</summary>
    public static IReadOnlyList<ScriptTest> Read(string path, Dialog dialog, FindingList findings)
    {
        var root = YamlReader.Read(path, findings);
        findings.Language = dialog.Language;
        switch (root)
        {
            case null:
                return [];
            case YamlList list:
                var file = new ScriptTestFile(dialog, findings);
                return [.. list.Items.Select(file.Test).OfType<ScriptTest>()];
            default:
                findings.Add(root.At, "shape-list", Path.GetFileName(path));
                return [];
        }
    }

    private ScriptTest? Test(YamlNode node)
    {
        if (MapReader.Of(node, node.At, "test", _findings) is not { } map) return null;
        map.Only(["test", "talk", "expect", "orders", .. FactOwners]);
        var name = map.Required("test");
        var talk = Talk(map);
        var expect = Expect(map);
        if (name is not null && !_names.Add(name.Text)) _findings.Add(name.At, "test-twice", name.Text);
        return name is null ? null : new ScriptTest(name.Text, name.At, Orders(map), talk, expect);
    }

    private List<TalkLine> Talk(MapReader map)
    {
        if (map.Node("talk") is not YamlList list)
        {
            _findings.Add(map.KeyAt("talk"), map.Has("talk") ? "shape-list" : "key-missing", "talk");
            return [];
        }

        var lines = new List<TalkLine>();
        foreach (var item in list.Items)
        {
            if (item is not YamlMap { Entries: [{ Key.Text: "bot" or "me" } entry] } || entry.Value is not YamlText text)
            {
                var cut = (item as YamlMap)?.Entries.FirstOrDefault(e => e.Value is YamlText { IsEmpty: true });
                if (item is YamlMap { Braces: true } && cut is not null) _findings.Add(cut.Key.At, "yaml-comma-in-braces", cut.Key.Text);
                else if (item is YamlText line && YamlTraps.InText(line) is { } trap) _findings.Add(trap.At, trap.Code);
                else _findings.Add(item.At, "test-line-bad");
                continue;
            }

            var isRobot = entry.Key.Text == "bot";
            if (isRobot && !_prompts.Contains(text.Text)) _findings.Add(text.At, "test-bot-unknown", text.Text, Nearest.To(text.Text, _prompts) ?? string.Join(", ", _dialog.Steps.Keys.Take(8)));
            if (!isRobot && !TextConversation.IsKnown(text.Text)) _findings.Add(text.At, "test-event-bad", text.Text);
            lines.Add(new TalkLine(isRobot, text.Text, text.At));
        }

        return lines;
    }

    private IReadOnlyList<Facts> Orders(MapReader map)
    {
        var shared = new Dictionary<string, string>(SampleFacts.In(_dialog.Language).Values, StringComparer.Ordinal);
        foreach (var owner in FactOwners)
        {
            if (map.Map(owner) is { } fields) Fill(shared, owner, fields);
        }

        if (map.Node("orders") is not YamlList orders)
        {
            if (map.Has("orders")) _findings.Add(map.KeyAt("orders"), "shape-list", "orders");
            return [new Facts(shared)];
        }

        var facts = new List<Facts>();
        foreach (var item in orders.Items)
        {
            var own = new Dictionary<string, string>(shared, StringComparer.Ordinal);
            if (MapReader.Of(item, item.At, "orders", _findings) is { } fields) Fill(own, "order", fields);
            facts.Add(new Facts(own));
        }

        return facts.Count == 0 ? [new Facts(shared)] : facts;
    }

    private void Fill(Dictionary<string, string> facts, string owner, MapReader fields)
    {
        foreach (var entry in fields.Entries)
        {
            var field = $"{owner}.{entry.Key.Text}";
            if (!Vocabulary.Fields.Contains(field, StringComparer.Ordinal))
            {
                _findings.Add(entry.Key.At, "field-unknown", field, Nearest.To(field, Vocabulary.Fields) ?? string.Join(", ", Vocabulary.Fields));
            }
            else
            {
                facts[field] = (entry.Value as YamlText)?.Text ?? "";
            }
        }
    }

    // A map, or one map per order.
    private IReadOnlyList<IReadOnlyList<Expectation>> Expect(MapReader map)
    {
        var maps = map.Node("expect") is YamlList list
            ? list.Items.Select(i => MapReader.Of(i, i.At, "expect", _findings))
            : [map.Has("expect") ? map.Map("expect") : null];
        return [.. maps.OfType<MapReader>().Select(ExpectOne)];
    }

    private List<Expectation> ExpectOne(MapReader map)
    {
        var asks = _dialog.Steps.Values.OfType<Ask>().ToList();
        var questions = asks.Where(a => a.IsSurvey).GroupBy(a => a.Question, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.SelectMany(a => a.Answers.Select(r => r.Label)).Distinct(StringComparer.Ordinal).ToList(), StringComparer.Ordinal);
        var texts = asks.Where(a => a.Set == Vocabulary.FreeText).Select(a => a.SaveAs!).ToList();
        string[] known = ["outcome", "flag", "counted", .. questions.Keys, .. texts];
        var expectations = new List<Expectation>();
        foreach (var entry in map.Entries)
        {
            var name = entry.Key.Text;
            if (!known.Contains(name, StringComparer.Ordinal))
            {
                _findings.Add(entry.Key.At, "test-expect-unknown", name, string.Join(", ", known));
                continue;
            }

            IReadOnlyList<string>? allowed = name switch
            {
                "outcome" => Vocabulary.Outcomes,
                "flag" => [.. Vocabulary.Flags, Contradiction.Flag],
                "counted" => ["true", "false"],
                _ => questions.GetValueOrDefault(name),
            };
            var values = name == "flag" ? map.Texts(name) : map.Text(name) is { } text ? [text] : [];
            foreach (var value in values.Where(v => allowed?.Contains(v.Text, StringComparer.Ordinal) == false))
            {
                _findings.Add(value.At, "test-label-unknown", name, value.Text, string.Join(", ", allowed!));
            }

            expectations.Add(new Expectation(name, [.. values.Select(v => v.Text)], entry.Key.At));
        }

        return expectations;
    }
}
