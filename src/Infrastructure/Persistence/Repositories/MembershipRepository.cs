using Microsoft.EntityFrameworkCore;
using VideoChat.Application.Webhooks;
using VideoChat.Domain.Common;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Webhooks;
using VideoChat.Infrastructure.Log;

namespace VideoChat.Infrastructure.Persistence.Repositories;

internal sealed class MembershipRepository(
    VideoChatDbContext db, PreparedReads reads, UnitOfWork unitOfWork, TimeProvider clock) : IMembershipRepository
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
    public void Add(Membership membership) => unitOfWork.Enlist(log =>
    {
        if (log.Outbox.Wants(WebhookEventTypes.UserJoined, membership.RoomId))
            AddAndTell(log, membership);
        else
            log.Execute(
                """
                INSERT INTO memberships (room_id, user_id, joined_at) VALUES ($1, $2, $3)
                ON CONFLICT (room_id, user_id) DO NOTHING
                """,
                membership.RoomId, membership.UserId, membership.JoinedAt);
    });

    public void Remove(Guid roomId, Guid userId) => unitOfWork.Enlist(log =>
    {
        if (log.Db.Memberships.Where(m => m.RoomId == roomId && m.UserId == userId).ExecuteDelete() > 0)
            Tell(log, WebhookEventTypes.UserLeft, roomId, userId, clock.UtcTimestamp());
    });

    // A repeat is no news, so here it matters at once what has become of it.
    private static void AddAndTell(LogTransaction log, Membership membership)
    {
        var added = log.Db.Database.ExecuteSql(
            $"""
            INSERT INTO memberships (room_id, user_id, joined_at)
            VALUES ({membership.RoomId}, {membership.UserId}, {membership.JoinedAt})
            ON CONFLICT (room_id, user_id) DO NOTHING
            """);
        if (added > 0)
            Tell(log, WebhookEventTypes.UserJoined, membership.RoomId, membership.UserId, membership.JoinedAt);
    }

    private static void Tell(LogTransaction log, string type, Guid roomId, Guid userId, DateTime time) =>
        log.Outbox.Tell(type, roomId, () =>
        {
            var username = log.Db.Users.Where(u => u.Id == userId).Select(u => u.Username).First();
            return WebhookEvent.Membership(type, roomId, userId, username, time);
        });
}
