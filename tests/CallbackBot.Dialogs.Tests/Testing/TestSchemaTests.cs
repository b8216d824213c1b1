using System.Text.Json;
using CallbackBot.Dialogs.Definition;
using CallbackBot.Dialogs.Running;
using CallbackBot.Dialogs.Testing;
using CallbackBot.Dialogs.Tests.Definition;

namespace CallbackBot.Dialogs.Tests.Testing;

/// <summary><c>dialogs/test.schema.json</c> says to an editor what the reader of tests says to the linter.</summary>
public sealed class TestSchemaTests : IDisposable
{
    private static readonly JsonElement Schema = JsonSchema.Load("test.schema.json");

    private readonly ScriptText _script = new();

    public static TheoryData<string> Shipped => new(ScriptFiles.Tests([Repository.Dialogs]).Select(f => Path.GetFileName(f)));

    public void Dispose() => _script.Dispose();

    [Theory]
    [MemberData(nameof(Shipped))]
    public void Shipped_tests_name_the_schema_and_are_valid(string file)
    {
        var path = Path.Combine(Repository.Dialogs, file);

        Assert.Equal("# yaml-language-server: $schema=test.schema.json", File.ReadLines(path).First());
        Assert.Null(Fault(File.ReadAllText(path)));
    }

    [Theory]
    [InlineData("- { test: x, talk: [ { you: hello } ] }", "/0/talk/0 lacks me")]
    [InlineData("- { test: x, talk: [ { me: <press 1> } ] }", "/0/talk/0/me")]
    [InlineData("- { test: x, talk: [ { me: keys 1 } ] }", "/0/talk/0/me")]
    [InlineData("- { test: x, talk: [ { me: ＜silence＞ } ] }", "/0/talk/0/me")]
    [InlineData("- { test: x, talk: [], expect: { resolution: fixed } }", "/0/expect/resolution")]
    [InlineData("- { test: x, talk: [], expect: { outcome: done } }", "/0/expect/outcome")]
    [InlineData("- { test: x, talk: [], expect: { counted: 1 } }", "/0/expect/counted")]
    [InlineData("- { test: x, talk: [], expect: { flag: [human] } }", "/0/expect/flag/0")]
    [InlineData("- { test: x, talk: [], order: { phone: 1 } }", "/0/order/phone")]
    [InlineData("- { test: x, talk: [], orders: [ { title: a lamp } ] }", "/0/orders/0/title")]
    [InlineData("- { test: x, talks: [] }", "/0 lacks talk")]
    [InlineData("- { talk: [] }", "/0 lacks test")]
    [InlineData("test: x", "")]
    public void An_editor_marks_the_place_of_a_mistake(string tests, string place)
    {
        Assert.NotEmpty(Findings(tests));

        Assert.Equal(place, Fault(tests));
    }

    [Theory]
    [InlineData("- { test: 1, talk: [ { me: 9 }, { me: <keys 1 2> }, { me: true }, { me: '<silence>' }, { bot: end.thanks } ] }")]
    [InlineData("- { test: x, talk: [], caller: { surname: }, expect: [ { flag: contradiction, counted: false, reason: yes } ] }")]
    public void What_the_reader_takes_the_schema_takes(string tests)
    {
        Assert.Empty(Findings(tests));

        Assert.Null(Fault(tests));
    }

    [Fact]
    public void Keys_and_names_of_the_reader_are_those_of_the_schema()
    {
        _script.Write(ScriptText.English);
        _script.Write("- { test: x, talk: [], zzzzzz: 1 }", "sample.test.yaml");
        var unknown = ScriptTests.Load(Path.Combine(_script.Folder, "sample.test.yaml"), "en").Findings.Single(f => f.Code == "key-unknown");
        var fields = Definition("test/properties").EnumerateObject().Append(Property("$defs", "order"))
            .Where(o => o.Value.TryGetProperty("properties", out _))
            .SelectMany(o => o.Value.GetProperty("properties").EnumerateObject().Select(f => $"{o.Name}.{f.Name}"));

        Assert.Equal(unknown.Hint["Possible: ".Length..].TrimEnd('.').Split(", ").Order(StringComparer.Ordinal), Names("test/properties").Order(StringComparer.Ordinal));
        Assert.Equal(Vocabulary.Fields.Order(StringComparer.Ordinal), fields.Order(StringComparer.Ordinal));
        Assert.Equal(Vocabulary.Outcomes, Texts("expectation/properties/outcome/enum"));
        Assert.Equal([.. Vocabulary.Flags, Contradiction.Flag], Texts("flag/enum"));
        foreach (var set in (string[])["response", "resolution", "satisfaction"]) Assert.Equal(Vocabulary.AnswerSets[set], Texts($"expectation/properties/{set}/enum"));
    }

    private List<Finding> Findings(string tests)
    {
        _script.Write(ScriptText.English);
        return [.. ScriptTests.Load(_script.Write(tests, "sample.test.yaml"), "en").Findings];
    }

    private static string? Fault(string tests) => new JsonSchema(Schema).Fault(YamlReader.Parse("x.test.yaml", tests, new FindingList())!);

    private static JsonElement Definition(string path) => path.Split('/').Aggregate(Schema.GetProperty("$defs"), (at, part) => at.GetProperty(part));

    private static JsonProperty Property(string parent, string name) => Schema.GetProperty(parent).EnumerateObject().Single(p => p.Name == name);

    private static IEnumerable<string> Names(string path) => Definition(path).EnumerateObject().Select(p => p.Name);

    private static IEnumerable<string> Texts(string path) => Definition(path).EnumerateArray().Select(e => e.GetString()!);
}
