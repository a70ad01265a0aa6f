using Microsoft.EntityFrameworkCore;
using VideoChat.Domain.Messages;
using VideoChat.Domain.Rooms;
using VideoChat.Infrastructure.Persistence;

namespace VideoChat.Infrastructure.Log.Recent;

internal static class RecentEventsReads
{
    /// <summary>
    /// Finds events in the cache. If it does not contain them, reads the newest events up to a position into it and tries again.
    /// </summary>
    /// <param name="recent">The cache.</param>
    /// <param name="db">The database.</param>
    /// <param name="roomId">The room.</param>
    /// <param name="newest">
    /// The position of the room's newest event, which was read before. If the log has lost it since then, the events are not kept.
    /// </param>
    /// <param name="find">Returns the events, or null if the cache does not contain all of them.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public static async Task<TEvents?> FindOrFillAsync<TEvents>(
        this RecentEvents recent, VideoChatDbContext db, Guid roomId, LogPosition newest, Func<TEvents?> find,
        CancellationToken cancellationToken)
        where TEvents : class
    {
        if (find() is { } known)
            return known;
        var events = await db.RoomEvents
            .AsNoTracking()
            .Where(e => e.RoomId == roomId && e.Seq <= newest.Seq)
            .OrderByDescending(e => e.Seq)
            .Take(RecentEvents.MaxEvents)
            .ToListAsync(cancellationToken);
        events.Reverse();
        if (events.Count > 0 && events[^1].Position == newest)
            recent.Add(roomId, previous: null, events);
        return find();
    }

    /// <summary>Reads the messages before a seq, newest first.</summary>
    public static async Task<List<Message>> ListMessagesBeforeAsync(
        this VideoChatDbContext db, Guid roomId, long beforeSeq, int limit, CancellationToken cancellationToken)
    {
        var rows = await db.Messages
            .AsNoTracking()
            .Where(m => m.RoomId == roomId && m.Seq < beforeSeq)
            .OrderByDescending(m => m.Seq)
            .Take(limit)
            .ToListAsync(cancellationToken);
        return rows.ConvertAll(posted => posted.Message);
    }
}
