using VideoChat.Application.Common;
using VideoChat.Application.Common.Idempotency;
using VideoChat.Infrastructure.Log.Writes;

namespace VideoChat.Infrastructure.Log;

/// <summary>
/// Collects the changes of one scope's repositories and queues them in the log. All writes use the log's thread: SQLite allows one writer,
/// and two writing connections block each other for seconds.
/// </summary>
internal sealed class UnitOfWork(LogQueue log, IdempotencyScope idempotency) : IUnitOfWork
{
    private readonly List<Action<LogTransaction>> _changes = [];

    private Guid? _roomId;

    /// <param name="change">Runs in the transaction, and again if the transaction is retried.</param>
    /// <param name="roomId">The room whose log gains events. A unit of work has at most one.</param>
    public void Enlist(Action<LogTransaction> change, Guid? roomId = null)
    {
        _changes.Add(change);
        _roomId ??= roomId;
    }

    public async Task<TAnswer> SaveChangesAsync<TAnswer>(Func<TAnswer> answer, CancellationToken cancellationToken)
    {
        var write = new UnitOfWorkWrite<TAnswer>([.. _changes], _roomId, idempotency.Request, answer);
        _changes.Clear();
        _roomId = null;
        await log.EnqueueAsync(write, cancellationToken);
        return await write.Saved;
    }
}
