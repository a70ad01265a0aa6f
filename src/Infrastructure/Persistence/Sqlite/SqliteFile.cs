using Microsoft.Data.Sqlite;
using VideoChat.Infrastructure.Storage;

namespace VideoChat.Infrastructure.Persistence.Sqlite;

/// <summary>
/// Notices that the database was moved, removed or replaced while it is open. SQLite does not: it goes on writing to a file
/// that has no name any longer, and all of it is lost when the process ends.
/// </summary>
internal sealed class SqliteFile(string path) : IDisposable
{
    private readonly string _log = path + "-wal";
    private SqliteConnection? _anchor;
    private (FileIdentity? Database, FileIdentity? Log)? _opened;

    /// <summary>A WAL without its database: to open it would delete the WAL, and with it what was committed last.</summary>
    /// <exception cref="InvalidDataException">It is such a one.</exception>
    public void EnsureWhole()
    {
        var (database, log) = (new FileInfo(path), new FileInfo(_log));
        if (log is { Exists: true, Length: > 0 } && database is not { Exists: true, Length: > 0 })
        {
            throw new InvalidDataException(
                $"{_log} is there, but its database {path} is {(database.Exists ? "empty" : "missing")}. Put the database back beside it; "
                + "only if what was written last is not needed, remove that file and start again.");
        }
    }

    /// <summary>Remembers which files are open. A connection of its own keeps the WAL, which SQLite deletes with the last one.</summary>
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

    /// <summary>False from the moment at which another file, or none, is where the database was. True again if it is put back.</summary>
    public bool IsInPlace =>
        _opened is not { } opened || (FileIdentity.Of(path), FileIdentity.Of(_log)) == opened;

    public void Dispose() => _anchor?.Dispose();
}
