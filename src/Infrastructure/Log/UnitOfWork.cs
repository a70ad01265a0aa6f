using VideoChat.Application.Common;
using VideoChat.Application.Common.Idempotency;
using VideoChat.Infrastructure.Log.Writes;

namespace VideoChat.Infrastructure.Log;

/// <summary>
/// Queues the changes of a scope as one write of the room log. Only the room log's thread writes, because SQLite allows one writer.
/// </summary>
internal sealed class UnitOfWork(LogQueue log, IdempotencyScope idempotency) : IUnitOfWork
{
    private readonly List<Action<LogTransaction>> _changes = [];

    private List<Func<Task>>? _afterSaving;
    private Guid? _roomId;

    /// <param name="change">The change. It runs again if the transaction is retried.</param>
    /// <param name="roomId">The room to which events are added. A unit of work affects at most one room.</param>
    public void Enlist(Action<LogTransaction> change, Guid? roomId = null)
    {
        _changes.Add(change);
        _roomId ??= roomId;
    }

    /// <summary>Adds work that follows the commit and precedes the answer to the caller.</summary>
    public void AfterSaving(Func<Task> work) => (_afterSaving ??= []).Add(work);

    public async Task<TAnswer> SaveChangesAsync<TAnswer>(Func<TAnswer> answer, CancellationToken cancellationToken)
    {
        var write = new UnitOfWorkWrite<TAnswer>([.. _changes], _roomId, idempotency.Request, answer);
        var afterSaving = _afterSaving;
        _changes.Clear();
        (_afterSaving, _roomId) = (null, null);
        await log.EnqueueAsync(write, cancellationToken);
        var saved = await write.Saved;
        if (afterSaving is not null)
        {
            foreach (var work in afterSaving)
                await work();
        }
        return saved;
    }
}
