using Microsoft.EntityFrameworkCore;
using VideoChat.Domain.Rooms;
using VideoChat.Infrastructure.Log;

namespace VideoChat.Infrastructure.Persistence.Repositories;

internal sealed class MembershipRepository(VideoChatDbContext db, UnitOfWork unitOfWork) : IMembershipRepository
{
    public Task<bool> ExistsAsync(Guid roomId, Guid userId, CancellationToken cancellationToken) =>
        db.Memberships.AnyAsync(m => m.RoomId == roomId && m.UserId == userId, cancellationToken);

    public async Task<ILookup<Guid, Guid>> ListUsersAsync(
        IReadOnlyCollection<Guid> roomIds, CancellationToken cancellationToken)
    {
        var members = await db.Memberships
            .AsNoTracking()
            .Where(m => roomIds.Contains(m.RoomId))
            .OrderBy(m => m.JoinedAt).ThenBy(m => m.UserId)
            .ToListAsync(cancellationToken);
        return members.ToLookup(m => m.RoomId, m => m.UserId);
    }

    // The statement settles what two requests at once, or a repeat, would otherwise fail on.
    public void Add(Membership membership) => unitOfWork.Enlist(log => log.Db.Database.ExecuteSql(
        $"""
        INSERT INTO memberships (room_id, user_id, joined_at)
        VALUES ({membership.RoomId}, {membership.UserId}, {membership.JoinedAt})
        ON CONFLICT (room_id, user_id) DO NOTHING
        """));

    public void Remove(Guid roomId, Guid userId) => unitOfWork.Enlist(log =>
        log.Db.Memberships.Where(m => m.RoomId == roomId && m.UserId == userId).ExecuteDelete());
}
