using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace VideoChat.Infrastructure.Persistence.Sqlite;

/// <summary>Sets the pragmas that make commits durable. They are not stored in the file, so each connection needs them.</summary>
internal sealed class SqliteDurability : DbConnectionInterceptor
{
    /// <summary>The size to which SQLite truncates the WAL. The WAL can grow during a long read.</summary>
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
