using CallbackBot.Storage;
using Npgsql;

namespace CallbackBot.Testing;

/// <summary>
/// An empty, migrated database of one test class, on the server that <c>CALLBACKBOT_TEST_DB</c> names, or on a private one that is started for
/// this run. Use it as a class fixture, or through <see cref="CreateAsync"/>.
/// </summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly string _server;

    private TestDatabase(string server, string name, string connectionString, NpgsqlDataSource data)
    {
        _server = server;
        Name = name;
        ConnectionString = connectionString;
        Data = data;
    }

    public string Name { get; }

    public string ConnectionString { get; }

    public NpgsqlDataSource Data { get; }

    /// <summary>Keys for personal data that nobody else has.</summary>
    public PersonalData Personal { get; } = new(PersonalDataKeys.Parse(PersonalDataKeys.Generate(), "test"));

    /// <param name="migrate">False for an empty database.</param>
    public static async Task<TestDatabase> CreateAsync(bool migrate = true)
    {
        var server = Environment.GetEnvironmentVariable("CALLBACKBOT_TEST_DB") is { Length: > 0 } given ? given : await PrivatePostgres.ConnectionStringAsync();
        var name = $"test_{Guid.NewGuid():N}";
        var connectionString = await Database.CreateAsync(server, name, CancellationToken.None);
        var data = await Database.OpenAsync(connectionString, CancellationToken.None);
        if (migrate) await new Migrator(data, TimeProvider.System).MigrateAsync(CancellationToken.None);
        return new TestDatabase(server, name, connectionString, data);
    }

    public async ValueTask DisposeAsync()
    {
        await Data.DisposeAsync();
        await Database.DropAsync(_server, Name, CancellationToken.None);
    }
}
