using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace VideoChat.Infrastructure.Persistence.Sqlite;

/// <summary>
/// Makes a commit return only when it is on disk. The pragma belongs to the connection, so it is set each time one is opened.
/// </summary>
internal sealed class SqliteDurability : DbConnectionInterceptor
{
    /// <summary>The size to which a checkpoint truncates the WAL after a long reader has let it grow.</summary>
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
