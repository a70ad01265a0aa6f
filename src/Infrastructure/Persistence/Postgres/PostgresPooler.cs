using Npgsql;
using VideoChat.Application.Common;
using VideoChat.Infrastructure.Persistence.Faults;

namespace VideoChat.Infrastructure.Persistence.Postgres;

/// <summary>
/// Detects a pooler in transaction mode (https://www.pgbouncer.org/features.html). Such a pooler breaks advisory locks.
/// </summary>
internal static class PostgresPooler
{
    public const string Refusal =
        "it is reached through a pooler in transaction mode, which loses advisory locks; let ConnectionStrings:Default lead to PostgreSQL "
        + "itself, or to a pool in session mode (PgBouncer: pool_mode = session for this database)";

    private const int Rounds = 4;

    // Determines whether two open connections share a PostgreSQL session, or one connection uses several. Only a pooler allows this.
    public static async Task<bool> IsTransactionalAsync(NpgsqlConnectionStringBuilder configured, CancellationToken cancellationToken)
    {
        // Prepared statements and reset commands are off, because a pooler in transaction mode may reject them.
        var builder = new NpgsqlConnectionStringBuilder(configured.ToString()) { Pooling = false, MaxAutoPrepare = 0, NoResetOnClose = true };
        try
        {
            // The data source has a name, because otherwise the metrics would contain the connection string.
            await using var source = new NpgsqlDataSourceBuilder(builder.ToString()) { Name = "videochat-start" }.Build();
            await using var one = source.CreateConnection();
            await using var other = source.CreateConnection();
            await one.OpenAsync(cancellationToken);
            await other.OpenAsync(cancellationToken);
            var (ones, others) = (new HashSet<int>(), new HashSet<int>());
            for (var round = 0; round < Rounds; round++)
            {
                ones.Add(await QueryProcessIdAsync(one, cancellationToken));
                others.Add(await QueryProcessIdAsync(other, cancellationToken));
            }
            return ones.Count > 1 || others.Count > 1 || ones.Overlaps(others);
        }
        catch (NpgsqlException exception) when (PostgresFaults.Classify(exception) != DatabaseFault.InvalidWrite)
        {
            throw new UnavailableException(exception);
        }
    }

    private static async Task<int> QueryProcessIdAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_backend_pid()", connection);
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
