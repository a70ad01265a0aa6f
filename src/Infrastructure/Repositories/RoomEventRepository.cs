using Microsoft.EntityFrameworkCore;
using VideoChat.Domain.Rooms;
using VideoChat.Infrastructure.Log.Recent;
using VideoChat.Infrastructure.Persistence;

namespace VideoChat.Infrastructure.Repositories;

/// <summary>
/// Reads room events. A page comes from the cache only if the cache contains all of its events and the newest event in the database.
/// </summary>
internal sealed class RoomEventRepository(VideoChatDbContext db, PreparedReads reads, RecentEvents recent) : IRoomEventRepository
{
    public async Task<LogPosition?> FindPositionAsync(Guid roomId, CancellationToken cancellationToken)
    {
        var found = await reads.ListAsync(
            "SELECT last_seq, last_event_id FROM rooms WHERE id = $1", row => row.GetPosition(0), cancellationToken, roomId);
        return found.Count > 0 ? found[0] : null;
    }

    public async Task<IReadOnlyDictionary<Guid, LogPosition>> ListPositionsAsync(
        IReadOnlyCollection<Guid> roomIds, CancellationToken cancellationToken) =>
        await db.Rooms
            .Where(r => roomIds.Contains(r.Id))
            .Select(r => new { r.Id, r.LastSeq, r.LastEventId })
            .ToDictionaryAsync(r => r.Id, r => new LogPosition(r.LastSeq, r.LastEventId ?? Guid.Empty), cancellationToken);

    public async Task<LogLookup> LookUpAsync(Guid roomId, long seq, CancellationToken cancellationToken)
    {
        var found = await reads.ListAsync(
            """
            SELECT r.last_seq, r.last_event_id, e.seq, e.id
            FROM rooms r LEFT JOIN room_events e ON e.room_id = r.id AND e.seq = $2
            WHERE r.id = $1
            """,
            row => new LogLookup(row.GetPosition(0), row.IsDBNull(2) ? null : row.GetPosition(2)), cancellationToken, roomId, seq);
        var lookup = found.Count > 0 ? found[0] : default;
        return seq == 0 ? lookup with { Found = LogPosition.Start } : lookup;
    }

    public async Task<List<RoomEvent>> ListAfterAsync(
        Guid roomId, long afterSeq, int limit, LogPosition? newest, CancellationToken cancellationToken) =>
        FindAfter(roomId, afterSeq, limit, newest) ?? await ReadAfterAsync(roomId, afterSeq, limit, cancellationToken);

    public async Task<List<RoomEvent>?> ListAfterAsync(
        Guid roomId, LogPosition after, int limit, LogPosition? newest, CancellationToken cancellationToken)
    {
        if (FindAfter(roomId, after.Seq, limit, newest) is { } known)
            return known;
        if (after == LogPosition.Start)
            return await ReadAfterAsync(roomId, 0, limit, cancellationToken);

        // The event at the position is read too, which shows whether the log still contains it.
        var found = await ReadAfterAsync(roomId, after.Seq - 1, limit + 1, cancellationToken);
        if (found.Count == 0 || found[0].Position != after)
            return null;
        found.RemoveAt(0);
        return found;
    }

    private List<RoomEvent>? FindAfter(Guid roomId, long afterSeq, int limit, LogPosition? newest) =>
        newest is { } position ? recent.FindAfter(roomId, position, afterSeq, limit) : null;

    private async Task<List<RoomEvent>> ReadAfterAsync(Guid roomId, long afterSeq, int limit, CancellationToken cancellationToken)
    {
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
}
