using System.Text.Json;
using System.Text.RegularExpressions;
using CallbackBot.Dialogs.Definition;
using CallbackBot.Dialogs.Testing;

namespace CallbackBot.Dialogs.Tests.Definition;

/// <summary><c>dialogs/script.schema.json</c> says to an editor what the reader says to the linter.</summary>
public sealed partial class ScriptSchemaTests : IDisposable
{
    private static readonly JsonElement Schema = JsonSchema.Load("script.schema.json");

    private readonly ScriptText _script = new();

    public static TheoryData<string> Shipped => new(ScriptFiles.Scripts([Repository.Dialogs]).Select(f => Path.GetFileName(f)));

    public void Dispose() => _script.Dispose();

    [Theory]
    [MemberData(nameof(Shipped))]
    public void Shipped_scripts_name_the_schema_and_are_valid(string file)
    {
        var path = Path.Combine(Repository.Dialogs, file);

        Assert.Equal("# yaml-language-server: $schema=script.schema.json", File.ReadLines(path).First());
        Assert.Null(Fault(File.ReadAllText(path)));
    }

    [Theory]
    [InlineData("language: en", "language: fr", "/language")]
    [InlineData("start: opening", "start: opening\nbegin: opening", "/begin")]
    [InlineData("start: opening", "start: again", "/start")]
    [InlineData("[order.short_title, unit.spoken_name]", "[caller.phone]", "/fields/0")]
    [InlineData("    human_agent: { go: end.handoff }\n", "", "/defaults/anytime lacks human_agent")]
    [InlineData("repeat: { go: again }", "repeat: { go: again, ask_time: true }", "/defaults/anytime/repeat/ask_time")]
    [InlineData("repeat: { go: again }", "reapet: { go: again }", "/defaults/anytime/reapet")]
    [InlineData("    - keypad\n", "    - keypads\n", "/defaults/on_unclear/1")]
    [InlineData("    - again\n    - keypad\n", "    - again\n    - keypad\n    - again\n", "/defaults/on_unclear")]
    [InlineData("interrupt: never", "interrupt: sometimes", "/steps/opening/interrupt")]
    [InlineData("interrupt: never", "interupt: never", "/steps/opening/interupt")]
    [InlineData("interrupt: never", "interrupt: never\n    audio: opening.mp3", "/steps/opening/audio")]
    [InlineData("interrupt: never", "interrupt: never\n    audio: [opening.wav, text]", "/steps/opening/audio/1")]
    [InlineData("expect: response", "expect: answer", "/steps/ask_contact/expect")]
    [InlineData("      partly: { keys: \"2\", go: ask_satisfied }\n", "", "/steps/ask_resolved/answers lacks partly")]
    [InlineData("partly: {", "partially: {", "/steps/ask_resolved/answers lacks partly")]
    [InlineData("{ keys: \"1\", go: ask_contact }", "{ keys: \"A\", go: ask_contact }", "/steps/ask_person/answers/right_person/keys")]
    [InlineData("{ keys: \"1\", go: ask_contact }", "{ keys: \"1\" }", "/steps/ask_person/answers/right_person lacks go")]
    [InlineData("confirm: always", "confirm: below 1", "/steps/ask_contact/answers/not_contacted/confirm")]
    [InlineData("expect: response", "expect: [contacted, not_contacted, unsure]\n    save_as: contact", "/steps/ask_contact/answers/not_contacted lacks confirm_say")]
    [InlineData("    save_as: reason\n", "", "/steps/ask_reason lacks save_as")]
    [InlineData("save_as: reason", "save_as: reason\n    visits: 11", "/steps/ask_reason/visits")]
    [InlineData("save_as: reason", "save_as: reason\n    listen: { silence: 5 s }", "/steps/ask_reason/listen/silence")]
    [InlineData("outcome: wrong_person", "outcome: busy", "/ends/wrong/outcome")]
    [InlineData("flag: human_check", "flag: [human]", "/ends/for_human/flag/0")]
    public void An_editor_marks_the_place_of_a_mistake(string find, string replace, string place)
    {
        Assert.Null(Fault(ScriptText.English));
        Assert.NotEmpty(_script.Findings(find, replace));

        Assert.Equal(place, Fault(ScriptText.English.Replace(find, replace, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("{ keys: \"1\", go: ask_contact }", "{ keys: [1, \"*\"], go: ask_contact }")]
    [InlineData("confirm: always", "confirm: below 0.85")]
    [InlineData("save_as: reason", "save_as: reason\n    visits: 10\n    interrupt: after 1.5s")]
    [InlineData("repeat: { go: again }", "busy_call_later: { say: All right., go: end.silent, ask_time: true }")]
    public void What_the_reader_takes_the_schema_takes(string find, string replace)
    {
        Assert.Empty(_script.Findings(find, replace));

        Assert.Null(Fault(ScriptText.English.Replace(find, replace, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("interrupt: never", "interrupt: never\n    audio: opening.wav")]
    [InlineData("start: opening", "audio: { end.thanks: opening.wav, anytime.repeat: opening.wav }\nstart: opening")]
    public void Recordings_that_the_reader_takes_the_schema_takes(string find, string replace)
    {
        _script.WriteWav("opening.wav");

        Assert.DoesNotContain(_script.Findings(find, replace), f => !f.EndsWith(" audio-unknown", StringComparison.Ordinal));
        Assert.Null(Fault(ScriptText.English.Replace(find, replace, StringComparison.Ordinal)));
    }

    // A key that is not known makes the reader list those that are.
    [Theory]
    [InlineData("start: opening", "zzzzzz: 1\nstart: opening", "script", "extends")]
    [InlineData("  on_silence:\n    - say", "  zzzzzz: 1\n  on_silence:\n    - say", "defaults")]
    [InlineData("save_as: reason", "save_as: reason\n    listen: { zzzzzz: 1 }", "listen")]
    [InlineData("    - say: Hello?", "    - zzzzzz: 1\n      say: Hello?", "reaction/anyOf/1")]
    [InlineData("repeat: { go: again }", "repeat: { go: again, zzzzzz: 1 }", "anytime_rule")]
    [InlineData("repeat: { go: again }", "busy_call_later: { go: again, zzzzzz: 1 }", "anytime_later")]
    [InlineData("repeat: { go: again }", "refuse_opt_out: { go: again, zzzzzz: 1 }", "anytime_refusal")]
    [InlineData("    interrupt: never", "    zzzzzz: 1", "statement")]
    [InlineData("    save_as: reason", "    zzzzzz: 1", "question")]
    [InlineData("confirm: always", "zzzzzz: always", "answer")]
    [InlineData("flag: human_check", "zzzzzz: human_check", "end")]
    public void Every_key_of_the_reader_is_in_the_schema_and_the_reverse(string find, string replace, string definition, string elsewhere = "")
    {
        Assert.Contains(find, ScriptText.English, StringComparison.Ordinal);
        var unknown = DialogFile.Load(_script.Write(ScriptText.English.Replace(find, replace, StringComparison.Ordinal)), "en").Findings.Single(f => f.Code == "key-unknown");

        Assert.Equal(Keys(unknown).Except([elsewhere]).Order(StringComparer.Ordinal), PropertiesOf(definition));
    }

    [Fact]
    public void Every_key_of_a_translation_is_in_the_schema_and_the_reverse()
    {
        _script.Write(ScriptText.English);
        var translation = _script.Write("""
            script: other
            language: en
            extends: sample
            zzzzzz: 1
            defaults: { zzzzzz: 1, anytime: { repeat: { say: x, zzzzzz: 1 } } }
            """, "other.yaml");

        var unknown = DialogFile.Load(translation, "en").Findings.Where(f => f.Code == "key-unknown").OrderBy(f => (f.Line, f.Column)).ToList();

        Assert.Equal(Keys(unknown[0]).Order(StringComparer.Ordinal), PropertiesOf("translation"));
        Assert.Equal(Keys(unknown[1]).Order(StringComparer.Ordinal), PropertiesOf("spoken_defaults"));
    }

    [Fact]
    public void Names_of_the_vocabulary_are_those_of_the_schema()
    {
        Assert.Equal(Vocabulary.Languages, Enum("language"));
        Assert.Equal(Vocabulary.Fields, Enum("field"));
        Assert.Equal(Vocabulary.Flags, Enum("flag"));
        Assert.Equal(Vocabulary.Outcomes, Texts(Definition("end/properties/outcome/enum")));
        Assert.Equal(Vocabulary.Intents, Properties("defaults/properties/anytime"));
        Assert.Equal(Vocabulary.Intents, Properties("spoken_defaults/properties/anytime"));
        Assert.Equal(Vocabulary.RequiredIntents, Texts(Definition("defaults/properties/anytime/required")));
        Assert.Equal(Vocabulary.AnswerSets.Keys, Texts(Definition("question/properties/expect/anyOf/0/enum")));
        foreach (var (set, index) in Vocabulary.AnswerSets.Where(s => s.Value.Count > 0).Select((s, i) => (s, i)))
        {
            Assert.Equal(set.Key, Definition($"question/allOf/{index}/if/properties/expect/const").GetString());
            Assert.Equal(set.Value, Properties($"question/allOf/{index}/then/properties/answers"));
            Assert.Equal(set.Value, Texts(Definition($"question/allOf/{index}/then/properties/answers/required")));
        }
    }

    [Theory]
    [InlineData("script.schema.json")]
    [InlineData("test.schema.json")]
    public void Every_key_is_described_in_both_languages(string file)
    {
        var schema = JsonSchema.Load(file);
        var bare = Described(schema, schema, "").Where(d => !Latin().IsMatch(d.Text) || !Chinese().IsMatch(d.Text)).Select(d => d.Path);

        Assert.Empty(bare);
    }

    private static string? Fault(string script) => new JsonSchema(Schema).Fault(YamlReader.Parse("x.yaml", script, new FindingList())!);

    private static string[] Keys(Finding unknown) => unknown.Hint["Possible: ".Length..].TrimEnd('.').Split(", ");

    private static JsonElement Definition(string path) => path.Split('/').Aggregate(
        Schema.GetProperty("$defs"), (at, part) => at.ValueKind == JsonValueKind.Array ? at[int.Parse(part)] : at.GetProperty(part));

    private static IEnumerable<string> Properties(string path) => Definition(path).GetProperty("properties").EnumerateObject().Select(p => p.Name);

    private static IEnumerable<string> PropertiesOf(string path) => Properties(path).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Texts(JsonElement list) => list.EnumerateArray().Select(e => e.GetString()!);

    private static IEnumerable<string> Enum(string definition) => Texts(Definition(definition).GetProperty("enum"));

    // Each property, its own description or that of the definition it refers to.
    private static IEnumerable<(string Path, string Text)> Described(JsonElement root, JsonElement schema, string path)
    {
        if (schema.ValueKind == JsonValueKind.Array) return schema.EnumerateArray().SelectMany((e, i) => Described(root, e, $"{path}/{i}"));
        if (schema.ValueKind != JsonValueKind.Object) return [];
        return schema.EnumerateObject().SelectMany(p =>
        {
            var inside = Described(root, p.Value, $"{path}/{p.Name}");
            if (p.Name != "properties" || path.EndsWith("/if", StringComparison.Ordinal)) return inside;
            return p.Value.EnumerateObject().Where(k => !IsConditionOnly(k.Value)).Select(k => ($"{path}/{k.Name}", Description(root, k.Value))).Concat(inside);
        });
    }

    private static bool IsConditionOnly(JsonElement schema) => schema.TryGetProperty("required", out _) && schema.TryGetProperty("properties", out _)
        && !schema.TryGetProperty("type", out _);

    private static string Description(JsonElement root, JsonElement schema) =>
        schema.TryGetProperty("description", out var own) ? own.GetString()!
        : schema.TryGetProperty("$ref", out var reference) ? Description(root, root.GetProperty("$defs").GetProperty(reference.GetString()!["#/$defs/".Length..]))
        : "";

    [GeneratedRegex("[A-Za-z]{2}", RegexOptions.NonBacktracking)]
    private static partial Regex Latin();

    [GeneratedRegex(@"[\u4e00-\u9fff]", RegexOptions.NonBacktracking)]
    private static partial Regex Chinese();
}
