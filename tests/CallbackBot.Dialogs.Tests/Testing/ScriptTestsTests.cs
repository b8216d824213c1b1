using CallbackBot.Dialogs.Testing;
using CallbackBot.Dialogs.Tests.Definition;

namespace CallbackBot.Dialogs.Tests.Testing;

public sealed class ScriptTestsTests : IDisposable
{
    private readonly ScriptText _script = new();

    public void Dispose() => _script.Dispose();

    [Fact]
    public async Task The_first_difference_is_shown_in_a_transcript()
    {
        var result = await PlayAsync("""
            - test: all well
              talk:
                - me: <keys 1>
                - me: <keys 1>
                - bot: ask_reason
                - me: <keys 1>
              expect: { outcome: completed }
            """);

        Assert.False(result.Passed);
        Assert.Equal(("bot: ask_reason", "bot: ask_resolved"), (result.Difference!.Expected, result.Difference.Actual));
        Assert.Equal((5, 12), (result.Difference.At.Line, result.Difference.At.Column));
        var transcript = Transcript.Of(result);
        Assert.Contains("me   <keys 1> → accept contacted", transcript, StringComparison.Ordinal);
        Assert.Contains("- bot: ask_reason", transcript, StringComparison.Ordinal);
        Assert.Contains("+ bot: ask_resolved", transcript, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ resolution: resolved, outcome: completed, counted: true }", true)]
    [InlineData("{ resolution: partly }", false)]
    [InlineData("{ counted: false }", false)]
    [InlineData("{ flag: human_check }", false)]
    public async Task What_is_expected_is_compared(string expect, bool passes)
    {
        var result = await PlayAsync($$"""
            - test: all well
              talk: [ { me: <keys 1> }, { me: <keys 1> }, { me: <keys 1> }, { me: <keys 4> }, { bot: end.thanks } ]
              expect: {{expect}}
            """);

        Assert.Equal(passes, result.Passed);
    }

    [Fact]
    public async Task Words_after_the_end_are_a_difference()
    {
        var result = await PlayAsync("- { test: too long, talk: [ { me: <keys 2> }, { me: hello? } ] }");

        Assert.Equal(("me: hello?", "end.wrong"), (result.Difference!.Expected, result.Difference.Actual));
    }

    [Theory]
    [InlineData("{ me: <keys 1> }", "ask_contact: waits for a reply, and the talk of this test has no more 'me:' lines")]
    [InlineData("{ me: <keys 1> }, { me: <hangup> }", "ask_contact: hung up")]
    [InlineData("{ me: <keys 1> }, { bot: ask_reason }, { me: <hangup> }", "ask_contact: the test stops at its first difference")]
    [InlineData("{ me: <keys 2> }", "end.wrong: wrong_person")]
    public async Task A_transcript_says_how_the_talk_ended(string talk, string end)
    {
        var result = await PlayAsync($"- {{ test: x, talk: [ {talk} ], expect: {{ outcome: completed }} }}");

        Assert.Contains($"  end  {end}\n", Transcript.Of(result).ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_orders_are_expected_one_by_one()
    {
        var text = ScriptText.English.Replace("start: opening", "start: opening\nnext_order: ask_contact", StringComparison.Ordinal);
        var result = await PlayAsync("""
            - test: two orders
              orders: [ { short_title: a lamp }, { short_title: a pipe } ]
              talk:
                - me: <keys 1>
                - me: <keys 1>
                - me: <keys 1>
                - me: <keys 5>
                - bot: ask_contact
                - me: <keys 1>
                - me: <keys 2>
                - me: <keys 1>
              expect: [ { resolution: resolved }, { resolution: partly, counted: true } ]
            """, text);

        Assert.True(result.Passed, Transcript.Of(result));
    }

    [Theory]
    [InlineData("- { test: x, talk: [ { bot: ask_contct } ] }", "1,29 test-bot-unknown")]
    [InlineData("- { test: x, talk: [ { you: hello } ] }", "1,22 test-line-bad")]
    [InlineData("- { test: x, talk: [ { me: yes, please } ] }", "1,33 yaml-comma-in-braces")]
    [InlineData("- { test: x, talk: [ { me: <press 1> } ] }", "1,28 test-event-bad")]
    [InlineData("- { test: x, talk: [], expect: { resolved: yes } }", "1,34 test-expect-unknown")]
    [InlineData("- { test: x, talk: [], expect: { resolution: fixed } }", "1,46 test-label-unknown")]
    [InlineData("- { test: x, talk: [], order: { phone: 1 } }", "1,33 field-unknown")]
    [InlineData("- { talk: [] }", "1,3 key-missing")]
    [InlineData("test: x", "1,1 shape-list")]
    public async Task Mistakes_in_tests_are_told_at_their_place(string tests, string finding)
    {
        _script.Write(ScriptText.English);
        _script.Write(tests, "sample.test.yaml");

        Assert.Equal([finding], (await ScriptLint.RunAsync([_script.Folder])).Select(f => $"{f.Line},{f.Column} {f.Code}"));
    }

    [Fact]
    public async Task A_script_without_tests_is_a_warning_and_a_broken_one_speaks_for_its_tests()
    {
        var path = _script.Write(ScriptText.English);
        Assert.Equal(["test-missing"], (await ScriptLint.RunAsync([path])).Select(f => f.Code));

        _script.Write("- { test: x, talk: [] }", "sample.test.yaml");
        _script.Write(ScriptText.English.Replace("script: sample", "script: other", StringComparison.Ordinal));
        Assert.Equal(["script-name"], (await ScriptLint.RunAsync([_script.Folder])).Select(f => f.Code));
    }

    private async Task<ScriptTestResult> PlayAsync(string tests, string script = ScriptText.English)
    {
        _script.Write(script);
        var report = await ScriptTests.RunAsync([_script.Write(tests, "sample.test.yaml")]);
        Assert.Empty(report.Findings);
        return Assert.Single(report.Results);
    }
}
