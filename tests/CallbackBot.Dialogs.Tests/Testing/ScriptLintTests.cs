using CallbackBot.Dialogs.Testing;
using CallbackBot.Dialogs.Tests.Definition;

namespace CallbackBot.Dialogs.Tests.Testing;

/// <summary>One mistake is one finding, however many files it spoils.</summary>
public sealed class ScriptLintTests : IDisposable
{
    private const string Silence = "- { test: silence, talk: [ { me: <silence> }, { me: <silence> } ], expect: { outcome: OUTCOME } }\n";

    private readonly ScriptText _script = new();

    public void Dispose() => _script.Dispose();

    [Fact]
    public async Task A_mistake_of_a_script_is_not_told_again_of_its_translations()
    {
        _script.Write(ScriptText.English.Replace("interrupt: never", "interrupt: no", StringComparison.Ordinal));
        var translation = _script.Write("script: other\nlanguage: zh-CN\nextends: sample\nsay: { opening: 您好。 }\n", "other.yaml");

        Assert.Equal(["interrupt-bad"], await CodesAsync(_script.Folder));
        Assert.Equal(["extends-broken"], await CodesAsync(translation));
    }

    [Fact]
    public async Task A_test_that_fails_is_told_where_it_differs_and_what_no_test_plays_once_all_go_as_expected()
    {
        var script = _script.Write(ScriptText.English);
        var tests = _script.Write(Silence.Replace("OUTCOME", "completed", StringComparison.Ordinal), "sample.test.yaml");
        var failing = Assert.Single(await ScriptLint.RunAsync([script]));
        Assert.Equal((tests, 1, 78, "test-fails"), (failing.File, failing.Line, failing.Column, failing.Code));
        Assert.Contains("'outcome: completed' was expected, 'outcome: silent' came", failing.Message, StringComparison.Ordinal);

        _script.Write(Silence.Replace("OUTCOME", "silent", StringComparison.Ordinal), "sample.test.yaml");
        Assert.Contains("untested-answer", await CodesAsync(script));
    }

    [Fact]
    public async Task A_test_file_alone_is_checked_against_its_script_and_played()
    {
        var script = _script.Write(ScriptText.English);
        var tests = _script.Write(Silence.Replace("OUTCOME", "completed", StringComparison.Ordinal), "sample.test.yaml");
        Assert.Equal(await ScriptLint.RunAsync([script]), await ScriptLint.RunAsync([tests]));
        Assert.Equal(["test-fails"], await CodesAsync(tests));

        _script.Write(ScriptText.English.Replace("interrupt: never", "interrupt: no", StringComparison.Ordinal));
        var broken = Assert.Single(await ScriptLint.RunAsync([tests]));
        Assert.Equal(("test-script-broken", "the script 'sample.yaml' of this test file has errors."), (broken.Code, broken.Message));
    }

    [Fact]
    public async Task An_empty_test_file_is_told_how_a_test_begins()
    {
        _script.Write("", "sample.test.yaml");
        var finding = (await ScriptLint.RunAsync([_script.Write(ScriptText.English)]))[0];
        Assert.Equal(("test-empty", "Begin with '- test: title' and '  talk:' below it."), (finding.Code, finding.Hint));
    }

    private static async Task<IEnumerable<string>> CodesAsync(string path) => (await ScriptLint.RunAsync([path])).Select(f => f.Code);
}
