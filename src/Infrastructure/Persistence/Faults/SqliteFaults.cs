using Microsoft.Data.Sqlite;

namespace VideoChat.Infrastructure.Persistence.Faults;

/// <summary>Classifies failures by result code (https://sqlite.org/rescode.html).</summary>
internal static class SqliteFaults
{
    public const int ReadOnly = 8, Corrupt = 11, Full = 13, Constraint = 19, NoDatabase = 26;

    /// <summary>PERM, BUSY, LOCKED, NOMEM, READONLY, INTERRUPT, IOERR, CORRUPT, FULL, CANTOPEN, PROTOCOL, NOLFS and NOTADB.</summary>
    private static readonly int[] OfTheFile = [3, 5, 6, 7, ReadOnly, 9, 10, Corrupt, Full, 14, 15, 22, NoDatabase];

    public static bool IsFileFault(SqliteException exception) => OfTheFile.Contains(exception.SqliteErrorCode);

    public static SqliteException? Find(Exception? exception)
    {
        while (exception is not (null or SqliteException))
            exception = exception.InnerException;
        return (SqliteException?)exception;
    }
}
