using System.Data.Common;

namespace VideoChat.Infrastructure.Persistence;

/// <summary>Executes handwritten SQL. PostgreSQL batches reads until <see cref="Open"/> and writes until <see cref="Flush"/>.</summary>
internal interface IWriteSession
{
    /// <summary>Identifies the transaction if the response to its commit is lost; null if the database is local.</summary>
    CommitMark? Mark { get; }

    void Begin(DbTransaction transaction);

    void Open();

    /// <summary>Executes a statement, at the latest in <see cref="Flush"/>.</summary>
    /// <param name="sql">A constant statement with the parameters <c>$1</c>, <c>$2</c> and so on.</param>
    void Execute(string sql, params ReadOnlySpan<object> values) => Execute(sql, onExecuted: null, values);

    void Execute(string sql, Action<int>? onExecuted, params ReadOnlySpan<object> values);

    /// <summary>Executes the batched statements and this one. Returns the number of rows that this statement changed.</summary>
    int ExecuteNow(string sql, params ReadOnlySpan<object> values);

    void Flush();
}
