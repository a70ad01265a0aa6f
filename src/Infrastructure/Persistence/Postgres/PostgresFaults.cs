using Npgsql;
using VideoChat.Application.Common;

namespace VideoChat.Infrastructure.Persistence.Postgres;

/// <summary>What a failure means; by https://www.postgresql.org/docs/current/errcodes-appendix.html</summary>
internal static class PostgresFaults
{
    private const string DataException = "22";
    private const string ConstraintViolation = "23";

    public static DatabaseFault FaultOf(Exception exception) => exception switch
    {
        UnavailableException => DatabaseFault.Lasting,
        _ => Find(exception) switch
        {
            null => exception is IOException ? DatabaseFault.Lasting : DatabaseFault.Own,
            PostgresException { SqlState: [.. var type, _, _, _] } when type is DataException or ConstraintViolation =>
                DatabaseFault.Own,
            var found => found.IsTransient && !IsTimeout(found) ? DatabaseFault.Passing : DatabaseFault.Lasting,
        },
    };

    /// <summary>The driver's or the server's word, inside of what EF Core makes of it.</summary>
    public static NpgsqlException? Find(Exception? exception)
    {
        while (exception is not (null or NpgsqlException))
            exception = exception.InnerException;
        return (NpgsqlException?)exception;
    }

    /// <summary>
    /// The connection, the server, its disk, its resources or its mode, not the statement: classes 08, 25006, 53, 57, 58, XX and the driver's
    /// own failures.
    /// </summary>
    public static bool IsOfTheServer(NpgsqlException exception) =>
        exception.IsTransient
        || exception.SqlState is null or PostgresErrorCodes.ReadOnlySqlTransaction
        || exception.SqlState[..2] is "08" or "53" or "57" or "58" or "XX";

    // It has been waited for.
    public static bool IsTimeout(NpgsqlException exception) =>
        exception.InnerException is TimeoutException || exception.SqlState == PostgresErrorCodes.LockNotAvailable;
}
