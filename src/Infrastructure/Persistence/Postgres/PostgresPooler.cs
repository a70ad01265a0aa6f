using Npgsql;
using VideoChat.Application.Common;

namespace VideoChat.Infrastructure.Persistence.Postgres;

/// <summary>
/// Finds a pooler that gives a session to each transaction (PgBouncer's <c>pool_mode = transaction</c>,
/// https://www.pgbouncer.org/features.html). Advisory locks are held by a session: there they would stay with a session that others
/// use, or be released by them.
/// </summary>
internal static class PostgresPooler
{
    public const string Refusal =
        "it is reached through a pooler in transaction mode, which loses advisory locks; let ConnectionStrings:Default lead to PostgreSQL "
        + "itself, or to a pool in session mode (PgBouncer: pool_mode = session for this database)";

    private const int Rounds = 4;

    /// <summary>
    /// Whether one session answers on two open connections, or one connection is answered by several sessions: neither happens
    /// without such a pooler.
    /// </summary>
    public static async Task<bool> IsTransactionalAsync(NpgsqlConnectionStringBuilder configured, CancellationToken cancellationToken)
    {
        // Nothing that a session would have to keep.
        var builder = new NpgsqlConnectionStringBuilder(configured.ToString()) { Pooling = false, MaxAutoPrepare = 0, NoResetOnClose = true };
        try
        {
            // Named, since metrics call a data source without a name by its connection string.
            await using var source = new NpgsqlDataSourceBuilder(builder.ToString()) { Name = "videochat-start" }.Build();
            await using var one = source.CreateConnection();
            await using var other = source.CreateConnection();
            await one.OpenAsync(cancellationToken);
            await other.OpenAsync(cancellationToken);
            var (ones, others) = (new HashSet<int>(), new HashSet<int>());
            for (var round = 0; round < Rounds; round++)
            {
                ones.Add(await AskSessionAsync(one, cancellationToken));
                others.Add(await AskSessionAsync(other, cancellationToken));
            }
            return ones.Count > 1 || others.Count > 1 || ones.Overlaps(others);
        }
        catch (NpgsqlException exception) when (PostgresFaults.FaultOf(exception) != DatabaseFault.Own)
        {
            throw new UnavailableException(exception);
        }
    }

    private static async Task<int> AskSessionAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_backend_pid()", connection);
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
