using Microsoft.Data.Sqlite;
using VideoChat.Infrastructure.Storage;

namespace VideoChat.Infrastructure.Persistence.Sqlite;

/// <summary>
/// Detects that the open database file was moved, removed or replaced, because SQLite would keep writing to the removed file.
/// </summary>
internal sealed class SqliteFile(string path) : IDisposable
{
    private readonly string _log = path + "-wal";
    private SqliteConnection? _anchor;
    private (FileIdentity? Database, FileIdentity? Log)? _opened;

    /// <summary>Checks that the database file exists. Opening SQLite without it would delete the WAL and the last commits in it.</summary>
    public void EnsureWhole()
    {
        var (database, log) = (new FileInfo(path), new FileInfo(_log));
        if (log is { Exists: true, Length: > 0 } && database is not { Exists: true, Length: > 0 })
        {
            throw new InvalidDataException(
                $"{_log} exists, but its database {path} is {(database.Exists ? "empty" : "missing")}. Restore the database file next to it. "
                + $"Remove {_log} only if the last writes are not needed, and start again.");
        }
    }

    /// <summary>
    /// Records the identities of the database file and its WAL. One connection stays open, because SQLite deletes the WAL when the last
    /// connection closes.
    /// </summary>
    public async Task WatchAsync(SqliteConnectionStringBuilder connectionString, CancellationToken cancellationToken)
    {
        if (_anchor is not null)
            return;
        var anchor = new SqliteConnection(
            new SqliteConnectionStringBuilder(connectionString.ConnectionString) { Pooling = false }.ConnectionString);
        try
        {
            await anchor.OpenAsync(cancellationToken);
            await using var command = anchor.CreateCommand();
            command.CommandText = "SELECT COUNT(*) FROM sqlite_master";
            await command.ExecuteScalarAsync(cancellationToken);
        }
        catch
        {
            await anchor.DisposeAsync();
            throw;
        }
        _anchor = anchor;
        _opened = (FileIdentity.Of(path), FileIdentity.Of(_log));
    }

    public bool IsInPlace =>
        _opened is not { } opened || (FileIdentity.Of(path), FileIdentity.Of(_log)) == opened;

    public void Dispose() => _anchor?.Dispose();
}
