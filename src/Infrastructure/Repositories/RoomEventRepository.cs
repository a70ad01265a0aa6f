using Microsoft.EntityFrameworkCore;
using VideoChat.Domain.Messages;
using VideoChat.Domain.Rooms;
using VideoChat.Infrastructure.Log.Recent;
using VideoChat.Infrastructure.Persistence;

namespace VideoChat.Infrastructure.Repositories;

/// <summary>Reads the log. The newest events are cached. The last seq comes from the database, so that no page is stale.</summary>
internal sealed class RoomEventRepository(VideoChatDbContext db, PreparedReads reads, RecentEvents recent) : IRoomEventRepository
{
    public async Task<long> GetLastSeqAsync(Guid roomId, CancellationToken cancellationToken)
    {
        var found = await reads.ListAsync(
            "SELECT last_seq FROM rooms WHERE id = $1", row => row.GetInt64(0), cancellationToken, roomId);
        return found.Count > 0 ? found[0] : 0;
    }

    public async Task<IReadOnlyDictionary<Guid, long>> GetLastSeqsAsync(
        IReadOnlyCollection<Guid> roomIds, CancellationToken cancellationToken) =>
        await db.Rooms
            .Where(r => roomIds.Contains(r.Id))
            .Select(r => new { r.Id, r.LastSeq })
            .ToDictionaryAsync(r => r.Id, r => r.LastSeq, cancellationToken);

    public async Task<long?> FindMessageSeqAsync(Guid roomId, Guid messageId, CancellationToken cancellationToken)
    {
        var found = await reads.ListAsync(
            "SELECT seq FROM room_events WHERE id = $1 AND room_id = $2 AND kind = 'message'",
            row => row.GetInt64(0), cancellationToken, messageId, roomId);
        return found.Count > 0 ? found[0] : null;
    }

    public async Task<List<RoomEvent>> ListAfterAsync(
        Guid roomId, long afterSeq, int limit, CancellationToken cancellationToken)
    {
        if (recent.FindAfter(roomId, afterSeq, limit) is { } known)
            return known;

        var (found, content) = (new List<RoomEvent>(), 0L);
        var events = db.RoomEvents
            .AsNoTracking()
            .Where(e => e.RoomId == roomId && e.Seq > afterSeq)
            .OrderBy(e => e.Seq)
            .Take(limit)
            .AsAsyncEnumerable();
        await foreach (var roomEvent in events.WithCancellation(cancellationToken))
        {
            found.Add(roomEvent);
            content += roomEvent.ContentLength;
            if (content >= IRoomEventRepository.MaxPageContent)
                break;
        }
        return found;
    }

    public async Task<List<Message>> ListMessagesAfterAsync(
        Guid roomId, long afterSeq, int limit, CancellationToken cancellationToken) => ToMessages(await db.Messages
            .AsNoTracking()
            .Where(m => m.RoomId == roomId && m.Seq > afterSeq)
            .OrderBy(m => m.Seq)
            .Take(limit)
            .ToListAsync(cancellationToken));

    public async Task<List<Message>> ListMessagesBeforeAsync(
        Guid roomId, long? beforeSeq, int limit, CancellationToken cancellationToken)
    {
        var lastSeq = await GetLastSeqAsync(roomId, cancellationToken);
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
