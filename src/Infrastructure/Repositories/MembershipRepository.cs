using Microsoft.EntityFrameworkCore;
using VideoChat.Domain.Common;
using VideoChat.Domain.Rooms;
using VideoChat.Infrastructure.Log;
using VideoChat.Infrastructure.Persistence;

namespace VideoChat.Infrastructure.Repositories;

internal sealed class MembershipRepository(
    VideoChatDbContext db, PreparedReads reads, UnitOfWork unitOfWork, TimeProvider clock) : IMembershipRepository
{
    // These queries read only the first members from the index. A window function would read all members of every room.
    internal const string OldestOnPostgres =
        """
        SELECT r.id, m.user_id
        FROM rooms r
        CROSS JOIN LATERAL (
            SELECT user_id, joined_at FROM memberships WHERE room_id = r.id ORDER BY joined_at, user_id LIMIT $3) AS m
        WHERE r.id BETWEEN $1 AND $2
        ORDER BY r.id, m.joined_at, m.user_id
        """;

    internal const string OldestOnSqlite =
        """
        SELECT r.id, m.user_id
        FROM rooms r
        CROSS JOIN memberships m
        WHERE r.id BETWEEN $1 AND $2
            AND m.rowid IN (SELECT rowid FROM memberships WHERE room_id = r.id ORDER BY joined_at, user_id LIMIT $3)
        ORDER BY r.id, m.joined_at, m.user_id
        """;

    internal const string Oldest = "SELECT user_id FROM memberships WHERE room_id = $1 ORDER BY joined_at, user_id LIMIT $2";

    public async Task<bool> ExistsAsync(Guid roomId, Guid userId, CancellationToken cancellationToken)
    {
        var found = await reads.ListAsync(
            "SELECT 1 FROM memberships WHERE room_id = $1 AND user_id = $2", _ => true, cancellationToken, roomId, userId);
        return found.Count > 0;
    }

    public Task<List<Guid>> ListOldestAsync(Guid roomId, int limit, CancellationToken cancellationToken) => reads.ListAsync(
        Oldest, row => row.GetGuid(0), cancellationToken, roomId, limit);

    public async Task<ILookup<Guid, Guid>> ListOldestAsync(
        Guid firstRoomId, Guid lastRoomId, int limit, CancellationToken cancellationToken)
    {
        var members = await reads.ListAsync(
            db.Database.IsSqlite() ? OldestOnSqlite : OldestOnPostgres,
            row => (RoomId: row.GetGuid(0), UserId: row.GetGuid(1)), cancellationToken, firstRoomId, lastRoomId, limit);
        return members.ToLookup(m => m.RoomId, m => m.UserId);
    }

    // The conflict clause makes repeated requests harmless. The room is locked, because a trigger updates its member count.
    public void Add(Membership membership) => unitOfWork.Enlist(
        log => log.Execute(
            new MemberJoined(membership.RoomId, membership.UserId, membership.JoinedAt),
            """
            INSERT INTO memberships (room_id, user_id, joined_at) VALUES ($1, $2, $3)
            ON CONFLICT (room_id, user_id) DO NOTHING
            """,
            membership.RoomId, membership.UserId, membership.JoinedAt),
        membership.RoomId);

    public void Remove(Guid roomId, Guid userId) => unitOfWork.Enlist(
        log => log.Execute(
            new MemberLeft(roomId, userId, clock.UtcTimestamp()),
            "DELETE FROM memberships WHERE room_id = $1 AND user_id = $2", roomId, userId),
        roomId);
}
