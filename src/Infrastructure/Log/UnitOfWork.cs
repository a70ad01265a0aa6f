using VideoChat.Application.Common;

namespace VideoChat.Infrastructure.Log;

/// <summary>
/// Collects what the repositories of one scope change and hands it to the log's writer: SQLite has one writer, and two
/// connections that write stall each other for seconds.
/// </summary>
internal sealed class UnitOfWork(RoomLog log) : IUnitOfWork
{
    private readonly List<Action<LogTransaction>> _changes = [];

    private Guid? _roomId;

    /// <param name="change">Runs in the transaction, perhaps more than once.</param>
    /// <param name="roomId">The room whose log it adds to; one for a unit of work.</param>
    public void Enlist(Action<LogTransaction> change, Guid? roomId = null)
    {
        _changes.Add(change);
        _roomId ??= roomId;
    }

    public async Task<TAnswer> SaveChangesAsync<TAnswer>(Func<TAnswer> answer, CancellationToken cancellationToken)
    {
        var write = new UnitOfWorkWrite<TAnswer>([.. _changes], _roomId, answer);
        _changes.Clear();
        _roomId = null;
        await log.EnqueueAsync(write, cancellationToken);
        return await write.Saved;
    }
}
