using System.Security.Cryptography;
using System.Text;
using Dapper;
using Npgsql;

namespace CallbackBot.Callbacks;

/// <summary>The exact text of every script that was ever used in a call.</summary>
public sealed class ScriptVersions(NpgsqlDataSource data, TimeProvider time)
{
    /// <summary>The id of this text of the script, put on record if it is new.</summary>
    public async Task<long> RecordAsync(string script, string yaml, CancellationToken cancellationToken)
    {
        await using var connection = await data.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<long>(new CommandDefinition(
            """
            insert into script_version (script, sha256, yaml, first_used_at) values (@script, @sha256, @yaml, @now)
            on conflict (script, sha256) do update set script = excluded.script
            returning id
            """,
            new { script, sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(yaml))), yaml, now = time.GetUtcNow() },
            cancellationToken: cancellationToken));
    }
}
