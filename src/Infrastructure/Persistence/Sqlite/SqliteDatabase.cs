using System.Collections.Concurrent;
using System.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using VideoChat.Application.Common;
using VideoChat.Domain.Common;
using VideoChat.Infrastructure.Persistence.Faults;
using VideoChat.Infrastructure.Storage;

namespace VideoChat.Infrastructure.Persistence.Sqlite;

internal sealed partial class SqliteDatabase(
    SqliteConnectionStringBuilder connectionString, SqliteFolders folders, DatabaseReserve reserve, IEnumerable<IAbandonedFiles> abandoned,
    TimeProvider clock, ILogger<SqliteDatabase> logger) : IDatabaseDialect, IDisposable
{
    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(15);

    private readonly string _path = connectionString.DataSource;
    private readonly SqliteFile _file = new(connectionString.DataSource);
    private readonly List<FolderLock> _locks = [];
    private readonly ConcurrentDictionary<(Job, Guid), SqliteJobClaim> _claims = new();

    public string Location => _path;

    // Microsoft.Data.Sqlite begins a deferred transaction only at this level; at others, the transaction takes the write lock. A
    // deferred transaction of a database in WAL mode reads one snapshot (https://sqlite.org/isolation.html). The level itself has an
    // effect only in shared-cache mode (https://learn.microsoft.com/dotnet/standard/data/sqlite/transactions).
    public IsolationLevel SnapshotIsolation => IsolationLevel.ReadUncommitted;

    public async Task MigrateAsync(VideoChatDbContext db, CancellationToken cancellationToken)
    {
        await LockAsync(cancellationToken);
        _file.EnsureWhole();
        EnsureNotLeftBehind();
        WarnOfVideosWithoutDatabase();
        RemoveAbandoned();
        reserve.Open();
        while (true)
        {
            try
            {
                await MigrateAloneAsync(db, cancellationToken);
                break;
            }
            catch (Exception exception) when (TryFreeSpace(exception))
            {
                // Some disk space was released, so the loop retries.
            }
            catch (UnavailableException exception)
            {
                // A local file does not become available by waiting, so the start fails immediately.
                throw exception.GetBaseException();
            }
        }
        await _file.WatchAsync(connectionString, cancellationToken);
        reserve.Restore();
    }

    public IJobClaim CreateClaim(Job job, Guid subject) => new SqliteJobClaim(_claims, (job, subject));

    public Task<bool> IsClaimedAsync(Job job, Guid subject, CancellationToken cancellationToken) =>
        Task.FromResult(_claims.ContainsKey((job, subject)));

    public Task WaitForOpenTransactionsAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<DatabaseTime> ReadTimeAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new DatabaseTime(clock.UtcTimestamp(), clock));

    // Classifies no SQLite fault as transient, because the driver has already waited for locks and file errors persist.
    public DatabaseFault Classify(Exception exception) =>
        exception is IOException || SqliteFaults.Find(exception) is { } fault && fault.SqliteErrorCode != SqliteFaults.Constraint
            ? DatabaseFault.Unavailable
            : DatabaseFault.InvalidWrite;

    public bool TryFreeSpace(Exception exception) =>
        SqliteFaults.Find(exception)?.SqliteErrorCode == SqliteFaults.Full && reserve.TryRelease();

    public void RestoreReserve() => reserve.Restore();

    public void EnsureInPlace()
    {
        if (!_file.IsInPlace)
            throw new DatabaseFileMovedException();
    }

    /// <summary>Returns false, because the database is local, so a commit whose call failed did not happen.</summary>
    public Task<bool> HasCommittedAsync(CommitMark mark, CancellationToken cancellationToken) => Task.FromResult(false);

    public void Dispose()
    {
        _file.Dispose();
        _locks.ForEach(held => held.Dispose());
    }

    // Locks both folders, because the database may be outside Storage:Path.
    private async Task LockAsync(CancellationToken cancellationToken)
    {
        if (_locks.Count > 0)
            return;
        foreach (var file in new[] { _path + ".lock", Path.Combine(folders.Storage, "videochat.lock") })
            _locks.Add(await FolderLock.TakeAsync(file, LockTimeout, clock, cancellationToken));
    }

    private static async Task MigrateAloneAsync(VideoChatDbContext db, CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancellationToken);
        await RemoveStaleLockAsync(db, cancellationToken);
        await db.Database.MigrateAsync(cancellationToken);
        await db.WebhookLeases.ExecuteDeleteAsync(cancellationToken);
    }

    // Removes a row from EF Core's lock table. This process holds the lock of the folder, so the row belongs to a process that was killed.
    private static async Task RemoveStaleLockAsync(VideoChatDbContext db, CancellationToken cancellationToken)
    {
        var tables = await db.Database
            .SqlQuery<int>($"SELECT COUNT(*) AS Value FROM sqlite_master WHERE name = '__EFMigrationsLock'")
            .SingleAsync(cancellationToken);
        if (tables > 0)
            await db.Database.ExecuteSqlRawAsync("DELETE FROM __EFMigrationsLock", cancellationToken);
    }

    // Removes abandoned files. A failure must not prevent the start.
    private void RemoveAbandoned()
    {
        foreach (var files in abandoned)
        {
            try
            {
                files.Remove();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                LogNotRemoved(logger, exception.Message);
            }
        }
    }

    // Throws if the database is still at its earlier path. A new, empty database would look as if all data had been lost.
    private void EnsureNotLeftBehind()
    {
        if (File.Exists(_path) || folders.EarlierPath is not { } earlier || !File.Exists(earlier))
            return;
        throw new InvalidDataException(
            $"{_path} is missing, but {earlier} exists: relative paths are resolved in the program's folder now, not in the current folder. "
            + "Set Storage:Path (or ConnectionStrings:Default) to a full path, or move the folder.");
    }

    private void WarnOfVideosWithoutDatabase()
    {
        if (File.Exists(_path))
            return;
        if (HasEntries("originals") || HasEntries("videos"))
            LogVideosWithoutDatabase(logger, _path, folders.Storage);
    }

    private bool HasEntries(string folder) =>
        Directory.Exists(Path.Combine(folders.Storage, folder)) && Directory.EnumerateFileSystemEntries(Path.Combine(folders.Storage, folder)).Any();

    [LoggerMessage(Level = LogLevel.Warning, Message = "There is no database {Database}, but there are videos in {Folder}; starting with an empty database")]
    private static partial void LogVideosWithoutDatabase(ILogger logger, string database, string folder);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Removing abandoned upload and transcode files failed: {Reason}")]
    private static partial void LogNotRemoved(ILogger logger, string reason);
}

/// <param name="EarlierPath">
/// The path that earlier versions used; null if the path is absolute. Earlier versions resolved relative paths against the current
/// folder.
/// </param>
internal sealed record SqliteFolders(string Storage, string? EarlierPath);
