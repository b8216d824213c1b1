using CallbackBot.Storage;
using CallbackBot.Testing;
using Dapper;

namespace CallbackBot.Tests.Storage;

public sealed class MigratorTests : IAsyncLifetime
{
    private TestDatabase _database = null!;

    private Migrator Migrator => new(_database.Data, TimeProvider.System);

    public async Task InitializeAsync() => _database = await TestDatabase.CreateAsync(migrate: false);

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task Migrations_are_applied_once_in_order()
    {
        Assert.False((await Migrator.CheckAsync(CancellationToken.None)).IsCurrent);

        var applied = await Migrator.MigrateAsync(CancellationToken.None);

        Assert.Equal("2026-11-21_00_orders.sql", applied[0]);
        Assert.Equal(applied.Order(StringComparer.Ordinal), applied);
        Assert.Empty(await Migrator.MigrateAsync(CancellationToken.None));
        Assert.True((await Migrator.CheckAsync(CancellationToken.None)).IsCurrent);
    }

    [Fact]
    public async Task Workers_that_start_together_migrate_once()
    {
        var applied = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Migrator.MigrateAsync(CancellationToken.None)));

        Assert.Single(applied, a => a.Count > 0);
    }

    [Fact]
    public async Task An_edited_migration_stops_the_start()
    {
        await Migrator.MigrateAsync(CancellationToken.None);
        await RunAsync("update schema_migration set sha256 = 'other' where name = '2026-11-21_01_callbacks.sql'");

        var refused = await Assert.ThrowsAsync<StorageException>(() => Migrator.MigrateAsync(CancellationToken.None));

        Assert.Contains("2026-11-21_01_callbacks.sql", refused.Message, StringComparison.Ordinal);
        Assert.Single((await Migrator.CheckAsync(CancellationToken.None)).Changed);
    }

    [Fact]
    public async Task A_database_of_a_newer_program_is_left_alone()
    {
        await Migrator.MigrateAsync(CancellationToken.None);
        await RunAsync("insert into schema_migration values ('2031-01-01_00_future.sql', 'x', now())");

        await Assert.ThrowsAsync<StorageException>(() => Migrator.MigrateAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_missing_database_is_one_clear_sentence()
    {
        var elsewhere = _database.ConnectionString.Replace(_database.Name, "no_such_database", StringComparison.Ordinal);

        var refused = await Assert.ThrowsAsync<StorageException>(() => Database.OpenAsync(elsewhere, CancellationToken.None));

        Assert.Contains("'no_such_database' does not exist", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Username=x;Database=d", "does not answer on 127.0.0.1:1")]
    [InlineData("Host=/tmp/no/such/folder;Username=x;Database=d", "does not answer on /tmp/no/such/folder")]
    [InlineData("Hots=127.0.0.1;Password=secret", "cannot be read")]
    public async Task An_unreachable_server_is_one_clear_sentence(string connectionString, string expected)
    {
        var refused = await Assert.ThrowsAsync<StorageException>(() => Database.OpenAsync(connectionString, CancellationToken.None));

        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Databases_can_be_made_listed_and_dropped()
    {
        await Database.CreateAsync(_database.ConnectionString, $"{_database.Name}_b", CancellationToken.None);
        Assert.Equal([_database.Name, $"{_database.Name}_b"], await Database.ListAsync(_database.ConnectionString, _database.Name, CancellationToken.None));

        await Database.DropAsync(_database.ConnectionString, $"{_database.Name}_b", CancellationToken.None);
        Assert.Equal([_database.Name], await Database.ListAsync(_database.ConnectionString, _database.Name, CancellationToken.None));
    }

    private async Task RunAsync(string sql)
    {
        await using var connection = await _database.Data.OpenConnectionAsync();
        await connection.ExecuteAsync(sql);
    }
}
