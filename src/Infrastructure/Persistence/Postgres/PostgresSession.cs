using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace VideoChat.Infrastructure.Persistence.Postgres;

internal sealed class PostgresSession(VideoChatDbContext db) : IWriteSession
{
    private readonly NpgsqlConnection _connection = (NpgsqlConnection)db.Database.GetDbConnection();
    private readonly List<(string Sql, object[] Values, Action<NpgsqlDataReader>? Receive)> _reads = [];
    private readonly List<(string Sql, object[] Values, Action<int>? OnExecuted)> _writes = [];
    private NpgsqlTransaction? _transaction;

    public CommitMark? Mark { get; private set; }

    public void Begin(DbTransaction transaction)
    {
        Mark = null;
        _transaction = (NpgsqlTransaction)transaction;
        _reads.Clear();
        _writes.Clear();
        // PostgreSQL terminates a session that is idle in a transaction for 3 s. Otherwise, a machine that hangs in a transaction would
        // block rooms for other machines.
        Read(
            """
            SELECT pg_current_xact_id()::text,
                set_config('idle_in_transaction_session_timeout', '3s', true), set_config('lock_timeout', '6s', true)
            """,
            reader =>
            {
                reader.Read();
                Mark = new CommitMark(reader.GetString(0));
            });
    }

    /// <summary>Adds a query that <see cref="Open"/> executes.</summary>
    /// <param name="receive">Reads the rows; null if the result is not needed.</param>
    public void Read(string sql, Action<NpgsqlDataReader>? receive, params ReadOnlySpan<object> values) =>
        _reads.Add((sql, values.ToArray(), receive));

    public void Open()
    {
        using var batch = new NpgsqlBatch(_connection, _transaction);
        foreach (var (sql, values, _) in _reads)
            batch.Add(sql, values);
        using var reader = batch.ExecuteReader();
        foreach (var (_, _, receive) in _reads)
        {
            receive?.Invoke(reader);
            reader.NextResult();
        }
    }

    public void Execute(string sql, Action<int>? onExecuted, params ReadOnlySpan<object> values) =>
        _writes.Add((sql, values.ToArray(), onExecuted));

    public int ExecuteNow(string sql, params ReadOnlySpan<object> values)
    {
        var changed = 0;
        Execute(sql, rows => changed = rows, values);
        Flush();
        return changed;
    }

    public void Flush()
    {
        if (_writes.Count == 0)
            return;
        using var batch = new NpgsqlBatch(_connection, _transaction);
        var commands = new NpgsqlBatchCommand[_writes.Count];
        for (var i = 0; i < commands.Length; i++)
            commands[i] = batch.Add(_writes[i].Sql, _writes[i].Values);
        batch.ExecuteNonQuery();
        for (var i = 0; i < commands.Length; i++)
            _writes[i].OnExecuted?.Invoke((int)commands[i].RecordsAffected);
        _writes.Clear();
    }
}
