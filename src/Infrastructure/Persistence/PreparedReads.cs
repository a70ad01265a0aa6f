using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using VideoChat.Application.Common;
using VideoChat.Infrastructure.Persistence.Faults;

namespace VideoChat.Infrastructure.Persistence;

/// <summary>Runs frequent queries as prepared statements, to avoid EF Core's cost per query (docs/performance.md).</summary>
internal sealed class PreparedReads(
    IDbContextFactory<VideoChatDbContext> contexts, IDatabaseDialect dialect, DatabaseState state) : IDisposable
{
    public const int MaxIdle = 8;

    private readonly ConcurrentQueue<Reader> _idle = new();

    /// <param name="sql">A constant query with the parameters <c>$1</c>, <c>$2</c> and so on. Statements are cached by reference.</param>
    /// <exception cref="UnavailableException">The database failed during the query and during its retry.</exception>
    public Task<List<TRow>> ListAsync<TRow>(
        string sql, Func<DbDataReader, TRow> read, CancellationToken cancellationToken, params object[] values) =>
        RunAsync(reader => reader.ListAsync(sql, read, cancellationToken, values), cancellationToken);

    /// <summary>Runs queries in one read-only transaction, in which all of them see the same state of the database.</summary>
    /// <param name="read">The queries. They run again if the database fails.</param>
    /// <param name="cancellationToken">Cancels the queries.</param>
    /// <exception cref="UnavailableException">The database failed during the queries and during their retry.</exception>
    public Task<TResult> InSnapshotAsync<TResult>(Func<Reader, Task<TResult>> read, CancellationToken cancellationToken) =>
        RunAsync(reader => reader.InTransactionAsync(dialect.SnapshotIsolation, read, cancellationToken), cancellationToken);

    public void Dispose()
    {
        while (_idle.TryDequeue(out var reader))
            reader.Dispose();
    }

    private async Task<TResult> RunAsync<TResult>(Func<Reader, Task<TResult>> read, CancellationToken cancellationToken)
    {
        try
        {
            return await RunOnceAsync(read, cancellationToken);
        }
        catch (DbException exception) when (exception.IsTransient || state.TryRecordReadFault(exception))
        {
            // A restart of PostgreSQL breaks every idle connection, so the retry needs a new one.
            Dispose();
        }
        try
        {
            return await RunOnceAsync(read, cancellationToken);
        }
        catch (DbException exception) when (exception.IsTransient || state.TryRecordReadFault(exception))
        {
            throw new UnavailableException(exception);
        }
    }

    private async Task<TResult> RunOnceAsync<TResult>(Func<Reader, Task<TResult>> read, CancellationToken cancellationToken)
    {
        var reader = TakeIdle() ?? await OpenAsync(cancellationToken);
        try
        {
            var result = await read(reader);
            if (_idle.Count >= MaxIdle)
                return result;
            _idle.Enqueue(reader);
            reader = null;
            return result;
        }
        finally
        {
            // A reader that is still set was not returned to the pool, because the pool is full or a query failed.
            reader?.Dispose();
        }
    }

    private Reader? TakeIdle()
    {
        while (_idle.TryDequeue(out var reader))
        {
            if (reader.IsOpen)
                return reader;
            reader.Dispose();
        }
        return null;
    }

    private async Task<Reader> OpenAsync(CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken);
        try
        {
            await db.Database.OpenConnectionAsync(cancellationToken);
            return new Reader(db);
        }
        catch
        {
            await db.DisposeAsync();
            throw;
        }
    }

    /// <summary>An open connection with its prepared statements. Only one query at a time may use it.</summary>
    internal sealed class Reader(VideoChatDbContext db) : IDisposable
    {
        private readonly Dictionary<string, DbCommand> _commands = new(ReferenceEqualityComparer.Instance);

        public bool IsOpen => db.Database.GetDbConnection().State == ConnectionState.Open;

        /// <summary>The context of the connection, for queries that return entities.</summary>
        public VideoChatDbContext Db => db;

        public async Task<TResult> InTransactionAsync<TResult>(
            IsolationLevel isolation, Func<Reader, Task<TResult>> read, CancellationToken cancellationToken)
        {
            await using var transaction = await db.Database.BeginTransactionAsync(isolation, cancellationToken);
            return await read(this);
        }

        public async Task<List<TRow>> ListAsync<TRow>(
            string sql, Func<DbDataReader, TRow> read, CancellationToken cancellationToken, params object[] values)
        {
            if (!_commands.TryGetValue(sql, out var command))
                _commands.Add(sql, command = Prepare(sql, values.Length));
            for (var i = 0; i < values.Length; i++)
                command.Parameters[i].Value = values[i];
            command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();

            var rows = new List<TRow>();
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                rows.Add(read(reader));
            return rows;
        }

        public void Dispose()
        {
            foreach (var command in _commands.Values)
                command.Dispose();
            db.Dispose();
        }

        private DbCommand Prepare(string sql, int parameters)
        {
            var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = sql;
            for (var number = 1; number <= parameters; number++)
            {
                var parameter = command.CreateParameter();
                // The name is needed because Microsoft.Data.Sqlite binds parameters by name. Npgsql binds unnamed parameters by
                // position.
                if (db.Database.IsSqlite())
                    parameter.ParameterName = $"${number}";
                command.Parameters.Add(parameter);
            }
            return command;
        }
    }
}
