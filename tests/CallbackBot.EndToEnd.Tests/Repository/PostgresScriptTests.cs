using Npgsql;

namespace CallbackBot.EndToEnd.Tests.Repository;

/// <summary>On copies of the scripts in a folder of their own, so that the server of this checkout is left alone.</summary>
public sealed class PostgresScriptTests : IAsyncLifetime
{
    private readonly string _root = Directory.CreateTempSubdirectory("callbackbot-scripts-").FullName;

    private string Postgres => Path.Combine(_root, "scripts/postgres");

    public async Task InitializeAsync()
    {
        var copy = await Script.RunAsync("cp", "-r", Checkout.At("scripts"), _root);
        Assert.True(copy.ExitCode == 0, copy.Errors);
    }

    public async Task DisposeAsync()
    {
        await Script.RunAsync(Postgres, "stop");
        var data = new DirectoryInfo(Path.Combine(_root, "var/pg"));
        if (data.LinkTarget is { } elsewhere) Directory.Delete(elsewhere, recursive: true);
        Directory.Delete(_root, recursive: true);
    }

    [Fact]
    public async Task A_server_starts_once_keeps_its_data_and_leaves_nothing_behind()
    {
        Assert.NotEqual(0, (await Script.RunAsync(Postgres, "status")).ExitCode);

        var start = await RunAsync("start");
        Assert.Contains("PostgreSQL runs", start.Errors, StringComparison.Ordinal);
        var url = (await RunAsync("url")).Output;
        await ExecuteAsync(url, "create table kept as select 1 as one");
        await RunAsync("start");
        Assert.Equal(url, (await RunAsync("url")).Output);

        await RunAsync("stop");
        Assert.NotEqual(0, (await Script.RunAsync(Postgres, "status")).ExitCode);
        Assert.False(Directory.Exists(new NpgsqlConnectionStringBuilder(url).Host));
        Assert.Empty(ProcessesOf(_root));

        await RunAsync("start");
        await ExecuteAsync((await RunAsync("url")).Output, "select one from kept");
    }

    private async Task<Script> RunAsync(string command)
    {
        var result = await Script.RunAsync(Postgres, command);
        Assert.True(result.ExitCode == 0, $"{command}: {result.Errors}");
        return result;
    }

    private static async Task ExecuteAsync(string url, string sql)
    {
        // A pooled connection would keep the server's stop waiting for a client that has gone.
        await using var source = NpgsqlDataSource.Create(url + ";Pooling=false");
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static IEnumerable<string> ProcessesOf(string root)
    {
        var data = new DirectoryInfo(Path.Combine(root, "var/pg"));
        var home = data.LinkTarget ?? data.FullName;
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(d => int.TryParse(Path.GetFileName(d), out _)))
        {
            var command = "";
            try
            {
                command = File.ReadAllText(Path.Combine(process, "cmdline"));
            }
            catch (IOException)
            {
                // Ended while we looked.
            }

            if (command.Contains(home, StringComparison.Ordinal)) yield return command.Replace('\0', ' ');
        }
    }
}
