using System.ComponentModel.DataAnnotations;

namespace VideoChat.Infrastructure.Persistence;

/// <summary>Configuration section <c>Database</c>.</summary>
public sealed class DatabaseOptions
{
    public const string Section = "Database";

    /// <summary>The database: <c>Sqlite</c>, a file on this machine, or <c>Postgres</c>, a server that several machines share.</summary>
    [EnumDataType(typeof(DatabaseProvider))]
    public DatabaseProvider Provider { get; set; } = DatabaseProvider.Sqlite;
}

public enum DatabaseProvider
{
    /// <summary>One file on this machine.</summary>
    Sqlite,

    /// <summary>A PostgreSQL server that several machines share.</summary>
    Postgres,
}
