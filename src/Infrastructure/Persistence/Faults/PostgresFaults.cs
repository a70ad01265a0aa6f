using Npgsql;
using VideoChat.Application.Common;

namespace VideoChat.Infrastructure.Persistence.Faults;

/// <summary>Classifies failures by SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html).</summary>
internal static class PostgresFaults
{
    private const string DataException = "22";
    private const string ConstraintViolation = "23";

    public static DatabaseFault Classify(Exception exception) => exception switch
    {
        UnavailableException => DatabaseFault.Unavailable,
        _ => Find(exception) switch
        {
            null => exception is IOException ? DatabaseFault.Unavailable : DatabaseFault.InvalidWrite,
            PostgresException { SqlState: [.. var type, _, _, _] } when type is DataException or ConstraintViolation =>
                DatabaseFault.InvalidWrite,
            var found => found.IsTransient && !IsTimeout(found) ? DatabaseFault.Transient : DatabaseFault.Unavailable,
        },
    };

    public static NpgsqlException? Find(Exception? exception)
    {
        while (exception is not (null or NpgsqlException))
            exception = exception.InnerException;
        return (NpgsqlException?)exception;
    }

    /// <summary>
    /// Determines whether the connection, the PostgreSQL server or its resources caused the failure, not the statement.
    /// </summary>
    public static bool IsServerFault(NpgsqlException exception) =>
        exception.IsTransient
        || exception.SqlState is null or PostgresErrorCodes.ReadOnlySqlTransaction
        || exception.SqlState[..2] is "08" or "53" or "57" or "58" or "XX";

    public static bool IsTimeout(NpgsqlException exception) =>
        exception.InnerException is TimeoutException || exception.SqlState == PostgresErrorCodes.LockNotAvailable;
}
