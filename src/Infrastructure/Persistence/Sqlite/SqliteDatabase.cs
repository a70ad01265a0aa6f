using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using VideoChat.Domain.Common;
using VideoChat.Infrastructure.Log;
using VideoChat.Infrastructure.Webhooks;

namespace VideoChat.Infrastructure.Persistence.Sqlite;

/// <param name="path">The file.</param>
/// <param name="clock">This machine's.</param>
internal sealed class SqliteDatabase(string path, TimeProvider clock) : IDatabaseDialect
{
    /// <summary>https://sqlite.org/rescode.html#constraint</summary>
    private const int ConstraintError = 19;

    private static readonly TimeSpan LockRetry = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentDictionary<(Job, Guid), SqliteJobClaim> _claims = new();

    public string Location => path;

    public async Task MigrateAsync(VideoChatDbContext db, CancellationToken cancellationToken)
    {
        await using var held = await LockAsync(cancellationToken);

        await db.Database.OpenConnectionAsync(cancellationToken);
        await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancellationToken);
        await RemoveStaleLockAsync(db, cancellationToken);
        await db.Database.MigrateAsync(cancellationToken);
        // One process has the file, so a lease that is there belongs to one that was killed.
        await db.Set<WebhookLease>().ExecuteDeleteAsync(cancellationToken);
    }

    public ILogStatements PrepareLog(VideoChatDbContext db) => new SqliteLogStatements(db);

    public IJobClaim ClaimOf(Job job, Guid subject) => new SqliteJobClaim(_claims, (job, subject));

    public Task<bool> IsClaimedAsync(Job job, Guid subject, CancellationToken cancellationToken) =>
        Task.FromResult(_claims.ContainsKey((job, subject)));

    /// <summary>There are none: who writes is alone.</summary>
    public Task WaitForOthersAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>There is one machine, and its clock is the database's.</summary>
    public Task<DatabaseTime> ReadTimeAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new DatabaseTime(clock.UtcTimestamp(), clock));

    // A locked database has been waited for, and a file that cannot be written will not be the next moment.
    public DatabaseFault FaultOf(Exception exception) =>
        exception is IOException || ErrorOf(exception) is { } error && error != ConstraintError
            ? DatabaseFault.Lasting
            : DatabaseFault.Own;

    /// <summary>A commit that fails has not happened: there is nobody between us and the file who could lose the answer.</summary>
    public Task<bool> HasCommittedAsync(CommitMark mark, CancellationToken cancellationToken) => Task.FromResult(false);

    // The kernel gives this lock back when a process dies, however it dies; EF Core's own is a row that stays.
    private async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        while (true)
        {
            try
            {
                return new FileStream(path + ".migrating", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path + ".migrating"))
            {
                await Task.Delay(LockRetry, cancellationToken);
            }
        }
    }

    // Whoever holds the file lock is alone, so a row that is there belongs to a process that was killed.
    private static async Task RemoveStaleLockAsync(VideoChatDbContext db, CancellationToken cancellationToken)
    {
        var tables = await db.Database
            .SqlQuery<int>($"SELECT COUNT(*) AS Value FROM sqlite_master WHERE name = '__EFMigrationsLock'")
            .SingleAsync(cancellationToken);
        if (tables > 0)
            await db.Database.ExecuteSqlRawAsync("DELETE FROM __EFMigrationsLock", cancellationToken);
    }

    private static int? ErrorOf(Exception exception) =>
        ((exception as SqliteException) ?? exception.InnerException as SqliteException)?.SqliteErrorCode;
}
