using Microsoft.EntityFrameworkCore;
using VideoChat.Domain.Messages;
using VideoChat.Domain.Rooms;
using VideoChat.Infrastructure.Log.Recent;
using VideoChat.Infrastructure.Persistence;

namespace VideoChat.Infrastructure.Repositories;

/// <summary>
/// Reads messages. The newest ones come from a cache if it contains the last event of the room. The seq of that event is read from
/// the database.
/// </summary>
internal sealed class MessageRepository(
    VideoChatDbContext db, PreparedReads reads, RecentEvents recent, IRoomEventRepository roomEvents) : IMessageRepository
{
    public async Task<long?> FindSeqAsync(Guid roomId, Guid messageId, CancellationToken cancellationToken)
    {
        var found = await reads.ListAsync(
            "SELECT seq FROM room_events WHERE id = $1 AND room_id = $2 AND kind = 'message'",
            row => row.GetInt64(0), cancellationToken, messageId, roomId);
        return found.Count > 0 ? found[0] : null;
    }

    public async Task<List<Message>> ListAfterAsync(
        Guid roomId, long afterSeq, int limit, CancellationToken cancellationToken) => ToMessages(await db.Messages
            .AsNoTracking()
            .Where(m => m.RoomId == roomId && m.Seq > afterSeq)
            .OrderBy(m => m.Seq)
            .Take(limit)
            .ToListAsync(cancellationToken));

    public async Task<List<Message>> ListBeforeAsync(
        Guid roomId, long? beforeSeq, int limit, CancellationToken cancellationToken)
    {
        var lastSeq = await roomEvents.GetLastSeqAsync(roomId, cancellationToken);
        var before = beforeSeq ?? lastSeq + 1;
        if (recent.FindMessagesBefore(roomId, lastSeq, before, limit) is { } known)
            return known;
        if (beforeSeq is null)
        {
            await FillNewestAsync(roomId, lastSeq, cancellationToken);
            if (recent.FindMessagesBefore(roomId, lastSeq, before, limit) is { } read)
                return read;
        }
        return ToMessages(await db.Messages
            .AsNoTracking()
            .Where(m => m.RoomId == roomId && m.Seq < before)
            .OrderByDescending(m => m.Seq)
            .Take(limit)
            .ToListAsync(cancellationToken));
    }

    private static List<Message> ToMessages(List<MessagePosted> rows) => rows.ConvertAll(posted => posted.Message);

    private async Task FillNewestAsync(Guid roomId, long lastSeq, CancellationToken cancellationToken)
    {
        var newest = await db.RoomEvents
            .AsNoTracking()
            .Where(e => e.RoomId == roomId && e.Seq <= lastSeq)
            .OrderByDescending(e => e.Seq)
            .Take(RecentEvents.MaxEvents)
            .ToListAsync(cancellationToken);
        newest.Reverse();
        recent.Add(roomId, newest);
    }
}
