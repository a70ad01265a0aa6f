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

    // It has been waited for.
    public static bool IsTimeout(NpgsqlException exception) =>
        exception.InnerException is TimeoutException || exception.SqlState == PostgresErrorCodes.LockNotAvailable;
}
