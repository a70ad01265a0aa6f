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
        Guid roomId, long afterSeq, int limit, CancellationToken cancellationToken)
    {
        var rows = await db.Messages
            .AsNoTracking()
            .Where(m => m.RoomId == roomId && m.Seq > afterSeq)
            .OrderBy(m => m.Seq)
            .Take(limit)
            .ToListAsync(cancellationToken);
        return rows.ConvertAll(posted => posted.Message);
    }

    public async Task<List<Message>> ListBeforeAsync(Guid roomId, long beforeSeq, int limit, CancellationToken cancellationToken) =>
        await roomEvents.FindPositionAsync(roomId, cancellationToken) is { } newest
        && recent.FindMessagesBefore(roomId, newest, beforeSeq, limit) is { } known
            ? known
            : await db.ListMessagesBeforeAsync(roomId, beforeSeq, limit, cancellationToken);

    public async Task<List<Message>> ListNewestAsync(Guid roomId, LogPosition newest, int limit, CancellationToken cancellationToken)
    {
        var before = newest.Seq + 1;
        return await recent.FindOrFillAsync(
                db, roomId, newest, () => recent.FindMessagesBefore(roomId, newest, before, limit), cancellationToken)
            ?? await db.ListMessagesBeforeAsync(roomId, before, limit, cancellationToken);
    }
}
