using Microsoft.EntityFrameworkCore;
using VideoChat.Domain.Common;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Videos;
using VideoChat.Infrastructure.Log;

namespace VideoChat.Infrastructure.Persistence.Repositories;

internal sealed class VideoRepository(VideoChatDbContext db, UnitOfWork unitOfWork, TimeProvider clock) : IVideoRepository
{
    public Task<Video?> FindAsync(Guid videoId, CancellationToken cancellationToken) =>
        db.Videos.AsNoTracking().FirstOrDefaultAsync(v => v.Id == videoId, cancellationToken);

    public async Task<List<Video>> ListAsync(Guid roomId, Guid? after, int limit, CancellationToken cancellationToken) =>
        await PageAsync(db.Videos.Where(v => v.RoomId == roomId), after, limit, cancellationToken);

    public async Task<List<Video>> ListUnfinishedAsync(Guid? after, int limit, CancellationToken cancellationToken) =>
        await PageAsync(db.Videos.Where(v => v.Status == VideoStatus.Pending || v.Status == VideoStatus.Processing), after, limit, cancellationToken);

    public void Add(Video video) => unitOfWork.Enlist(
        log =>
        {
            log.Db.Add(video);
            log.Append(video.Announce(clock.UtcTimestamp()));
        },
        video.RoomId);

    // Loaded by the writer itself, which is alone: what was read before may be old.
    public void Change(Video video, Func<Video, RoomEvent?> change) => unitOfWork.Enlist(
        log =>
        {
            var current = log.Db.Videos.First(v => v.Id == video.Id);
            if (change(current) is { } milestone)
                log.Append(milestone);
        },
        video.RoomId);

    // A provider's ids do not sort by creation, so the order is by time; the cursor is an id, as everywhere.
    private async Task<List<Video>> PageAsync(
        IQueryable<Video> source, Guid? after, int limit, CancellationToken cancellationToken)
    {
        if (after is { } id)
        {
            var createdAt = await db.Videos
                .Where(v => v.Id == id).Select(v => v.CreatedAt).FirstOrDefaultAsync(cancellationToken);
            source = source.Where(v => v.CreatedAt > createdAt || (v.CreatedAt == createdAt && v.Id > id));
        }
        return await source
            .AsNoTracking().OrderBy(v => v.CreatedAt).ThenBy(v => v.Id).Take(limit).ToListAsync(cancellationToken);
    }
}
