using CallbackBot.Dialogs.Testing;

namespace CallbackBot.Dialogs.Tests.Testing;

public sealed class ShippedScriptTests
{
    [Fact]
    public async Task Shipped_scripts_and_their_tests_have_no_finding()
    {
        var findings = string.Join('\n', await ScriptLint.RunAsync([Repository.Dialogs]));
        Assert.True(findings.Length == 0, findings);
    }

    [Fact]
    public async Task Conversations_of_the_shipped_scripts_go_as_their_designers_expect()
    {
        var report = await ScriptTests.RunAsync([Repository.Dialogs]);

        var failed = string.Join('\n', report.Results.Where(r => !r.Passed).Select(Transcript.Of));
        Assert.True(failed.Length == 0, failed);
        Assert.True(report.Results.Count >= 30);
        Assert.True(report.Passed);
    }
}
