using Npgsql;

namespace VideoChat.Infrastructure.Persistence.Faults;

internal static class DatabaseFaults
{
    /// <summary>
    /// Determines whether a fault of the file, the disk or the database server caused the exception, so that other operations would
    /// fail too.
    /// </summary>
    public static bool IsDatabaseFault(Exception exception) =>
        SqliteFaults.Find(exception) is { } sqlite ? SqliteFaults.IsFileFault(sqlite)
        : PostgresFaults.Find(exception) is { } postgres && PostgresFaults.IsServerFault(postgres);

    public static bool IsFullDisk(Exception exception) =>
        SqliteFaults.Find(exception) is { SqliteErrorCode: SqliteFaults.Full }
        || PostgresFaults.Find(exception) is PostgresException { SqlState: PostgresErrorCodes.DiskFull };

    /// <summary>Describes a fault without paths and addresses, because <c>/health</c> is public.</summary>
    public static string Describe(Exception exception)
    {
        if (Find<DatabaseFileMovedException>(exception) is { } moved)
            return moved.Message;
        if (Find<TimeoutException>(exception) is not null)
            return "The database does not respond.";
        if (SqliteFaults.Find(exception) is { } sqlite)
        {
            return sqlite.SqliteErrorCode switch
            {
                SqliteFaults.ReadOnly => "The database is read-only.",
                SqliteFaults.Full => "The disk of the database is full.",
                SqliteFaults.Corrupt or SqliteFaults.NoDatabase => "The database file is damaged.",
                var code => $"The database fails (SQLite error {code}).",
            };
        }
        return PostgresFaults.Find(exception) switch
        {
            PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } => "The database is read-only.",
            PostgresException { SqlState: PostgresErrorCodes.DiskFull } => "The disk of the database is full.",
            PostgresException { SqlState: var state } => $"The database fails (SQLSTATE {state}).",
            _ => "The database does not respond.",
        };
    }

    private static TException? Find<TException>(Exception? exception)
        where TException : Exception
    {
        while (exception is not (null or TException))
            exception = exception.InnerException;
        return (TException?)exception;
    }
}
