using VideoChat.Application.Common;
using VideoChat.Application.Common.Idempotency;
using VideoChat.Infrastructure.Log.Writes;

namespace VideoChat.Infrastructure.Log;

/// <summary>
/// Collects the changes of a scope's repositories and queues them as one write of the log. Other threads never write, because SQLite allows
/// only one writer at a time.
/// </summary>
internal sealed class UnitOfWork(LogQueue log, IdempotencyScope idempotency) : IUnitOfWork
{
    private readonly List<Action<LogTransaction>> _changes = [];

    private Guid? _roomId;

    /// <summary>Adds a change to the unit of work.</summary>
    /// <param name="change">The change. It runs again if the transaction is retried.</param>
    /// <param name="roomId">The room whose log receives events. A unit of work affects at most one room.</param>
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
