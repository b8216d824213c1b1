namespace CallbackBot.EndToEnd.Tests.Program;

/// <summary>What a newcomer sees first.</summary>
public sealed class HelpTests(Site site) : IClassFixture<Site>
{
    [Theory]
    [InlineData("")]
    [InlineData("demo")]
    [InlineData("serve")]
    [InlineData("migrate")]
    [InlineData("orders")]
    [InlineData("orders import")]
    [InlineData("orders pull")]
    [InlineData("script")]
    [InlineData("script lint")]
    [InlineData("script test")]
    [InlineData("script try")]
    [InlineData("script say")]
    [InlineData("understand")]
    [InlineData("understand eval")]
    [InlineData("call")]
    [InlineData("rank")]
    [InlineData("answers")]
    [InlineData("answers export")]
    [InlineData("keys")]
    [InlineData("keys generate")]
    [InlineData("doctor")]
    [InlineData("trunk")]
    [InlineData("trunk status")]
    [InlineData("bench")]
    [InlineData("bench media")]
    [InlineData("bench capture")]
    [InlineData("bench listen")]
    [InlineData("sip")]
    [InlineData("sip parse")]
    public async Task Every_command_explains_itself_with_an_example(string command)
    {
        var result = await site.RunAsync([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains($"Example: callbackbot {command}".TrimEnd(), result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_with_a_text_or_another_command_shows_both_ways()
    {
        var result = await site.RunAsync(["understand", "--help"]);

        Assert.Contains("callbackbot understand <TEXT> [options]", result.Output, StringComparison.Ordinal);
        Assert.Contains("callbackbot understand eval|train|train-alarms ...", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dail", "'dail'")]
    [InlineData("demo --citzens 4", "'--citzens'")]
    [InlineData("demo --citizens 0", "--citizens is 0: 1 to 1000 is allowed")]
    [InlineData("demo --citizens many", "'many'")]
    [InlineData("rank --kind village", "'village'")]
    [InlineData("rank --format xml", "'xml'")]
    [InlineData("orders import", "FILE")]
    [InlineData("bench media --calls 0", "--calls is 0: 1 to 10000 is allowed")]
    [InlineData("bench media --to 0400123", "'0400123' is not a SIP address")]
    [InlineData("", "command")]
    public async Task A_slip_is_named_and_nothing_runs(string arguments, string named)
    {
        var result = await site.RunAsync(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(named, result.Errors, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", result.Errors, StringComparison.Ordinal);
    }
}
