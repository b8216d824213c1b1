using System.Net.Sockets;
using Dapper;
using Npgsql;

namespace CallbackBot.Storage;

/// <summary>Opens PostgreSQL, or says in one sentence why it cannot.</summary>
public static class Database
{
    static Database()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset));
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset?));
        SqlMapper.AddTypeHandler(new InstantHandler());
        SqlMapper.AddTypeHandler(new DateHandler());
    }

    /// <summary>A data source that has answered once. The caller disposes it.</summary>
    /// <exception cref="StorageException">Missing, unreachable, or the password is refused.</exception>
    public static async Task<NpgsqlDataSource> OpenAsync(string connectionString, CancellationToken cancellationToken)
    {
        NpgsqlDataSource data;
        try
        {
            data = NpgsqlDataSource.Create(connectionString);
        }
        catch (ArgumentException bad)
        {
            // The parser's message can quote the connection string, password included.
            throw new StorageException(
                "The connection string cannot be read; write it like 'Host=localhost;Port=5432;Database=callbackbot;Username=callbackbot'.", bad);
        }

        try
        {
            await using var connection = await data.OpenConnectionAsync(cancellationToken);
            return data;
        }
        catch (NpgsqlException failure)
        {
            await data.DisposeAsync();
            throw new StorageException(WhyNot(new NpgsqlConnectionStringBuilder(connectionString), failure), failure);
        }
    }

    /// <summary>Creates an empty database on the server of <paramref name="connectionString"/>; returns the string that opens it.</summary>
    public static async Task<string> CreateAsync(string connectionString, string name, CancellationToken cancellationToken)
    {
        await using var server = await OpenAsync(OnServer(connectionString, "postgres"), cancellationToken);
        await using var create = server.CreateCommand($"create database {Quoted(name)} template template0 encoding 'UTF8'");
        await create.ExecuteNonQueryAsync(cancellationToken);
        return OnServer(connectionString, name);
    }

    /// <summary>Drops a database, with whoever is still connected to it.</summary>
    public static async Task DropAsync(string connectionString, string name, CancellationToken cancellationToken)
    {
        await using var server = await OpenAsync(OnServer(connectionString, "postgres"), cancellationToken);
        await using var drop = server.CreateCommand($"drop database if exists {Quoted(name)} with (force)");
        await drop.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Names of the server's databases that begin with <paramref name="prefix"/>, sorted.</summary>
    public static async Task<IReadOnlyList<string>> ListAsync(string connectionString, string prefix, CancellationToken cancellationToken)
    {
        await using var server = await OpenAsync(OnServer(connectionString, "postgres"), cancellationToken);
        await using var connection = await server.OpenConnectionAsync(cancellationToken);
        return [.. await connection.QueryAsync<string>(new CommandDefinition(
            "select datname from pg_database where starts_with(datname, @prefix) order by datname", new { prefix },
            cancellationToken: cancellationToken))];
    }

    private static string OnServer(string connectionString, string database) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Database = database, Pooling = database != "postgres" }.ConnectionString;

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string WhyNot(NpgsqlConnectionStringBuilder target, NpgsqlException failure) => failure switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } =>
            $"The database '{target.Database}' does not exist on {target.Host}:{target.Port}; create it with 'createdb {target.Database}'.",
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } =>
            $"PostgreSQL on {target.Host}:{target.Port} refuses the user '{target.Username}'; check user name and password.",
        PostgresException { SqlState: PostgresErrorCodes.TooManyConnections } =>
            $"PostgreSQL on {target.Host}:{target.Port} has no free connection; raise max_connections or stop what holds them.",
        { InnerException: SocketException or TimeoutException or IOException } =>
            $"PostgreSQL does not answer on {target.Host}:{target.Port}; start it, or correct the connection string.",
        _ => $"The database '{target.Database}' on {target.Host}:{target.Port} cannot be opened: {failure.Message}",
    };
}
