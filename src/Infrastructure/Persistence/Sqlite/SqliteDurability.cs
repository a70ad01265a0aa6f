using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace VideoChat.Infrastructure.Persistence.Sqlite;

/// <summary>
/// A commit returns when it is on disk. A pragma belongs to a connection and the pool hands connections on, so it is
/// set at every opening.
/// </summary>
internal sealed class SqliteDurability : DbConnectionInterceptor
{
    /// <summary>A long reader lets the WAL grow; when it has ended, the file shrinks to this at the next checkpoint that resets it.</summary>
    private const int MaxIdleLogBytes = 16 * 1_024 * 1_024;

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Set(connection);

    public override Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Set(connection);
        return Task.CompletedTask;
    }

    private static void Set(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA synchronous = FULL; PRAGMA journal_size_limit = {MaxIdleLogBytes}";
        command.ExecuteNonQuery();
    }
}
