using Microsoft.Data.Sqlite;

namespace VideoChat.Infrastructure.Persistence;

/// <summary>Where the SQLite database is.</summary>
internal sealed record SqliteFile(string Path)
{
    public static SqliteFile From(SqliteConnectionStringBuilder connectionString) =>
        new(System.IO.Path.GetFullPath(connectionString.DataSource));
}
