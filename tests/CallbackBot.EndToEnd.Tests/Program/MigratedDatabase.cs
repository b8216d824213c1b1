using CallbackBot.Testing;

namespace CallbackBot.EndToEnd.Tests.Program;

/// <summary>One database for the tests of a class that only look, or keep out of each other's way.</summary>
public sealed class MigratedDatabase : IAsyncLifetime
{
    private TestDatabase _database = null!;

    public string ConnectionString => _database.ConnectionString;

    public async Task InitializeAsync() => _database = await TestDatabase.CreateAsync();

    public async Task DisposeAsync() => await _database.DisposeAsync();
}
