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
/// Reads a room within the open transaction of a connection. Events come from the cache if it contains the newest event of that state.
/// </summary>
internal sealed class RoomSnapshot(PreparedReads.Reader reader, RecentEvents recent, RoomHead head) : IRoomSnapshot
{
    /// <summary>How many of the newest videos or live streams are searched for those that are not over.</summary>
    private const int MaxSearched = 100;

    public LogPosition Position => head.Position;

    public int MemberCount => head.MemberCount;

    private VideoChatDbContext Db => reader.Db;

    public Task<List<Guid>> ListOldestMembersAsync(int limit, CancellationToken cancellationToken) =>
        reader.ListAsync(MembershipRepository.Oldest, row => row.GetGuid(0), cancellationToken, head.RoomId, limit);

    public async Task<List<Message>> ListNewestMessagesAsync(int limit, CancellationToken cancellationToken)
    {
        var before = Position.Seq + 1;
        return await recent.FindOrFillAsync(
                Db, head.RoomId, Position, () => recent.FindMessagesBefore(head.RoomId, Position, before, limit), cancellationToken)
            ?? await Db.ListMessagesBeforeAsync(head.RoomId, before, limit, cancellationToken);
    }

    public async Task<List<RoomEvent>> ListMilestonesAsync(long afterSeq, int limit, CancellationToken cancellationToken)
    {
        var count = Position.Seq - afterSeq;
        if (count == 0)
            return [];
        if (count <= RecentEvents.MaxEvents
            && await recent.FindOrFillAsync(
                Db, head.RoomId, Position, () => recent.FindAfter(head.RoomId, Position, afterSeq, (int)count), cancellationToken) is { } known)
            return [.. known.Where(e => e is VideoEvent or LiveStreamEvent).TakeLast(limit)];
        var milestones = await Db.RoomEvents
            .AsNoTracking()
            .Where(e => e.RoomId == head.RoomId && e.Seq > afterSeq && (e is VideoEvent || e is LiveStreamEvent))
            .OrderByDescending(e => e.Seq)
            .Take(limit)
            .ToListAsync(cancellationToken);
        milestones.Reverse();
        return milestones;
    }

    public async Task<List<Video>> ListVideosAsync(int limit, CancellationToken cancellationToken) => !head.HasVideos
        ? []
        : await ListAsync(
            Db.Videos.Where(v => v.RoomId == head.RoomId).OrderByDescending(v => v.CreatedAt).ThenByDescending(v => v.Id).Take(MaxSearched)
                .Where(v => v.Status == VideoStatus.Processing || v.Status == VideoStatus.Ready)
                .OrderByDescending(v => v.CreatedAt).ThenByDescending(v => v.Id),
            limit, cancellationToken);

    public async Task<List<LiveStream>> ListLiveStreamsAsync(int limit, CancellationToken cancellationToken) => !head.HasLiveStreams
        ? []
        : await ListAsync(
            Db.LiveStreams.Where(s => s.RoomId == head.RoomId).OrderByDescending(s => s.CreatedAt).ThenByDescending(s => s.Id)
                .Take(MaxSearched)
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
