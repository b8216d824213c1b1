using CallbackBot.Dialogs.Testing;
using CallbackBot.Dialogs.Tests.Definition;

namespace CallbackBot.Dialogs.Tests.Testing;

public sealed class ScriptCoverageTests : IDisposable
{
    private const string All = """
        - { test: well, talk: [ { me: <keys 1> }, { me: <keys 1> }, { me: <keys 1> }, { me: <keys 5> } ] }
        - { test: partly, talk: [ { me: <keys 1> }, { me: not sure }, { me: <keys 2> }, { me: <keys 4> } ] }
        - { test: badly, talk: [ { me: <keys 1> }, { me: <keys 2> }, { me: <keys 1> }, { me: <keys 3> }, { me: the pipe leaks }, { me: <keys 1> } ] }
        - { test: neutral, talk: [ { me: <keys 1> }, { me: <keys 1> }, { me: not sure }, { me: <keys 3> } ] }
        - { test: dissatisfied, talk: [ { me: <keys 1> }, { me: <keys 1> }, { me: <keys 1> }, { me: <keys 2> } ] }
        - { test: unsure, talk: [ { me: <keys 1> }, { me: <keys 1> }, { me: <keys 1> }, { me: not sure } ] }
        - { test: silence, talk: [ { me: <silence> }, { me: <silence> } ] }
        - { test: mumble, talk: [ { me: <mumble> }, { me: <hangup> } ] }
        - { test: wrong, talk: [ { me: <keys 2> } ] }
        - { test: repeat, talk: [ { me: can you repeat that? }, { me: <hangup> } ] }
        - { test: human, talk: [ { me: I want to speak to a human } ] }
        - { test: gas, talk: [ { me: <keys 1> }, { me: I smell gas in the kitchen } ] }
        """;

    private readonly ScriptText _script = new();

    public void Dispose() => _script.Dispose();

    [Fact]
    public async Task Tests_that_play_every_branch_leave_no_finding() => Assert.Empty(await FindingsAsync(All));

    // Take a test away, and what only it played is named.
    [Theory]
    [InlineData("partly", "34,7 untested-answer", "40,7 untested-answer", "53,7 untested-answer")]
    [InlineData("neutral", "42,7 untested-answer", "54,7 untested-answer")]
    [InlineData("unsure", "57,7 untested-answer")]
    [InlineData("silence", "6,7 untested-silence")]
    [InlineData("mumble", "9,7 untested-unclear")]
    [InlineData("wrong", "27,7 untested-answer")]
    [InlineData("repeat", "13,5 untested-anytime")]
    [InlineData("gas", "15,5 untested-anytime")]
    [InlineData("badly", "33,7 untested-answer", "41,7 untested-answer", "43,3 untested-answer", "56,7 untested-answer")]
    public async Task What_no_test_plays_is_named(string without, params string[] findings)
    {
        var tests = string.Join('\n', All.Split('\n').Where(l => !l.StartsWith($"- {{ test: {without},", StringComparison.Ordinal)));

        Assert.Equal(findings, await FindingsAsync(tests));
    }

    [Fact]
    public async Task Playing_tests_tells_what_they_leave_out()
    {
        _script.Write(ScriptText.English);
        _script.Write("- { test: wrong, talk: [ { me: <keys 2> } ] }", "sample.test.yaml");

        var report = await ScriptTests.RunAsync([_script.Folder]);

        Assert.True(report.Passed);
        Assert.Contains(report.Untested, f => f.Message.Contains("'partly' of step 'ask_resolved'", StringComparison.Ordinal));
        Assert.DoesNotContain(report.Untested, f => f.Message.Contains("'not_right_person'", StringComparison.Ordinal));
    }

    private async Task<IEnumerable<string>> FindingsAsync(string tests)
    {
        _script.Write(ScriptText.English);
        _script.Write(tests, "sample.test.yaml");
        return (await ScriptLint.RunAsync([_script.Folder])).Select(f => $"{f.Line},{f.Column} {f.Code}");
    }
}
