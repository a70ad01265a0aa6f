using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using VideoChat.Application.Common;

namespace VideoChat.Infrastructure.Persistence;

/// <summary>
/// The few questions that every request or every socket asks, as statements that stay prepared on connections that stay
/// open, past what EF Core does for each: a scope, a translation looked up, a connection opened (docs/performance.md).
/// </summary>
internal sealed class PreparedReads(IDbContextFactory<VideoChatDbContext> contexts, DatabaseState state) : IDisposable
{
    /// <summary>How many connections are kept; more are opened where more ask at once.</summary>
    public const int MaxIdle = 8;

    private readonly ConcurrentQueue<Reader> _idle = new();

    /// <param name="sql">A constant, with the parameters <c>$1</c>, <c>$2</c> …</param>
    /// <param name="read">Reads one row.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="values">The parameters' values.</param>
    public async Task<List<TRow>> ListAsync<TRow>(
        string sql, Func<DbDataReader, TRow> read, CancellationToken cancellationToken, params object[] values)
    {
        try
        {
            return await AskAsync(sql, read, values, cancellationToken);
        }
        catch (DbException exception) when (exception.IsTransient || state.Explains(exception))
        {
            // All that are kept have broken, where the server has ended them; the question is asked again on a new one.
            Dispose();
        }
        try
        {
            return await AskAsync(sql, read, values, cancellationToken);
        }
        catch (DbException exception) when (exception.IsTransient || state.Explains(exception))
        {
            throw new UnavailableException(exception);
        }
    }

    public void Dispose()
    {
        while (_idle.TryDequeue(out var reader))
            reader.Dispose();
    }

    private async Task<List<TRow>> AskAsync<TRow>(
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
            // One too many, or one that has failed and is not to be trusted.
            reader?.Dispose();
        }
    }

    private Reader? TakeIdle()
    {
        while (_idle.TryDequeue(out var reader))
        {
            if (reader.IsOpen)
                return reader;
            // The driver's keep-alive has found it broken meanwhile.
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
                // One database goes by the name, the other by the place, and only where there is no name.
                if (db.Database.IsSqlite())
                    parameter.ParameterName = $"${number}";
                command.Parameters.Add(parameter);
            }
            return command;
        }
    }
}
