using System.ComponentModel.DataAnnotations;

namespace VideoChat.Infrastructure.Persistence;

/// <summary>Configuration section <c>Database</c>.</summary>
public sealed class DatabaseOptions
{
    public const string Section = "Database";

    /// <summary>The database: <c>Sqlite</c> for a file on this machine, or <c>Postgres</c> for a server that machines share.</summary>
    [EnumDataType(typeof(DatabaseProvider))]
    public DatabaseProvider Provider { get; set; } = DatabaseProvider.Sqlite;
}

public enum DatabaseProvider
{
    Sqlite,

    Postgres,
}
