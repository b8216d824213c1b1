using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Npgsql;

namespace CallbackBot.Storage;

/// <summary>What a database has and lacks.</summary>
/// <param name="Pending">Migrations not applied yet, in order.</param>
/// <param name="Changed">Migrations applied with another text than this program's.</param>
/// <param name="Unknown">Migrations applied that this program does not have: it is older than the database.</param>
public sealed record MigrationState(IReadOnlyList<string> Pending, IReadOnlyList<string> Changed, IReadOnlyList<string> Unknown)
{
    public bool IsCurrent => Pending.Count == 0 && Changed.Count == 0 && Unknown.Count == 0;
}

/// <summary>
/// Brings the schema up to this program: dated, embedded SQL files, applied once, in order, each with its record in one transaction.
/// </summary>
public sealed class Migrator(NpgsqlDataSource data, TimeProvider time)
{
    /// <summary>Any number that no other program of this database uses; two workers that start together must not both migrate.</summary>
    private const long LockKey = 0x12345_CA11;

    private const string Prefix = "CallbackBot.Storage.Migrations.";

    private static readonly Lazy<IReadOnlyList<Migration>> Embedded = new(ReadEmbedded);

    /// <summary>Applies what is pending and returns the names.</summary>
    /// <exception cref="StorageException">The database has a migration that was edited since, or one that this program does not know.</exception>
    public async Task<IReadOnlyList<string>> MigrateAsync(CancellationToken cancellationToken)
    {
        await using var connection = await data.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            "select pg_advisory_lock(@LockKey)", new { LockKey }, cancellationToken: cancellationToken));
        try
        {
            await connection.ExecuteAsync(new CommandDefinition(
                "create table if not exists schema_migration (name text primary key, sha256 text not null, applied_at timestamptz not null)",
                cancellationToken: cancellationToken));
            var state = Compare(await AppliedAsync(connection, cancellationToken));
            if (state.Changed is [var changed, ..])
                throw new StorageException(
                    $"Migration '{changed}' was applied with another text; restore that file, and put the change into a new one.");
            if (state.Unknown is [var unknown, ..])
                throw new StorageException($"The database has migration '{unknown}', which this program does not know; start a newer program.");
            foreach (var migration in Embedded.Value.Where(m => state.Pending.Contains(m.Name)))
                await ApplyAsync(connection, migration, cancellationToken);
            return state.Pending;
        }
        finally
        {
            await connection.ExecuteAsync(new CommandDefinition(
                "select pg_advisory_unlock(@LockKey)", new { LockKey }, cancellationToken: CancellationToken.None));
        }
    }

    /// <summary>Compares without changing anything.</summary>
    public async Task<MigrationState> CheckAsync(CancellationToken cancellationToken)
    {
        await using var connection = await data.OpenConnectionAsync(cancellationToken);
        var exists = await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            "select to_regclass('schema_migration') is not null", cancellationToken: cancellationToken));
        return Compare(exists ? await AppliedAsync(connection, cancellationToken) : []);
    }

    private static MigrationState Compare(IReadOnlyList<Applied> applied)
    {
        var hashes = applied.ToDictionary(a => a.Name, a => a.Sha256, StringComparer.Ordinal);
        var known = Embedded.Value;
        return new MigrationState(
            [.. known.Where(m => !hashes.ContainsKey(m.Name)).Select(m => m.Name)],
            [.. known.Where(m => hashes.TryGetValue(m.Name, out var sha256) && sha256 != m.Sha256).Select(m => m.Name)],
            [.. applied.Select(a => a.Name).Except(known.Select(m => m.Name), StringComparer.Ordinal)]);
    }

    private static async Task<IReadOnlyList<Applied>> AppliedAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        [.. await connection.QueryAsync<Applied>(new CommandDefinition(
            "select name, sha256 from schema_migration order by name", cancellationToken: cancellationToken))];

    private async Task ApplyAsync(NpgsqlConnection connection, Migration migration, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(migration.Sql, transaction: transaction, cancellationToken: cancellationToken));
        await connection.ExecuteAsync(new CommandDefinition(
            "insert into schema_migration (name, sha256, applied_at) values (@Name, @Sha256, @now)",
            new { migration.Name, migration.Sha256, now = time.GetUtcNow() }, transaction, cancellationToken: cancellationToken));
        await transaction.CommitAsync(cancellationToken);
    }

    private static IReadOnlyList<Migration> ReadEmbedded()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(".sql", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name =>
                {
                    using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                    // A checkout with CRLF line ends is the same migration.
                    var sql = reader.ReadToEnd().ReplaceLineEndings("\n");
                    return new Migration(name[Prefix.Length..], sql, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql))));
                }),
        ];
    }

    private sealed record Migration(string Name, string Sql, string Sha256);

    private sealed record Applied(string Name, string Sha256);
}
