using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace VideoChat.Infrastructure.Persistence.Sqlite;

/// <summary>Prepared statements that run immediately. SQLite runs in this process, so gathering them gains nothing.</summary>
internal sealed class SqliteSession : IWriteSession, IDisposable
{
    private readonly Dictionary<string, SqliteStatement> _statements = new(ReferenceEqualityComparer.Instance);

    /// <param name="db">A context whose connection is open and stays open.</param>
    public SqliteSession(VideoChatDbContext db)
    {
        Connection = db.Database.GetDbConnection();
        // 16 MiB instead of 2 MB: each webhook endpoint touches a page in two indexes, and pages that do not fit are written and
        // read again within a transaction.
        db.Database.ExecuteSqlRaw("PRAGMA cache_size = -16000");
    }

    public CommitMark? Mark => null;

    public DbConnection Connection { get; }

    public DbTransaction? Transaction { get; private set; }

    public void Begin(DbTransaction transaction) => Transaction = transaction;

    public void Open()
    {
    }

    public void Execute(string sql, Action<int>? onExecuted, params ReadOnlySpan<object> values)
    {
        var changed = ExecuteNow(sql, values);
        onExecuted?.Invoke(changed);
    }

    public int ExecuteNow(string sql, params ReadOnlySpan<object> values)
    {
        var statement = Prepare(sql);
        for (var i = 0; i < values.Length; i++)
            statement.BindValue(i + 1, values[i]);
        return statement.Execute();
    }

    public void Flush()
    {
    }

    /// <summary>Returns the statement for a constant text. It stays prepared for the life of the connection.</summary>
    public SqliteStatement Prepare(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            // SQLite numbers "$1" by its first occurrence in the text and "?1" by its number.
            statement = new SqliteStatement(Connection, sql.Replace('$', '?'));
            _statements.Add(sql, statement);
        }
        return statement;
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
        _statements.Clear();
    }
}
