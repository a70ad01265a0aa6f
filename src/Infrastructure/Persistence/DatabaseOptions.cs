using System.ComponentModel.DataAnnotations;

namespace VideoChat.Infrastructure.Persistence;

public sealed class DatabaseOptions
{
    public const string Section = "Database";

    [EnumDataType(typeof(DatabaseProvider))]
    public DatabaseProvider Provider { get; set; } = DatabaseProvider.Sqlite;
}

public enum DatabaseProvider
{
    Sqlite,

    Postgres,
}
