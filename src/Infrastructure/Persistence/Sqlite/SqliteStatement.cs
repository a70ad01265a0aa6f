using System.Buffers;
using System.Buffers.Text;
using System.Data.Common;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace VideoChat.Infrastructure.Persistence.Sqlite;

/// <summary>
/// A prepared statement without the allocations of ADO.NET (docs/performance.md). Binds values in the format of Microsoft.Data.Sqlite.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private const string TimestampFormat = "yyyy-MM-dd HH:mm:ss.FFFFFFF";

    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    public SqliteStatement(DbConnection connection, string sql)
    {
        _database = ((SqliteConnection)connection).Handle!;
        Check(raw.sqlite3_prepare_v3(_database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
    }

    public void Bind(int position, long value) => Check(raw.sqlite3_bind_int64(_statement, position, value));

    // Binds text as UTF-8, because SQLite would remove a leading U+FEFF in UTF-16 as a byte order mark.
    public void Bind(int position, string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            Check(value is null ? raw.sqlite3_bind_null(_statement, position) : raw.sqlite3_bind_text(_statement, position, ""));
            return;
        }
        var text = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(value.Length));
        Check(raw.sqlite3_bind_text(_statement, position, text.AsSpan(0, Encoding.UTF8.GetBytes(value, text))));
        ArrayPool<byte>.Shared.Return(text);
    }

    public void BindValue(int position, object value)
    {
        switch (value)
        {
            case string text:
                Bind(position, text);
                break;
            case Guid id:
                Bind(position, id);
                break;
            case DateTime time:
                Bind(position, time);
                break;
            case long number:
                Bind(position, number);
                break;
            case int number:
                Bind(position, (long)number);
                break;
            default:
                throw new ArgumentException($"Values of type {value.GetType()} are not supported.", nameof(value));
        }
    }

    public void Bind(int position, Guid? value)
    {
        if (value is { } id)
            Bind(position, id);
        else
            Check(raw.sqlite3_bind_null(_statement, position));
    }

    public void Bind(int position, Guid value)
    {
        Span<byte> text = stackalloc byte[36];
        Utf8Formatter.TryFormat(value, text, out _);
        Ascii.ToUpperInPlace(text, out _);
        Check(raw.sqlite3_bind_text(_statement, position, text));
    }

    public void Bind(int position, DateTime value)
    {
        Span<byte> text = stackalloc byte[TimestampFormat.Length];
        value.TryFormat(text, out var length, TimestampFormat, CultureInfo.InvariantCulture);
        Check(raw.sqlite3_bind_text(_statement, position, text[..length]));
    }

    /// <exception cref="SqliteException">The statement failed and changed nothing.</exception>
    public int Execute()
    {
        Finish(raw.sqlite3_step(_statement));
        return raw.sqlite3_changes(_database);
    }

    /// <summary>Reads a row of a number and an id; null if there is no row.</summary>
    public (long Number, Guid? Id)? ReadNumberAndId()
    {
        var result = raw.sqlite3_step(_statement);
        var row = result == raw.SQLITE_ROW ? (raw.sqlite3_column_int64(_statement, 0), ReadId(1)) : ((long, Guid?)?)null;
        Finish(result);
        return row;
    }

    public void Dispose() => _statement.Dispose();

    private Guid? ReadId(int column) =>
        Utf8Parser.TryParse(raw.sqlite3_column_blob(_statement, column), out Guid id, out _) ? id : null;

    // Resets the statement and checks the result. An active statement would reject new values and keep the transaction open.
    private void Finish(int result)
    {
        raw.sqlite3_reset(_statement);
        if (result is not (raw.SQLITE_DONE or raw.SQLITE_ROW))
            Check(result);
    }

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, _database);
}
