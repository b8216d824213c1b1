using CallbackBot.Testing;

namespace CallbackBot.EndToEnd.Tests.Program;

/// <summary>A new database, from nothing to a clean bill of health.</summary>
public sealed class DatabaseCommandTests : IAsyncLifetime
{
    private readonly Site _site = new();
    private TestDatabase _database = null!;

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(migrate: false);
        _site.With("CALLBACKBOT_DATABASE", _database.ConnectionString);
    }

    public async Task DisposeAsync()
    {
        _site.Dispose();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Migrations_are_missing_then_applied_then_complete()
    {
        var before = await _site.RunAsync("migrate", "--check");
        var migrated = await _site.RunAsync("migrate");
        var again = await _site.RunAsync("migrate");
        var after = await _site.RunAsync("migrate", "--check");

        Assert.Equal(1, before.ExitCode);
        Assert.StartsWith("missing: ", before.Output, StringComparison.Ordinal);
        Assert.Equal(0, migrated.ExitCode);
        Assert.Matches(@"[1-9]\d* migrations applied\n$", migrated.Output);
        Assert.Equal((0, "the database was up to date\n"), (again.ExitCode, again.Output));
        Assert.Equal((0, "the database is up to date\n"), (after.ExitCode, after.Output));
    }

    [Fact]
    public async Task The_doctor_says_what_to_mend_and_is_content_when_it_was()
    {
        var before = await _site.RunAsync("doctor");
        await _site.RunAsync("migrate");
        var after = await _site.RunAsync("doctor");

        Assert.Equal(1, before.ExitCode);
        Assert.Matches("(?m)^WRONG  database .*run 'callbackbot migrate'", before.Output);
        Assert.True(after.ExitCode == 0, after.Output);
        foreach (var name in new[] { "settings", "database", "keys", "scripts", "trunk", "policy", "disk", "voice for zh-CN", "recogniser pocketsphinx" })
            Assert.Matches($"(?m)^ok     {name}", after.Output);
        Assert.Empty(_site.Processes());
    }

    [Fact]
    public async Task The_doctor_names_everything_that_is_wrong_at_once()
    {
        _site.With("CALLBACKBOT_DATABASE", "").With("CALLBACKBOT_KEYS", "").With("PATH", _site.Home).With("Trunk__Local", "192.0.2.1:5060");

        var result = await _site.RunAsync("doctor");

        Assert.Equal((1, ""), (result.ExitCode, result.Errors));
        foreach (var name in new[] { "database", "keys", "voice for zh-CN", "trunk" }) Assert.Matches($"(?m)^WRONG  {name}", result.Output);
        Assert.Matches("(?m)^ok     scripts", result.Output);
    }

    [Fact]
    public async Task A_period_without_callbacks_has_no_data()
    {
        await _site.RunAsync("migrate");

        var table = await _site.RunAsync("rank", "--period", "2026-10");
        var csv = await _site.RunAsync("answers", "export", "--period", "2026-10");
        var json = await _site.RunAsync("answers", "export", "--period", "2026-10", "--format", "json");
        var wrong = await _site.RunAsync("rank", "--period", "October");

        Assert.Equal((0, 0, 0), (table.ExitCode, csv.ExitCode, json.ExitCode));
        Assert.StartsWith("Period 2026-10 (2026-09-19 to 2026-10-18), policy beijing-2026", table.Output, StringComparison.Ordinal);
        Assert.Equal("order_no,kind,unit,disposition,counted,response,resolution,satisfaction,source,confidence,answered_at\n", csv.Output);
        Assert.Equal("[]\n", json.Output);
        Assert.Equal(2, wrong.ExitCode);
        Assert.StartsWith("callbackbot: 'October' is no period; write year and month, for example ", wrong.Errors, StringComparison.Ordinal);
    }
}
