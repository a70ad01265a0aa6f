using Microsoft.EntityFrameworkCore;
using VideoChat.Application.Snapshots;
using VideoChat.Infrastructure.Log.Recent;
using VideoChat.Infrastructure.Persistence;

namespace VideoChat.Infrastructure.Repositories;

internal sealed class RoomSnapshots(VideoChatDbContext db, IDatabaseDialect dialect, RecentEvents recent) : IRoomSnapshots
{
    public Task<TResult?> ReadAsync<TResult>(
        Guid roomId, Func<IRoomSnapshot, Task<TResult>> read, CancellationToken cancellationToken)
        where TResult : class =>
        db.Database.CreateExecutionStrategy().ExecuteAsync(
            async cancellation =>
            {
                await using var transaction = await db.Database.BeginTransactionAsync(dialect.SnapshotIsolation, cancellation);
                var room = await db.Rooms.AsNoTracking().FirstOrDefaultAsync(r => r.Id == roomId, cancellation);
                return room is null ? null : await read(new RoomSnapshot(db, recent, room));
            },
            cancellationToken);
}
