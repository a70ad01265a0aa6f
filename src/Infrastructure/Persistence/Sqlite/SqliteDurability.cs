using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace VideoChat.Infrastructure.Persistence.Sqlite;

/// <summary>
/// A commit returns when it is on disk. The pragma belongs to a connection and the pool hands connections on, so it is
/// set at every opening.
/// </summary>
internal sealed class SqliteDurability : DbConnectionInterceptor
{
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
        command.CommandText = "PRAGMA synchronous = FULL";
        command.ExecuteNonQuery();
    }
}
