using System.Data.Common;

namespace VideoChat.Infrastructure.Persistence;

/// <summary>
/// Executes the handwritten statements of a transaction. SQLite executes each statement immediately. PostgreSQL batches them into two round
/// trips: the reads in <see cref="Open"/> and the writes in <see cref="Flush"/>.
/// </summary>
internal interface IWriteSession
{
    /// <summary>Identifies the transaction if the response to its commit is lost; null if the database is local.</summary>
    CommitMark? Mark { get; }

    void Begin(DbTransaction transaction);

    /// <summary>Executes the batched reads.</summary>
    void Open();

    /// <summary>Executes a statement, at the latest in <see cref="Flush"/>.</summary>
    /// <param name="sql">A constant statement with the parameters <c>$1</c>, <c>$2</c> and so on.</param>
    /// <param name="values">The values of the parameters.</param>
    void Execute(string sql, params ReadOnlySpan<object> values) => Execute(sql, onExecuted: null, values);

    /// <summary>Executes a statement, at the latest in <see cref="Flush"/>, and reports the number of changed rows.</summary>
    void Execute(string sql, Action<int>? onExecuted, params ReadOnlySpan<object> values);

    /// <summary>Executes the batched statements and this one. Returns the number of rows that this statement changed.</summary>
    int ExecuteNow(string sql, params ReadOnlySpan<object> values);

    /// <summary>Executes the batched statements in order.</summary>
    void Flush();
}
