using Microsoft.EntityFrameworkCore;
using VideoChat.Domain.Rooms;
using VideoChat.Infrastructure.Log;
using VideoChat.Infrastructure.Persistence;

namespace VideoChat.Infrastructure.Repositories;

internal sealed class RoomRepository(VideoChatDbContext db, UnitOfWork unitOfWork) : IRoomRepository
{
    public Task<Room?> FindAsync(Guid roomId, CancellationToken cancellationToken) =>
        db.Rooms.AsNoTracking().FirstOrDefaultAsync(r => r.Id == roomId, cancellationToken);

    public Task<List<Room>> ListAsync(Guid? after, int limit, CancellationToken cancellationToken)
    {
        var rooms = db.Rooms.AsNoTracking();
        // The condition is added only if needed, because a single query with an OR would make the database scan the table.
        if (after is { } id)
            rooms = rooms.Where(r => r.Id > id);
        return rooms.OrderBy(r => r.Id).Take(limit).ToListAsync(cancellationToken);
    }

    public void Add(Room room) => unitOfWork.Enlist(log =>
    {
        log.Execute("INSERT INTO rooms (id, name, created_at, last_seq) VALUES ($1, $2, $3, 0)", room.Id, room.Name, room.CreatedAt);
        log.Raise(new RoomCreated(room.Id, room.Name, room.CreatedAt));
    });
}
