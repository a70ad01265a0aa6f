using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using VideoChat.Application.Common;
using VideoChat.Infrastructure.Persistence.Faults;

namespace VideoChat.Infrastructure.Persistence;

/// <summary>Runs frequent queries as prepared statements, to avoid EF Core's cost per query (docs/performance.md).</summary>
internal sealed class PreparedReads(IDbContextFactory<VideoChatDbContext> contexts, DatabaseState state) : IDisposable
{
    public const int MaxIdle = 8;

    private readonly ConcurrentQueue<Reader> _idle = new();

    /// <param name="sql">A constant query with the parameters <c>$1</c>, <c>$2</c> and so on. Statements are cached by reference.</param>
    /// <exception cref="UnavailableException">The database failed during the query and during its retry.</exception>
    public async Task<List<TRow>> ListAsync<TRow>(
        string sql, Func<DbDataReader, TRow> read, CancellationToken cancellationToken, params object[] values)
    {
        try
        {
            return await QueryAsync(sql, read, values, cancellationToken);
        }
        catch (DbException exception) when (exception.IsTransient || state.TryRecordReadFault(exception))
        {
            // A restart of PostgreSQL breaks every idle connection, so the retry needs a new one.
            Dispose();
        }
        try
        {
            return await QueryAsync(sql, read, values, cancellationToken);
        }
        catch (DbException exception) when (exception.IsTransient || state.TryRecordReadFault(exception))
        {
            throw new UnavailableException(exception);
        }
    }

    public void Dispose()
    {
        while (_idle.TryDequeue(out var reader))
            reader.Dispose();
    }

    private async Task<List<TRow>> QueryAsync<TRow>(
        string sql, Func<DbDataReader, TRow> read, object[] values, CancellationToken cancellationToken)
    {
        var reader = TakeIdle() ?? await OpenAsync(cancellationToken);
        try
        {
            var rows = await reader.ListAsync(sql, read, values, cancellationToken);
            if (_idle.Count >= MaxIdle)
                return rows;
            _idle.Enqueue(reader);
            reader = null;
            return rows;
        }
        finally
        {
            // A reader that is still set was not returned to the pool, because the pool is full or the query failed.
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

    private sealed class Reader(VideoChatDbContext db) : IDisposable
    {
        private readonly Dictionary<string, DbCommand> _commands = new(ReferenceEqualityComparer.Instance);

        public bool IsOpen => db.Database.GetDbConnection().State == ConnectionState.Open;

        public async Task<List<TRow>> ListAsync<TRow>(
            string sql, Func<DbDataReader, TRow> read, object[] values, CancellationToken cancellationToken)
        {
            if (!_commands.TryGetValue(sql, out var command))
                _commands.Add(sql, command = Prepare(sql, values.Length));
            for (var i = 0; i < values.Length; i++)
                command.Parameters[i].Value = values[i];

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
