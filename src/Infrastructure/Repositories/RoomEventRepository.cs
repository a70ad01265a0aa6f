using Microsoft.EntityFrameworkCore;
using VideoChat.Domain.Rooms;
using VideoChat.Infrastructure.Log.Recent;
using VideoChat.Infrastructure.Persistence;

namespace VideoChat.Infrastructure.Repositories;

/// <summary>Reads room events. A page comes from the cache only if the cache contains all of its events.</summary>
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
}
