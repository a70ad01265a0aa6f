using System.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;
using VideoChat.Infrastructure.Persistence.Faults;

namespace VideoChat.Infrastructure.Persistence.Postgres;

internal sealed class PostgresDatabase(
    NpgsqlConnectionStringBuilder connectionString, IDbContextFactory<VideoChatDbContext> contexts, PostgresClaims claims,
    TimeProvider clock) : IDatabaseDialect
{
    /// <summary>The key of the advisory lock for migrations. The locks of jobs have the numbers after it.</summary>
    public const long MigrationLock = 0x76_6368_6174;

    /// <summary>
    /// The key of the advisory lock that a change of webhook subscriptions takes exclusively. Transactions of the room log share the lock.
    /// </summary>
    public const long WebhookLock = 0x76_6368_7768;

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    public string Location => $"{connectionString.Database} on {connectionString.Host}:{connectionString.Port}";

    // The snapshot is that of the transaction's first query (https://www.postgresql.org/docs/current/transaction-iso.html).
    public IsolationLevel SnapshotIsolation => IsolationLevel.RepeatableRead;

    // Migrates under an advisory lock. The lock belongs to its session, so it is also released when the process is killed.
    public async Task MigrateAsync(VideoChatDbContext db, CancellationToken cancellationToken)
    {
        if (await PostgresPooler.IsTransactionalAsync(connectionString, cancellationToken))
            throw new NotSupportedException(PostgresPooler.Refusal);
        await db.Database.OpenConnectionAsync(cancellationToken);
        db.Database.SetCommandTimeout(TimeSpan.Zero);
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock({MigrationLock})", cancellationToken);
        // The table is created first, because EF Core logs an error if it reads a table that does not exist.
        await db.Database.ExecuteSqlRawAsync(db.GetService<IHistoryRepository>().GetCreateIfNotExistsScript(), cancellationToken);
        await db.Database.MigrateAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock({MigrationLock})", cancellationToken);
    }

    public IJobClaim CreateClaim(Job job, Guid subject) => new PostgresJobClaim(claims, PostgresJobClaim.KeyOf(job, subject));

    public async Task<bool> IsClaimedAsync(Job job, Guid subject, CancellationToken cancellationToken)
    {
        var key = PostgresJobClaim.KeyOf(job, subject);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Database
            .SqlQuery<bool>(
                $"""
                SELECT EXISTS (
                    SELECT FROM pg_locks
                    WHERE locktype = 'advisory' AND (classid::bigint << 32 | objid::bigint) = {key} AND objsubid = 1 AND granted
                    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())) AS "Value"
                """)
            .SingleAsync(cancellationToken);
    }

    public async Task WaitForOpenTransactionsAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({WebhookLock})", cancellationToken);
    }

    public async Task<DatabaseTime> ReadTimeAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = await db.Database.SqlQuery<DateTime>($"SELECT clock_timestamp() AS \"Value\"").SingleAsync(cancellationToken);
        return new DatabaseTime(now, clock);
    }

    public void EnsureInPlace()
    {
    }

    public bool TryFreeSpace(Exception exception) => false;

    public void RestoreReserve()
    {
    }

    public DatabaseFault Classify(Exception exception) => PostgresFaults.Classify(exception);

    public async Task<bool> HasCommittedAsync(CommitMark mark, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await QueryStatusAsync(mark, cancellationToken) is { } answer)
                return answer;
            await Task.Delay(PollInterval, cancellationToken);
        }
    }

    /// <summary>
    /// Determines whether a transaction was committed. Returns null if it is still running or the database does not respond.
    /// </summary>
    private async Task<bool?> QueryStatusAsync(CommitMark mark, CancellationToken cancellationToken)
    {
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var status = await db.Database
                .SqlQuery<string?>($"SELECT pg_xact_status({mark.TransactionId}::xid8) AS \"Value\"")
                .SingleAsync(cancellationToken);
            if (status == "in progress")
                return null;
            return status == "committed"
                && (mark.EventId is not { } id || await db.RoomEvents.AnyAsync(e => e.Id == id, cancellationToken));
        }
        catch (Exception exception) when (PostgresFaults.Find(exception) is { SqlState: PostgresErrorCodes.InvalidParameterValue })
        {
            // PostgreSQL does not know the transaction, for example after a failover to another server. It was then not committed
            // there.
            return false;
        }
        catch (Exception exception) when (PostgresFaults.Classify(exception) != DatabaseFault.InvalidWrite)
        {
            return null;
        }
    }
}
