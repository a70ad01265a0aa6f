using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace VideoChat.Infrastructure.Persistence.Sqlite;

/// <summary>Executes statements immediately. Batching would gain nothing, because SQLite runs in this process.</summary>
internal sealed class SqliteSession : IWriteSession, IDisposable
{
    private readonly Dictionary<string, SqliteStatement> _statements = new(ReferenceEqualityComparer.Instance);

    public SqliteSession(VideoChatDbContext db)
    {
        Connection = db.Database.GetDbConnection();
        // The default of 2 MB is too small for a transaction with many webhook endpoints, because each endpoint changes pages of
        // two indexes.
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

    public SqliteStatement Prepare(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            // "$" is replaced by "?", because SQLite numbers "$1" by its first occurrence and "?1" by its digit.
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
