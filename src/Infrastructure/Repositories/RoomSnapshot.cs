using Microsoft.EntityFrameworkCore;
using VideoChat.Application.Snapshots;
using VideoChat.Domain.LiveStreams;
using VideoChat.Domain.Messages;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Videos;
using VideoChat.Infrastructure.Log.Recent;
using VideoChat.Infrastructure.Persistence;

namespace VideoChat.Infrastructure.Repositories;

/// <summary>
/// Reads a room within the open transaction of a database context. Events come from the cache if it contains the last event of
/// the room.
/// </summary>
internal sealed class RoomSnapshot(VideoChatDbContext db, RecentEvents recent, Room room) : IRoomSnapshot
{
    /// <summary>How many of the newest videos or live streams are searched for those that are not over.</summary>
    private const int MaxSearched = 100;

    public Room Room => room;

    public Task<List<Guid>> ListOldestMembersAsync(int limit, CancellationToken cancellationToken) => db.Memberships
        .Where(m => m.RoomId == room.Id)
        .OrderBy(m => m.JoinedAt).ThenBy(m => m.UserId)
        .Select(m => m.UserId)
        .Take(limit)
        .ToListAsync(cancellationToken);

    public async Task<List<Message>> ListNewestMessagesAsync(int limit, CancellationToken cancellationToken)
    {
        if (recent.FindMessagesBefore(room.Id, room.Position, room.LastSeq + 1, limit) is { } known)
            return known;
        var rows = await db.Messages
            .AsNoTracking()
            .Where(m => m.RoomId == room.Id)
            .OrderByDescending(m => m.Seq)
            .Take(limit)
            .ToListAsync(cancellationToken);
        return rows.ConvertAll(posted => posted.Message);
    }

    public async Task<List<RoomEvent>> ListMilestonesAsync(long afterSeq, int limit, CancellationToken cancellationToken)
    {
        var milestones = await db.RoomEvents
            .AsNoTracking()
            .Where(e => e.RoomId == room.Id && e.Seq > afterSeq && (e is VideoEvent || e is LiveStreamEvent))
            .OrderByDescending(e => e.Seq)
            .Take(limit)
            .ToListAsync(cancellationToken);
        milestones.Reverse();
        return milestones;
    }

    public Task<List<Video>> ListVideosAsync(int limit, CancellationToken cancellationToken) => ListAsync(
        db.Videos.Where(v => v.RoomId == room.Id).OrderByDescending(v => v.CreatedAt).ThenByDescending(v => v.Id).Take(MaxSearched)
            .Where(v => v.Status == VideoStatus.Processing || v.Status == VideoStatus.Ready)
            .OrderByDescending(v => v.CreatedAt).ThenByDescending(v => v.Id),
        limit, cancellationToken);

    public Task<List<LiveStream>> ListLiveStreamsAsync(int limit, CancellationToken cancellationToken) => ListAsync(
        db.LiveStreams.Where(s => s.RoomId == room.Id).OrderByDescending(s => s.CreatedAt).ThenByDescending(s => s.Id).Take(MaxSearched)
            .Where(s => s.Status == LiveStreamStatus.Ready || s.Status == LiveStreamStatus.Live)
            .OrderByDescending(s => s.CreatedAt).ThenByDescending(s => s.Id),
        limit, cancellationToken);

    private static async Task<List<TMedia>> ListAsync<TMedia>(
        IQueryable<TMedia> newestFirst, int limit, CancellationToken cancellationToken)
        where TMedia : class
    {
        var found = await newestFirst.AsNoTracking().Take(limit).ToListAsync(cancellationToken);
        found.Reverse();
        return found;
    }
}
