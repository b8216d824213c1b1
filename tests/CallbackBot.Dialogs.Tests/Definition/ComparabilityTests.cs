using CallbackBot.Dialogs.Testing;

namespace CallbackBot.Dialogs.Tests.Definition;

public sealed class ComparabilityTests : IDisposable
{
    private readonly ScriptText _script = new();
    private readonly ScriptText _old = new();

    public void Dispose()
    {
        _script.Dispose();
        _old.Dispose();
    }

    [Theory]
    [InlineData("Has the problem been solved?", "Is the problem solved?", "36,10 against-wording")]
    [InlineData("    expect: resolution\n", "    ask_again: Is it solved?\n    expect: resolution\n", "37,16 against-wording")]
    [InlineData("unresolved: { keys: \"3\"", "unresolved: { keys: \"9\"", "41,27 against-keys")]
    [InlineData("unresolved: { keys: \"3\"", "unresolved: { words: [still leaking], keys: \"3\"", "41,29 against-words")]
    [InlineData("fields:", "questions: [response, resolution, satisfaction]\nfields:", null)]
    [InlineData("Did you call us?", "Was it you who called us?", null)]
    [InlineData("Thank you. Goodbye.", "Thank you very much. Goodbye.", null)]
    public async Task What_changes_the_measure_is_told(string find, string replace, string? finding)
    {
        var findings = await AgainstAsync(ScriptText.English.Replace(find, replace, StringComparison.Ordinal));

        Assert.Equal(finding is null ? [] : [finding], findings);
    }

    [Fact]
    public async Task Questions_that_come_go_or_change_places_are_told()
    {
        const string Contact = "  ask_contact:\n    ask: Has anyone been in touch with you?\n    expect: response\n    answers:\n"
            + "      contacted: { keys: \"1\", go: ask_resolved }\n      not_contacted: { keys: \"2\", go: ask_resolved, confirm: always }\n      unsure: { go: ask_resolved }\n";
        var without = ScriptText.English.Replace(Contact, "", StringComparison.Ordinal).Replace("go: ask_contact", "go: ask_resolved", StringComparison.Ordinal)
            .Replace("fields:", "questions: [resolution, satisfaction]\nfields:", StringComparison.Ordinal);
        var later = ScriptText.English.Replace(Contact, Contact.Replace("go: ask_resolved", "go: end.thanks", StringComparison.Ordinal), StringComparison.Ordinal)
            .Replace("go: ask_contact", "go: ask_resolved", StringComparison.Ordinal)
            .Replace("satisfied: { keys: \"5\", go: end.thanks", "satisfied: { keys: \"5\", go: ask_contact", StringComparison.Ordinal)
            .Replace("4\", go: end.thanks", "4\", go: ask_contact", StringComparison.Ordinal).Replace("neutral: { keys: \"3\", go: end.thanks", "neutral: { keys: \"3\", go: ask_contact", StringComparison.Ordinal)
            .Replace("dissatisfied: { keys: \"2\", go: end.thanks", "dissatisfied: { keys: \"2\", go: ask_contact", StringComparison.Ordinal)
            .Replace("dissatisfied: { keys: \"1\", go: end.thanks", "dissatisfied: { keys: \"1\", go: ask_contact", StringComparison.Ordinal)
            .Replace("go: end.thanks }\nends", "go: ask_contact }\nends", StringComparison.Ordinal);

        Assert.Equal(["3,13 against-question-gone"], await AgainstAsync(without));
        Assert.Equal(["30,13 against-question-new"], await AgainstAsync(ScriptText.English, without));
        Assert.Equal(["35,3 against-order"], await AgainstAsync(later));
    }

    [Fact]
    public async Task A_version_that_cannot_be_read_or_found_is_an_error()
    {
        var path = _script.Write(ScriptText.English);
        _script.Write("- { test: x, talk: [] }", "sample.test.yaml");

        Assert.Contains("against-unreadable", (await ScriptLint.RunAsync([path], null, _old.Write("a: 1", "old.yaml"))).Select(f => f.Code));
        Assert.Contains("against-none", (await ScriptLint.RunAsync([path], null, _old.Folder)).Select(f => f.Code));
    }

    // The old version may lie anywhere and have any file name: what counts is what it says.
    private async Task<IEnumerable<string>> AgainstAsync(string text, string old = ScriptText.English)
    {
        var findings = await ScriptLint.RunAsync([_script.Write(text)], null, _old.Write(old, "live.yaml"));
        return findings.Where(f => f.Code.StartsWith("against-", StringComparison.Ordinal)).Select(f => $"{f.Line},{f.Column} {f.Code}");
    }
}
