using Npgsql;
using VideoChat.Application.Common;

namespace VideoChat.Infrastructure.Persistence.Faults;

/// <summary>Classifies failures by SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html</summary>
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

    public static NpgsqlException? Find(Exception? exception)
    {
        while (exception is not (null or NpgsqlException))
            exception = exception.InnerException;
        return (NpgsqlException?)exception;
    }

    /// <summary>
    /// Whether the cause is the connection, the server or its resources instead of the statement: classes 08, 53, 57, 58 and XX, the code
    /// 25006, and failures of the driver itself.
    /// </summary>
    public static bool IsOfTheServer(NpgsqlException exception) =>
        exception.IsTransient
        || exception.SqlState is null or PostgresErrorCodes.ReadOnlySqlTransaction
        || exception.SqlState[..2] is "08" or "53" or "57" or "58" or "XX";

    /// <summary>A command or lock timeout. An immediate retry would only wait again.</summary>
    public static bool IsTimeout(NpgsqlException exception) =>
        exception.InnerException is TimeoutException || exception.SqlState == PostgresErrorCodes.LockNotAvailable;
}
