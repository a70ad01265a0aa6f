using System.Data.Common;

namespace VideoChat.Infrastructure.Persistence;

/// <summary>
/// The hand-written statements of one transaction at a time, on one connection. SQLite runs each of them immediately. PostgreSQL is a
/// network away, so they are gathered into two round trips, one at <see cref="Open"/> and one at <see cref="Flush"/>.
/// </summary>
internal interface IWriteSession
{
    /// <summary>Identifies the transaction if the outcome of its commit is lost; null if a commit that fails did not happen.</summary>
    CommitMark? Mark { get; }

    /// <summary>Discards what was gathered for an earlier transaction.</summary>
    void Begin(DbTransaction transaction);

    /// <summary>Runs the reads that were gathered since <see cref="Begin"/>.</summary>
    void Open();

    /// <summary>Runs a statement, at the latest in <see cref="Flush"/>.</summary>
    /// <param name="sql">A constant, with the parameters <c>$1</c>, <c>$2</c> …</param>
    /// <param name="values">Their values.</param>
    void Execute(string sql, params ReadOnlySpan<object> values) => Execute(sql, onExecuted: null, values);

    /// <summary>Runs a statement, at the latest in <see cref="Flush"/>, and reports how many rows it changed.</summary>
    void Execute(string sql, Action<int>? onExecuted, params ReadOnlySpan<object> values);

    /// <summary>Runs a statement after all that were gathered, and returns how many rows it changed. On PostgreSQL this is a round trip.</summary>
    int ExecuteNow(string sql, params ReadOnlySpan<object> values);

    /// <summary>Runs the statements that were gathered, in their order.</summary>
    void Flush();
}
