using Microsoft.EntityFrameworkCore;
using VideoChat.Domain.Rooms;
using VideoChat.Infrastructure.Log;

namespace VideoChat.Infrastructure.Persistence.Repositories;

internal sealed class MembershipRepository(VideoChatDbContext db, PreparedReads reads, UnitOfWork unitOfWork) : IMembershipRepository
{
    public async Task<bool> ExistsAsync(Guid roomId, Guid userId, CancellationToken cancellationToken)
    {
        var found = await reads.ListAsync(
            "SELECT 1 FROM memberships WHERE room_id = $1 AND user_id = $2", _ => true, cancellationToken, roomId, userId);
        return found.Count > 0;
    }

    public Task<List<Guid>> ListUsersAsync(Guid roomId, CancellationToken cancellationToken) => reads.ListAsync(
        "SELECT user_id FROM memberships WHERE room_id = $1 ORDER BY joined_at, user_id",
        row => row.GetGuid(0), cancellationToken, roomId);

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
    public void Add(Membership membership) => unitOfWork.Enlist(log => log.Execute(
        """
        INSERT INTO memberships (room_id, user_id, joined_at) VALUES ($1, $2, $3)
        ON CONFLICT (room_id, user_id) DO NOTHING
        """,
        membership.RoomId, membership.UserId, membership.JoinedAt));

    public void Remove(Guid roomId, Guid userId) => unitOfWork.Enlist(log =>
        log.Db.Memberships.Where(m => m.RoomId == roomId && m.UserId == userId).ExecuteDelete());
}
