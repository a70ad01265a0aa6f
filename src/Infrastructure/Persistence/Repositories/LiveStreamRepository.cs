using Microsoft.EntityFrameworkCore;
using VideoChat.Domain.Common;
using VideoChat.Domain.LiveStreams;
using VideoChat.Domain.Rooms;
using VideoChat.Infrastructure.Log;

namespace VideoChat.Infrastructure.Persistence.Repositories;

internal sealed class LiveStreamRepository(VideoChatDbContext db, UnitOfWork unitOfWork, TimeProvider clock) : ILiveStreamRepository
{
    public Task<LiveStream?> FindAsync(Guid roomId, Guid streamId, CancellationToken cancellationToken) =>
        db.LiveStreams.AsNoTracking().FirstOrDefaultAsync(s => s.Id == streamId && s.RoomId == roomId, cancellationToken);

    public async Task<List<LiveStream>> ListAsync(Guid roomId, Guid? after, int limit, CancellationToken cancellationToken) =>
        await PageAsync(db.LiveStreams.Where(s => s.RoomId == roomId), after, limit, cancellationToken);

    public async Task<List<LiveStream>> ListUnfinishedAsync(Guid? after, int limit, CancellationToken cancellationToken) =>
        await PageAsync(db.LiveStreams.Where(s => s.Status == LiveStreamStatus.Ready || s.Status == LiveStreamStatus.Live), after, limit, cancellationToken);

    public void Add(LiveStream stream) => unitOfWork.Enlist(
        log =>
        {
            log.Db.Add(stream);
            log.Append(stream.Announce(clock.UtcTimestamp()));
        },
        stream.RoomId);

    // Loaded by the writer itself, which is alone: what was read before may be old.
    public void Change(LiveStream stream, Func<LiveStream, RoomEvent?> change) => unitOfWork.Enlist(
        log =>
        {
            var current = log.Db.LiveStreams.First(s => s.Id == stream.Id);
            if (change(current) is { } milestone)
                log.Append(milestone);
        },
        stream.RoomId);

    // A provider's ids do not sort by creation, so the order is by time; the cursor is an id, as everywhere.
    private async Task<List<LiveStream>> PageAsync(
        IQueryable<LiveStream> source, Guid? after, int limit, CancellationToken cancellationToken)
    {
        if (after is { } id)
        {
            var createdAt = await db.LiveStreams
                .Where(s => s.Id == id).Select(s => s.CreatedAt).FirstOrDefaultAsync(cancellationToken);
            source = source.Where(s => s.CreatedAt > createdAt || (s.CreatedAt == createdAt && s.Id > id));
        }
        return await source
            .AsNoTracking().OrderBy(s => s.CreatedAt).ThenBy(s => s.Id).Take(limit).ToListAsync(cancellationToken);
    }
}
