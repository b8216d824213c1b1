using System.Globalization;
using CallbackBot.Storage;
using CallbackBot.Worker.Commands;
using Npgsql;

namespace CallbackBot.Worker.Demo;

/// <summary>A fresh database per run; the last three are kept for whoever wants to look.</summary>
internal static class DemoDatabase
{
    private const string Prefix = "demo_";
    private const int Kept = 3;

    /// <returns>A connection string to the newest run's database.</returns>
    /// <exception cref="UserErrorException">There is none.</exception>
    public static async Task<string> LatestAsync(string server, CancellationToken cancellationToken)
    {
        var runs = await Database.ListAsync(server, Prefix, cancellationToken);
        return runs.Count > 0
            ? new NpgsqlConnectionStringBuilder(server) { Database = runs[^1] }.ConnectionString
            : throw new UserErrorException("there was no demo run on this server: run scripts/demo first");
    }

    /// <param name="server">A connection string to the server.</param>
    /// <param name="folder">Holds a folder per run, named like its database.</param>
    /// <param name="time">Names the run.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>A connection string to the new, migrated database, and the run's folder.</returns>
    public static async Task<(string Database, string Folder)> CreateAsync(string server, string folder, TimeProvider time, CancellationToken cancellationToken)
    {
        var name = Prefix + time.GetUtcNow().ToString("yyyyMMdd_HHmmss_fff", CultureInfo.InvariantCulture);
        var old = await Database.ListAsync(server, Prefix, cancellationToken);
        foreach (var tooOld in old.SkipLast(Kept - 1))
        {
            await Database.DropAsync(server, tooOld, cancellationToken);
            if (Directory.Exists(Path.Combine(folder, tooOld))) Directory.Delete(Path.Combine(folder, tooOld), recursive: true);
        }

        var database = await Database.CreateAsync(server, name, cancellationToken);
        await using var data = await Database.OpenAsync(database, cancellationToken);
        await new Migrator(data, time).MigrateAsync(cancellationToken);
        Console.WriteLine($"Database {name} is ready.");
        return (database, Path.Combine(folder, name));
    }
}
